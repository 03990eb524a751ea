/// A minimal PNG writer: eight bits per channel with opacity, runs of equal bytes packed.
enum PNG {
  /// - Parameter pixels: row by row from the top; nil is transparent.
  static func encoded(_ pixels: [RGB?], columns: Int, rows: Int) -> [UInt8] {
    let (palette, indices) = indexed(pixels)
    var scanlines: [UInt8] = []
    scanlines.reserveCapacity((columns + 1) * rows)
    for row in 0..<rows {
      scanlines.append(0)  // No filter.
      scanlines += indices[(row * columns)..<((row + 1) * columns)]
    }
    var out: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    out += chunk("IHDR", bytes(UInt32(columns)) + bytes(UInt32(rows)) + [8, 3, 0, 0, 0])
    out += chunk("PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] })
    out += chunk("tRNS", [0])
    out += chunk("IDAT", Deflate.zlib(scanlines))
    out += chunk("IEND", [])
    return out
  }

  /// At most 255 colours; index 0 is transparent. With more, the lowest bits of each part are dropped
  /// until they fit.
  private static func indexed(_ pixels: [RGB?]) -> (palette: [RGB], indices: [UInt8]) {
    for dropped in 0..<8 {
      let mask = UInt8(truncatingIfNeeded: 0xff << dropped)
      var palette = [RGB(0, 0, 0)]
      var known: [RGB: UInt8] = [:]
      var indices: [UInt8] = []
      indices.reserveCapacity(pixels.count)
      for pixel in pixels {
        guard let pixel else {
          indices.append(0)
          continue
        }
        let color = RGB(pixel.red & mask, pixel.green & mask, pixel.blue & mask)
        if known[color] == nil {
          guard palette.count < 256 else { break }
          known[color] = UInt8(palette.count)
          palette.append(color)
        }
        indices.append(known[color] ?? 0)
      }
      if indices.count == pixels.count { return (palette, indices) }
    }
    return ([RGB(0, 0, 0)], Array(repeating: 0, count: pixels.count))
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return bytes(UInt32(data.count)) + body + bytes(crc(body))
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }

  /// CRC-32 with the reversed polynomial 0xEDB88320, as the PNG specification asks.
  static func crc(_ data: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xffff_ffff
    for byte in data {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
