import Diagnostics
import Graphs
import Tensors

/// NumPy's file format for one array, versions 1 to 3.
enum NPY {
  /// Why a file can't be read, in words.
  struct Fault: Error {
    let reason: String
  }

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  // MARK: Reading

  static func read(_ bytes: ArraySlice<UInt8>) throws -> Value {
    let header = try Header(bytes)
    let data = bytes[header.dataStart...]
    var count = 1
    for size in header.sizes {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, size >= 0 else { throw Fault(reason: "the shape is not possible") }
      count = product
    }
    let needed = count.multipliedReportingOverflow(by: header.element.width)
    guard !needed.overflow, data.count >= needed.partialValue else {
      throw Fault(reason: "the file ends before the data")
    }
    guard let shape = Shape(checking: header.sizes) else {
      throw TensorFault.tooManyAxes(header.sizes.count)
    }
    try TensorBudget.check(shape)
    if header.element.kind == "U" { return try texts(data, header, count) }
    var values = data.withUnsafeBytes { raw in
      (0..<count).map { header.element.number(raw, $0 * header.element.width) }
    }
    if header.isColumnMajor { values = rowMajor(values, header.sizes) }
    if header.element.kind == "b" {
      let bools = values.map { $0 != 0 }
      return shape.rank == 0 ? .bool(bools[0]) : .tensor(Tensor(bools: bools, shape: shape))
    }
    if shape.rank == 0 { return .number(values[0]) }
    let tensor = Tensor(values, shape: shape)
    return .tensor(header.element.isSingle ? tensor.asSingles : tensor)
  }

  private static func texts(
    _ data: ArraySlice<UInt8>, _ header: Header, _ count: Int
  ) throws -> Value {
    guard header.sizes.count <= 1 else { throw Fault(reason: "texts must stand in a vector") }
    let width = header.element.width
    let items = data.withUnsafeBytes { raw in
      (0..<count).map { index -> Value in
        var scalars = String.UnicodeScalarView()
        for offset in stride(from: index * width, to: (index + 1) * width, by: 4) {
          let code = UInt32(header.element.bits(raw, offset, 4))
          if code == 0 { break }
          scalars.append(Unicode.Scalar(code) ?? "\u{FFFD}")
        }
        return .text(String(scalars))
      }
    }
    return header.sizes.isEmpty ? items[0] : .tuple(Tuple(items))
  }

  private static func rowMajor(_ values: [Double], _ sizes: [Int]) -> [Double] {
    var steps = [Int](repeating: 1, count: sizes.count)
    for axis in sizes.indices.dropFirst() { steps[axis] = steps[axis - 1] * sizes[axis - 1] }
    return values.indices.map { index in
      var (rest, place) = (index, 0)
      for axis in sizes.indices.reversed() {
        place += rest % sizes[axis] * steps[axis]
        rest /= sizes[axis]
      }
      return values[place]
    }
  }

  /// What stands before the data: `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }`.
  private struct Header {
    var element: Element
    var isColumnMajor: Bool
    var sizes: [Int]
    var dataStart: Int

    init(_ bytes: ArraySlice<UInt8>) throws {
      let start = bytes.startIndex
      guard bytes.count >= 10, Array(bytes.prefix(6)) == NPY.magic else {
        throw Fault(reason: "not a .npy file")
      }
      let isLong = bytes[start + 6] > 1
      guard !isLong || bytes.count >= 12 else { throw Fault(reason: "the header is cut off") }
      var length = Int(bytes[start + 8]) | Int(bytes[start + 9]) << 8
      if isLong { length |= Int(bytes[start + 10]) << 16 | Int(bytes[start + 11]) << 24 }
      let text = start + (isLong ? 12 : 10)
      guard text + length <= bytes.endIndex else { throw Fault(reason: "the header is cut off") }
      dataStart = text + length
      let words = String(decoding: bytes[text..<dataStart], as: UTF8.self)
      element = try Element(Header.value(of: "descr", in: words))
      isColumnMajor = Header.value(of: "fortran_order", in: words).hasPrefix("True")
      let list = Header.value(of: "shape", in: words).drop { $0 != "(" }.prefix { $0 != ")" }
      sizes = try list.dropFirst().split(separator: ",").compactMap { part in
        let digits = part.filter { !$0.isWhitespace && $0 != "L" }
        if digits.isEmpty { return nil }
        guard let size = Int(digits) else { throw Fault(reason: "the shape is not possible") }
        return size
      }
    }

    /// What stands behind `'key':`.
    private static func value(of key: String, in text: String) -> Substring {
      var rest = text[...]
      while let quote = rest.firstIndex(where: { $0 == "'" || $0 == "\"" }) {
        rest = rest[rest.index(after: quote)...]
        if rest.hasPrefix(key), let colon = rest.firstIndex(of: ":") {
          return rest[rest.index(after: colon)...].drop { $0 == " " }
        }
      }
      return ""
    }
  }

  /// How an element is stored: `<f8` and the like.
  private struct Element {
    let kind: Character
    let width: Int
    let isBigEndian: Bool

    init(_ text: Substring) throws {
      let code = text.dropFirst().prefix { $0 != "'" && $0 != "\"" }
      guard let order = code.first, let kind = code.dropFirst().first,
        let size = Int(code.dropFirst(2))
      else { throw Fault(reason: "the type of the elements, \(text.prefix(20)), is not supported") }
      let allowed: [Character: [Int]] = [
        "f": [2, 4, 8], "i": [1, 2, 4, 8], "u": [1, 2, 4, 8], "b": [1],
      ]
      guard allowed[kind]?.contains(size) == true || kind == "U" && (1...100_000).contains(size)
      else { throw Fault(reason: "elements of type \(code) are not supported") }
      self.kind = kind
      width = kind == "U" ? size * 4 : size
      isBigEndian = order == ">"
    }

    /// Whether 32-bit numbers hold every element: 16-bit ones are among them.
    var isSingle: Bool { kind == "f" && width <= 4 }

    func bits(_ raw: UnsafeRawBufferPointer, _ offset: Int, _ width: Int) -> UInt64 {
      var value: UInt64 = 0
      for k in 0..<width {
        let byte = raw[offset + (isBigEndian ? k : width - 1 - k)]
        value = value << 8 | UInt64(byte)
      }
      return value
    }

    func number(_ raw: UnsafeRawBufferPointer, _ offset: Int) -> Double {
      let bits = bits(raw, offset, width)
      switch (kind, width) {
      case ("f", 8): return Double(bitPattern: bits)
      case ("f", 4): return Double(Float(bitPattern: UInt32(bits)))
      case ("f", _): return Element.half(UInt16(bits))
      case ("i", let width):
        let shift = UInt64(64 - 8 * width)
        return Double(Int64(bitPattern: bits << shift) >> Int64(shift))
      default: return Double(bits)
      }
    }

    /// IEEE binary16.
    private static func half(_ bits: UInt16) -> Double {
      let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
      let sign: Double = bits >> 15 == 1 ? -1 : 1
      switch exponent {
      case 0: return sign * fraction * 0x1p-24
      case 31: return fraction == 0 ? sign * .infinity : .nan
      default:
        return sign * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
      }
    }
  }

  // MARK: Writing

  static func bytes(of quantity: Quantity) -> [UInt8] {
    let descr: String
    var data: [UInt8] = []
    let values = quantity.shape.rank == 0 ? [quantity.asNumber ?? .nan] : elements(quantity)
    switch quantity.dtype {
    case .bool:
      descr = "|b1"
      data = values.map { $0 != 0 ? 1 : 0 }
    case .f32:
      descr = "<f4"
      data.reserveCapacity(values.count * 4)
      for value in values { append(UInt64(Float(value).bitPattern), 4, to: &data) }
    case .f64:
      descr = "<f8"
      data.reserveCapacity(values.count * 8)
      for value in values { append(value.bitPattern, 8, to: &data) }
    }
    return header(descr, quantity.shape.sizes) + data
  }

  private static func elements(_ quantity: Quantity) -> [Double] {
    if case .tensor(let tensor) = quantity { tensor.doubles } else { [] }
  }

  private static func append(_ bits: UInt64, _ width: Int, to data: inout [UInt8]) {
    for k in 0..<width { data.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * k))) }
  }

  /// Padded so that the data begins at a multiple of 64.
  private static func header(_ descr: String, _ sizes: [Int]) -> [UInt8] {
    let list = sizes.map(String.init).joined(separator: ", ") + (sizes.count == 1 ? "," : "")
    var text = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (\(list)), }"
    let length = (10 + text.utf8.count + 1 + 63) / 64 * 64 - 10
    text += String(repeating: " ", count: length - text.utf8.count - 1) + "\n"
    return magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(text.utf8)
  }
}
