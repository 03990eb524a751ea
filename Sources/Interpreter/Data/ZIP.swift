/// Archives as far as `.npz` files need them: members stored or deflated, written stored.
enum ZIP {
  struct Fault: Error {
    let reason: String
  }

  struct Member {
    let name: String
    let data: [UInt8]
  }

  // MARK: Reading

  static func read(_ bytes: [UInt8], limit: Int) throws -> [Member] {
    guard let end = endRecord(bytes) else { throw Fault(reason: "not a .npz file") }
    let count = number(bytes, end + 10, 2)
    var position = number(bytes, end + 16, 4)
    var members: [Member] = []
    for _ in 0..<count {
      guard position + 46 <= bytes.count, number(bytes, position, 4) == 0x0201_4b50 else {
        throw Fault(reason: "the table of contents is damaged")
      }
      let (nameLength, extraLength) = (
        number(bytes, position + 28, 2), number(bytes, position + 30, 2)
      )
      let next = position + 46 + nameLength + extraLength + number(bytes, position + 32, 2)
      guard next <= bytes.count else { throw Fault(reason: "the table of contents is damaged") }
      let name = String(decoding: bytes[position + 46..<position + 46 + nameLength], as: UTF8.self)
      members.append(Member(name: name, data: try member(bytes, position, name, limit)))
      position = next
    }
    return members
  }

  private static func member(
    _ bytes: [UInt8], _ entry: Int, _ name: String, _ limit: Int
  ) throws -> [UInt8] {
    let method = number(bytes, entry + 10, 2)
    let (packed, size) = (number(bytes, entry + 20, 4), number(bytes, entry + 24, 4))
    let local = number(bytes, entry + 42, 4)
    guard local + 30 <= bytes.count, number(bytes, local, 4) == 0x0403_4b50 else {
      throw Fault(reason: "\(name) is damaged")
    }
    let start = local + 30 + number(bytes, local + 26, 2) + number(bytes, local + 28, 2)
    guard start + packed <= bytes.count, size <= limit else {
      throw Fault(reason: "\(name) is cut off or too large")
    }
    let data: [UInt8]
    switch method {
    case 0: data = Array(bytes[start..<start + packed])
    case 8:
      guard let unpacked = try? Inflate.unpack(bytes[start..<start + packed], limit: size) else {
        throw Fault(reason: "\(name) can't be unpacked")
      }
      data = unpacked
    default: throw Fault(reason: "\(name) is packed by method \(method)")
    }
    guard data.count == size, checksum(data) == UInt32(number(bytes, entry + 16, 4)) else {
      throw Fault(reason: "\(name) is damaged")
    }
    return data
  }

  /// Looked for from the end: a comment may follow it.
  private static func endRecord(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let lowest = max(0, bytes.count - 22 - 65_535)
    return stride(from: bytes.count - 22, through: lowest, by: -1).first {
      number(bytes, $0, 4) == 0x0605_4b50
    }
  }

  private static func number(_ bytes: [UInt8], _ position: Int, _ width: Int) -> Int {
    (0..<width).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
  }

  // MARK: Writing

  /// - Throws: for more than 4 GB, which this form can't say.
  static func bytes(of members: [Member]) throws -> [UInt8] {
    var (out, directory) = ([UInt8](), [UInt8]())
    for member in members {
      guard out.count + member.data.count < 1 << 32 else { throw Fault(reason: "larger than 4 GB") }
      let name = Array(member.name.utf8)
      let sum = Int(checksum(member.data))
      // Version 2.0, UTF-8 names, stored, the first day that the format knows.
      let common =
        [20, 0, 0, 8, 0, 0, 0, 0, 33, 0] + little(sum, 4) + little(member.data.count, 4)
        + little(member.data.count, 4) + little(name.count, 2) + [0, 0]
      directory += little(0x0201_4b50, 4) + [20, 0] + common + [UInt8](repeating: 0, count: 10)
      directory += little(out.count, 4) + name
      out += little(0x0403_4b50, 4) + common + name + member.data
    }
    let start = out.count
    out += directory + little(0x0605_4b50, 4) + [0, 0, 0, 0]
    out += little(members.count, 2) + little(members.count, 2)
    return out + little(directory.count, 4) + little(start, 4) + [0, 0]
  }

  private static func little(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// CRC-32 of ISO 3309.
  private static func checksum(_ data: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in data { sum = table[Int((sum ^ UInt32(byte)) & 255)] ^ sum >> 8 }
    return ~sum
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
    }
  }
}
