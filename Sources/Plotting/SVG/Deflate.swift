/// Data packed as RFC 1950 (zlib) around RFC 1951 (deflate) with the fixed code; copies are looked for
/// by a table of the last place of each three bytes.
enum Deflate {
  static func zlib(_ data: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x78, 0x01]
    out += packed(data)
    let sum = adler(data)
    out += [UInt8(sum >> 24), UInt8(sum >> 16 & 255), UInt8(sum >> 8 & 255), UInt8(sum & 255)]
    return out
  }

  private static func packed(_ data: [UInt8]) -> [UInt8] {
    var bits = BitWriter()
    bits.write(1, 1)  // The last block,
    bits.write(1, 2)  // with the fixed code.
    var lastPlace = Array(repeating: -1, count: 1 << 15)
    var index = 0
    while index < data.count {
      let copy = longestCopy(data, index, &lastPlace)
      if copy.length >= 3 {
        bits.writeLength(copy.length)
        bits.writeDistance(copy.distance)
        index += copy.length
      } else {
        bits.writeSymbol(Int(data[index]))
        index += 1
      }
    }
    bits.writeSymbol(256)
    return bits.finished()
  }

  private static func longestCopy(
    _ data: [UInt8], _ index: Int, _ lastPlace: inout [Int]
  ) -> (length: Int, distance: Int) {
    guard index + 2 < data.count else { return (0, 0) }
    let key = Int(data[index]) << 7 ^ Int(data[index + 1]) << 4 ^ Int(data[index + 2])
    let place = lastPlace[key & 0x7fff]
    lastPlace[key & 0x7fff] = index
    guard place >= 0, index - place <= 32_768 else { return (0, 0) }
    var length = 0
    while length < 258, index + length < data.count, data[place + length] == data[index + length] {
      length += 1
    }
    return (length, index - place)
  }

  static func adler(_ data: [UInt8]) -> UInt32 {
    var (a, b) = (UInt32(1), UInt32(0))
    for byte in data {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return b << 16 | a
  }
}

/// Bits from the lowest of each byte on.
private struct BitWriter {
  private var bytes: [UInt8] = []
  private var current: UInt32 = 0
  private var count = 0

  mutating func write(_ value: Int, _ width: Int) {
    for bit in 0..<width {
      current |= UInt32(value >> bit & 1) << count
      count += 1
      if count == 8 {
        bytes.append(UInt8(current))
        current = 0
        count = 0
      }
    }
  }

  /// Huffman codes go from their highest bit on.
  private mutating func writeCode(_ code: Int, _ width: Int) {
    for bit in stride(from: width - 1, through: 0, by: -1) { write(code >> bit & 1, 1) }
  }

  /// The fixed code of RFC 1951, section 3.2.6.
  mutating func writeSymbol(_ symbol: Int) {
    switch symbol {
    case ..<144: writeCode(0x30 + symbol, 8)
    case ..<256: writeCode(0x190 + symbol - 144, 9)
    case ..<280: writeCode(symbol - 256, 7)
    default: writeCode(0xc0 + symbol - 280, 8)
    }
  }

  mutating func writeLength(_ length: Int) {
    if length == 258 { return writeSymbol(285) }
    var (symbol, base, extra) = (257, 3, 0)
    while length >= base + (1 << extra) {
      base += 1 << extra
      symbol += 1
      extra = symbol < 265 ? 0 : (symbol - 261) / 4
    }
    writeSymbol(symbol)
    write(length - base, extra)
  }

  mutating func writeDistance(_ distance: Int) {
    var (symbol, base, extra) = (0, 1, 0)
    while distance >= base + (1 << extra) {
      base += 1 << extra
      symbol += 1
      extra = symbol < 4 ? 0 : symbol / 2 - 1
    }
    writeCode(symbol, 5)
    write(distance - base, extra)
  }

  mutating func finished() -> [UInt8] {
    if count > 0 { bytes.append(UInt8(current)) }
    return bytes
  }
}
