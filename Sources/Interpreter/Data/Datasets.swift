import Graphs
import Tensors

/// Data that comes with Gradus, as records: a row of X for each example, its class in y, counted from 1.
enum Datasets {
  static var all: Value {
    record(("iris", iris), ("digits", digits), ("moons", moons), ("spirals", spirals))
  }

  /// R. Fisher, *The use of multiple measurements in taxonomic problems* (1936), by E. Anderson.
  private static var iris: Value {
    let digits = IrisData.text.utf8.filter { $0 >= 48 && $0 <= 57 }.map { Int($0) - 48 }
    // Two digits each: tenths of a centimetre.
    let values = stride(from: 0, to: digits.count, by: 2).map { index -> Double in
      Double(digits[index] * 10 + digits[index + 1]) / 10
    }
    return record(
      ("X", matrix(values, 4)), ("y", vector((0..<150).map { Double($0 / 50 + 1) })),
      ("names", texts("setosa", "versicolor", "virginica")),
      ("features", texts("sepal length", "sepal width", "petal length", "petal width")))
  }

  /// E. Alpaydın & C. Kaynak, *Optical Recognition of Handwritten Digits* (UCI, 1998), the 1797 test images:
  /// 8×8 pixels of 0 to 16, row by row; the class of a digit d is d + 1.
  private static var digits: Value {
    let packed = base64(DigitsData.text)
    // Damaged text would be a defect of the build; the tests read all of it.
    guard let bytes = try? Inflate.unpack(packed[...], limit: 1797 * 65) else { return .nothing }
    let pixels = bytes.prefix(1797 * 64).map(Double.init)
    let labels = bytes.suffix(1797).map { Double($0) + 1 }
    return record(
      ("X", matrix(Array(pixels), 64)), ("y", vector(labels)),
      ("names", texts("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")))
  }

  // MARK: Generated

  /// Two half circles that reach into each other, 100 points each, moved by noise of 0.1.
  private static var moons: Value {
    var stream = RandomStream(seed: 0, label: "moons")
    var values: [Double] = []
    for index in 0..<200 {
      let angle = Double.pi * Double(index % 100) / 99
      let (c, s) = (UnaryOp.cos.apply(angle), UnaryOp.sin.apply(angle))
      let place = index < 100 ? (c, s) : (1 - c, 0.5 - s)
      values += [place.0 + 0.1 * stream.normal(), place.1 + 0.1 * stream.normal()]
    }
    return twoClasses(values, "upper", "lower")
  }

  /// Two spirals that wind around each other, 100 points each, moved by noise of 0.1.
  private static var spirals: Value {
    var stream = RandomStream(seed: 0, label: "spirals")
    var values: [Double] = []
    for index in 0..<200 {
      let t = (0.25 + 1.5 * Double(index % 100) / 99) * 2 * Double.pi
      let sign: Double = index < 100 ? 1 : -1
      let radius = sign * t / 2
      values += [
        radius * UnaryOp.cos.apply(t) + 0.1 * stream.normal(),
        radius * UnaryOp.sin.apply(t) + 0.1 * stream.normal(),
      ]
    }
    return twoClasses(values, "first", "second")
  }

  private static func twoClasses(_ values: [Double], _ first: String, _ second: String) -> Value {
    record(
      ("X", matrix(values, 2)), ("y", vector((0..<200).map { Double($0 / 100 + 1) })),
      ("names", texts(first, second)))
  }

  // MARK: Parts

  private static func matrix(_ values: [Double], _ columns: Int) -> Value {
    .tensor(Tensor(values, shape: Shape([values.count / columns, columns])))
  }

  private static func vector(_ values: [Double]) -> Value {
    .tensor(Tensor(values, shape: Shape([values.count])))
  }

  private static func texts(_ items: String...) -> Value { .tuple(Tuple(items.map(Value.text))) }

  /// Of RFC 4648, line ends skipped.
  private static func base64(_ text: String) -> [UInt8] {
    var (bytes, word, count) = ([UInt8](), 0, 0)
    for character in text.utf8 {
      let digit: Int
      switch character {
      case 65...90: digit = Int(character) - 65
      case 97...122: digit = Int(character) - 71
      case 48...57: digit = Int(character) + 4
      case UInt8(ascii: "+"): digit = 62
      case UInt8(ascii: "/"): digit = 63
      default: continue
      }
      word = word << 6 | digit
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: word >> count))
        word &= (1 << count) - 1
      }
    }
    return bytes
  }
}
