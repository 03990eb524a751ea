/// Unpacks deflated data (RFC 1951), with canonical Huffman codes decoded bit by bit: codes are counted by
/// length, and a code of a length is in the table when it is below the number of those before it.
struct Inflate {
  enum Fault: Error {
    case corrupt
    case tooLarge
  }

  private let input: ArraySlice<UInt8>
  private var position: Int
  private var bits: UInt32 = 0
  private var bitCount = 0
  private var output: [UInt8] = []
  private let limit: Int

  /// - Parameter limit: more bytes than this are refused, so that a small file can't fill the memory.
  static func unpack(_ data: ArraySlice<UInt8>, limit: Int) throws -> [UInt8] {
    var inflate = Inflate(data, limit: limit)
    while try inflate.block() {}
    return inflate.output
  }

  private init(_ data: ArraySlice<UInt8>, limit: Int) {
    input = data
    position = data.startIndex
    self.limit = limit
  }

  /// Returns whether another block follows.
  private mutating func block() throws -> Bool {
    let isLast = try read(1) == 1
    switch try read(2) {
    case 0: try stored()
    case 1: try packed(Inflate.fixedLiterals, Inflate.fixedDistances)
    case 2:
      let (literals, distances) = try codes()
      try packed(literals, distances)
    default: throw Fault.corrupt
    }
    return !isLast
  }

  private mutating func stored() throws {
    (bits, bitCount) = (0, 0)
    guard position + 4 <= input.endIndex else { throw Fault.corrupt }
    let length = Int(input[position]) | Int(input[position + 1]) << 8
    let check = Int(input[position + 2]) | Int(input[position + 3]) << 8
    position += 4
    guard length == ~check & 0xFFFF, position + length <= input.endIndex else {
      throw Fault.corrupt
    }
    guard output.count + length <= limit else { throw Fault.tooLarge }
    output += input[position..<position + length]
    position += length
  }

  private mutating func packed(_ literals: Huffman, _ distances: Huffman) throws {
    while true {
      let symbol = try decode(literals)
      if symbol < 256 {
        guard output.count < limit else { throw Fault.tooLarge }
        output.append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return }
      guard symbol - 257 < Inflate.lengths.count else { throw Fault.corrupt }
      let (base, extra) = Inflate.lengths[symbol - 257]
      let length = base + (try read(extra))
      let code = try decode(distances)
      guard code < Inflate.distances.count else { throw Fault.corrupt }
      let distance = Inflate.distances[code].0 + (try read(Inflate.distances[code].1))
      guard distance <= output.count else { throw Fault.corrupt }
      guard output.count + length <= limit else { throw Fault.tooLarge }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }

  private mutating func codes() throws -> (Huffman, Huffman) {
    let (literals, distances) = (try read(5) + 257, try read(5) + 1)
    var sizes = [Int](repeating: 0, count: 19)
    for index in 0..<(try read(4) + 4) { sizes[Inflate.order[index]] = try read(3) }
    let lengthCode = try Huffman(sizes)
    var lengths: [Int] = []
    while lengths.count < literals + distances {
      let symbol = try decode(lengthCode)
      switch symbol {
      case 16:
        guard let last = lengths.last else { throw Fault.corrupt }
        lengths += Array(repeating: last, count: try read(2) + 3)
      case 17: lengths += Array(repeating: 0, count: try read(3) + 3)
      case 18: lengths += Array(repeating: 0, count: try read(7) + 11)
      default: lengths.append(symbol)
      }
    }
    guard lengths.count == literals + distances else { throw Fault.corrupt }
    return (
      try Huffman(Array(lengths[..<literals])), try Huffman(Array(lengths[literals...]))
    )
  }

  // MARK: Bits

  private mutating func read(_ count: Int) throws -> Int {
    while bitCount < count {
      guard position < input.endIndex else { throw Fault.corrupt }
      bits |= UInt32(input[position]) << UInt32(bitCount)
      position += 1
      bitCount += 8
    }
    let value = bits & ((1 << UInt32(count)) - 1)
    bits >>= UInt32(count)
    bitCount -= count
    return Int(value)
  }

  private mutating func decode(_ code: Huffman) throws -> Int {
    var (value, first, index) = (0, 0, 0)
    for length in 1...15 {
      value |= try read(1)
      let count = code.counts[length]
      if value - count < first { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw Fault.corrupt
  }

  private struct Huffman {
    /// How many codes there are of each length.
    var counts = [Int](repeating: 0, count: 16)
    /// In the order of their codes.
    var symbols: [Int] = []

    init(_ lengths: [Int]) throws {
      for length in lengths { counts[length] += 1 }
      counts[0] = 0
      var left = 1
      for length in 1...15 {
        left = left * 2 - counts[length]
        if left < 0 { throw Fault.corrupt }
      }
      for length in 1...15 { symbols += lengths.indices.filter { lengths[$0] == length } }
    }

    /// For the lengths that the format fixes.
    init(fixed lengths: [Int]) {
      for length in lengths { counts[length] += 1 }
      for length in 1...15 { symbols += lengths.indices.filter { lengths[$0] == length } }
    }
  }

  // MARK: What the format fixes

  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  private static let fixedLiterals = Huffman(
    fixed: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = Huffman(fixed: Array(repeating: 5, count: 30))

  /// Base and extra bits of each symbol: groups of four (of two) double.
  private static let lengths: [(Int, Int)] =
    (0..<28).map { code in
      if code < 8 { return (3 + code, 0) }
      let extra = code / 4 - 1
      return (3 + (4 + code % 4) << extra, extra)
    } + [(258, 0)]
  private static let distances: [(Int, Int)] = (0..<30).map { code in
    if code < 4 { return (1 + code, 0) }
    let extra = code / 2 - 1
    return (1 + (2 + code % 2) << extra, extra)
  }
}
