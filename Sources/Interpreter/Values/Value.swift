import Graphs
import Plotting
import Tensors

/// Any value of the language: 16 bytes, numbers unboxed.
///
/// Everything but the scalars is one reference to an immutable object, so that copying a value is a
/// copy of two words and, for numbers, nothing is counted.
enum Value {
  /// A register or module name that has no value yet. Never the result of an expression.
  case undefined
  case nothing
  case number(Double)
  case bool(Bool)
  case string(Text)
  case tensor(Tensor)
  case range(Range)
  case tuple(Tuple)
  case record(Record)
  case function(Function)
  case figure(FigureBox)
  case derivation(Derivation)
  case run(TrainingRun)
  /// A number or tensor that an active trace follows. Seen only while something is differentiated.
  case traced(Traced)
  /// A module name that is an equation: reading it evaluates the equation.
  case equation(Equation)
  /// `:` and `..` on their way into an index.
  case axisMarker(AxisMarker)
  /// The state of a loop or of a comprehension under way.
  case machinery(Machinery)
}

/// What the machine keeps in a register for itself; programs never see one.
class Machinery {}

enum AxisMarker {
  case whole
  case leading
}

final class Text {
  let string: String
  init(_ string: String) { self.string = string }
}

/// `a + k*step` for k in 0..<count; a lazy vector.
final class Range {
  /// 2^53: up to there every index is a number of its own.
  static let countLimit = 0x1p53

  let start: Double
  let step: Double
  let count: Int
  /// The end as it was written; the last element may stop short of it.
  let end: Double

  init(start: Double, step: Double, count: Int, end: Double) {
    self.start = start
    self.step = step
    self.count = count
    self.end = end
  }

  subscript(index: Int) -> Double { start + Double(index) * step }

  /// - Throws: `tooLarge`, `cancelled`.
  func tensor() throws -> Tensor { try Kernels.range(start: start, step: step, count: count) }

  /// The elements, where nothing can be thrown: nil where the memory budget does not allow so many, and the
  /// run ends with that.
  var tensorIfAllowed: Tensor? {
    do {
      return try tensor()
    } catch {
      if !TensorBudget.isCancelled { TensorBudget.refuse() }
      return nil
    }
  }
}

final class Tuple {
  let items: [Value]
  let nesting: Int

  init(_ items: [Value]) {
    self.items = items
    nesting = Nesting.depth(of: items)
  }
}

/// Fields in the order in which they were written.
final class Record {
  let names: [String]
  let values: [Value]
  let nesting: Int

  init(names: [String], values: [Value]) {
    self.names = names
    self.values = values
    nesting = Nesting.depth(of: values)
  }

  func position(of name: String) -> Int? { names.firstIndex(of: name) }
  subscript(name: String) -> Value? { position(of: name).map { values[$0] } }
}

final class FigureBox {
  let figure: Figure
  init(_ figure: Figure) { self.figure = figure }
}

extension Value {
  init(_ quantity: Quantity) {
    switch quantity {
    case .number(let number): self = .number(number)
    case .bool(let bool): self = .bool(bool)
    case .tensor(let tensor): self = .tensor(tensor)
    }
  }

  static func text(_ string: String) -> Value { .string(Text(string)) }

  /// The number or tensor that this value is, if it is one; traces are looked through. nil also for a range
  /// that the memory budget does not allow as a tensor.
  var quantity: Quantity? {
    switch self {
    case .number(let number): .number(number)
    case .bool(let bool): .bool(bool)
    case .tensor(let tensor): .tensor(tensor)
    case .range(let range): range.tensorIfAllowed.map { .tensor($0) }
    case .traced(let traced): traced.primal.quantity
    default: nil
    }
  }

  /// The shape of a number or tensor; nil for anything else.
  var shape: Shape? {
    switch self {
    case .number, .bool: .scalar
    case .tensor(let tensor): tensor.shape
    case .range(let range): Shape([range.count])
    case .traced(let traced): traced.primal.shape
    default: nil
    }
  }

  var nodeType: NodeType? {
    switch self {
    case .number: .number
    case .bool: NodeType(.bool, .scalar)
    case .tensor(let tensor): NodeType(tensor.dtype, tensor.shape)
    case .range(let range): NodeType(.f64, Shape([range.count]))
    case .traced(let traced): traced.primal.nodeType
    default: nil
    }
  }

  var isNumeric: Bool { shape != nil }

  var isUndefined: Bool { if case .undefined = self { true } else { false } }
  var isNothing: Bool { if case .nothing = self { true } else { false } }

  /// What kind of value this is, as messages and `typeof` say it.
  var kindName: String {
    switch self {
    case .undefined: "undefined"
    case .nothing: "nothing"
    case .number: "number"
    case .bool: "bool"
    case .string: "string"
    case .tensor: "tensor"
    case .range: "range"
    case .tuple: "tuple"
    case .record: "record"
    case .function: "function"
    case .figure: "figure"
    case .derivation: "derivation"
    case .run: "run"
    case .traced(let traced): traced.primal.kindName
    case .equation: "equation"
    case .axisMarker: "index marker"
    case .machinery: "loop"
    }
  }

  /// Kind with shape, with an article: "a number", "a 3×2 tensor", "a tuple of 2".
  var phrase: String {
    switch self {
    case .tensor, .range:
      "a \(shapeText) \((shape?.rank ?? 1) == 1 ? "vector" : "tensor")"
    case .traced(let traced): traced.primal.phrase
    case .tuple(let tuple): "a tuple of \(tuple.items.count)"
    case .nothing: "nothing"
    case .equation: "an equation"
    default: "a \(kindName)"
    }
  }

  /// `3×2`, `(3)`, or the kind of anything without a shape.
  var shapeText: String {
    guard let shape else { return kindName }
    return shape.rank == 0 ? kindName : shape.description
  }
}
