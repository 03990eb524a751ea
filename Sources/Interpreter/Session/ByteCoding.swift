/// Writes what is kept from run to run: a few kinds of values, one after another, without names.
public struct ByteWriter {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func write(byte: UInt8) { bytes.append(byte) }
  public mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  public mutating func write(_ word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { bytes += $0 }
  }

  public mutating func write(_ count: Int) { write(UInt64(bitPattern: Int64(count))) }
  /// All bits: also those of a NaN and of a negative zero.
  public mutating func write(_ number: Double) { write(number.bitPattern) }

  public mutating func write(_ text: String) {
    write(text.utf8.count)
    bytes += text.utf8
  }

  public mutating func write(_ numbers: [Double]) {
    write(numbers.count)
    bytes.reserveCapacity(bytes.count + numbers.count * 8)
    for number in numbers { write(number) }
  }

  public mutating func write(_ block: [UInt8]) {
    write(block.count)
    bytes += block
  }
}

/// Reads what `ByteWriter` wrote. Anything else gives an error, never more than was there.
public struct ByteReader {
  public struct Failure: Error {
    public init() {}
  }

  private let bytes: [UInt8]
  private var index = 0

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public var isAtEnd: Bool { index == bytes.count }

  public mutating func byte() throws -> UInt8 {
    guard index < bytes.count else { throw Failure() }
    defer { index += 1 }
    return bytes[index]
  }

  public mutating func flag() throws -> Bool { try byte() == 1 }

  public mutating func word() throws -> UInt64 {
    guard bytes.count - index >= 8 else { throw Failure() }
    let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: index, as: UInt64.self) }
    index += 8
    return UInt64(littleEndian: value)
  }

  public mutating func int() throws -> Int { Int(Int64(bitPattern: try word())) }
  public mutating func double() throws -> Double { Double(bitPattern: try word()) }

  /// A number of things of at least `size` bytes each that are still to come.
  public mutating func count(of size: Int = 1) throws -> Int {
    let count = try int()
    guard count >= 0, count <= (bytes.count - index) / size else { throw Failure() }
    return count
  }

  public mutating func block() throws -> [UInt8] {
    let count = try count()
    defer { index += count }
    return Array(bytes[index..<index + count])
  }

  public mutating func text() throws -> String {
    guard let text = String(validating: try block(), as: UTF8.self) else { throw Failure() }
    return text
  }

  public mutating func doubles() throws -> [Double] {
    try (0..<count(of: 8)).map { _ in try double() }
  }
}
