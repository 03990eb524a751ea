import Graphs
import Syntax
import Tensors

/// How values print (LANGUAGE.md, section 11).
struct Display {
  /// Significant digits of numbers.
  let digits: Int

  // MARK: Numbers

  /// The shortest text with at most `digits` significant digits; whole numbers in full.
  func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "Inf" }
    if value == value.rounded(), abs(value) < 1e15 {
      return value == 0 && value.sign == .minus ? "-0" : "\(Int(value))"
    }
    return NumberText.significant(value, digits: digits)
  }

  // MARK: On one line

  /// A value within a line of text or within another value.
  func inline(_ value: Value) -> String {
    switch value {
    case .undefined: "undefined"
    case .nothing: "nothing"
    case .number(let number): self.number(number)
    case .bool(let bool): bool ? "true" : "false"
    case .string(let text): text.string
    case .tensor(let tensor): inline(tensor)
    case .range(let range): inline(range)
    case .tuple, .record: nested(value)
    case .function(let function): signature(function)
    case .figure: "figure"
    case .derivation(let derivation): derivation.headline
    case .run(let run): run.summary(self)
    case .traced(let traced): inline(traced.primal)
    case .equation(let equation): equation.name
    case .axisMarker(let marker): marker == .whole ? ":" : ".."
    case .machinery: "loop"
    }
  }

  /// Within a tuple or record strings are quoted.
  private func nested(_ value: Value) -> String {
    switch value {
    case .string(let text): quoted(text.string)
    case .tuple(let tuple):
      "(" + elided(tuple.items.count, 40) { nested(tuple.items[$0]) }
        + (tuple.items.count == 1 ? ",)" : ")")
    case .record(let record):
      "{" + zip(record.names, record.values).map { "\($0): \(nested($1))" }.joined(separator: ", ")
        + "}"
    default: inline(value)
    }
  }

  /// In quotes; of a long text the beginning and the end.
  private func quoted(_ text: String) -> String {
    let bytes = text.utf8.count
    if bytes <= 4000 { return "\"" + text.escapedForDisplay + "\"" }
    let parts = (String(text.prefix(300)), String(text.suffix(100)))
    return "\"\(parts.0.escapedForDisplay) ⋯ \(parts.1.escapedForDisplay)\" (\(bytes) bytes)"
  }

  private func inline(_ range: Range) -> String {
    let last = range.count == 0 ? range.start - range.step : range[range.count - 1]
    if range.step == 1 { return "\(number(range.start)):\(number(last))" }
    return "\(number(range.start)):\(number(range.step)):\(number(last))"
  }

  /// `[1, 2, 3]`, `[1, 2; 3, 4]`, elided where long.
  private func inline(_ tensor: Tensor) -> String {
    switch tensor.rank {
    case 1: return "[" + elided(tensor.shape[0], 10) { element(tensor, $0) } + "]"
    case 2:
      let columns = tensor.shape[1]
      return "["
        + elided(tensor.shape[0], 8, separator: "; ") { row in
          elided(columns, 8) { element(tensor, row * columns + $0) }
        } + "]"
    default: return "\(tensor.shape) \(tensor.dtype.name) tensor"
    }
  }

  private func elided(
    _ count: Int, _ limit: Int, separator: String = ", ", _ text: (Int) -> String
  ) -> String {
    if count <= limit { return (0..<count).map(text).joined(separator: separator) }
    let head = limit / 2
    return ((0..<head).map(text) + ["⋯"] + (count - (limit - head - 1)..<count).map(text))
      .joined(separator: separator)
  }

  func element(_ tensor: Tensor, _ index: Int) -> String {
    tensor.dtype == .bool
      ? (tensor[flat: index] != 0 ? "true" : "false") : number(tensor[flat: index])
  }

  func signature(_ function: Function) -> String {
    if function.name == nil, case .closure(let code, _) = function.kind {
      let text = code.sourceText
      if text.count <= 40, !text.contains("\n") { return text }
    }
    let name = function.name ?? "function"
    return "\(name)(\(function.parameterNames.joined(separator: ", ")))"
  }

  // MARK: On its own

  /// A value as the output of a cell: like `inline`, but matrices and long records take several lines.
  func block(_ value: Value) -> String {
    switch value {
    case .string(let text): return quoted(text.string)
    case .tensor(let tensor): return TensorText(self).block(tensor)
    case .traced(let traced): return block(traced.primal)
    case .range(let range):
      return inline(range)
    case .tuple(let tuple) where tuple.items.contains(where: \.needsLines):
      return lines(tuple.items.enumerated().map { ("[\($0 + 1)]", $1) }, most: 20)
    case .record(let record) where record.values.contains(where: \.needsLines):
      return lines(Array(zip(record.names, record.values)), most: .max)
    default: return inline(value)
    }
  }

  private func lines(_ fields: [(String, Value)], most: Int) -> String {
    elided(fields.count, most, separator: "\n") { index in
      let (name, value) = fields[index]
      let text = value.needsLines ? block(value) : nested(value)
      return value.needsLines
        ? "\(name):\n"
          + text.split(separator: "\n", omittingEmptySubsequences: false).map {
            "  " + $0
          }.joined(separator: "\n") : "\(name): \(text)"
    }
  }

  // MARK: Formats

  func formatted(_ value: Value, _ format: StringPiece.Format) throws -> String {
    if let quantity = value.quantity, case .tensor(let tensor) = quantity {
      let texts = (0..<tensor.count).map { format.text(tensor[flat: $0], digits: digits) }
      return "[" + texts.joined(separator: ", ") + "]"
    }
    if let number = value.plainNumber { return format.text(number, digits: digits) }
    return format.padded(inline(value))
  }
}

extension Value {
  fileprivate var needsLines: Bool {
    switch self {
    case .tensor(let tensor): tensor.rank > 1 || tensor.count > 10
    case .tuple(let tuple): tuple.items.contains(where: \.needsLines)
    case .record(let record): record.values.contains(where: \.needsLines)
    case .traced(let traced): traced.primal.needsLines
    default: false
    }
  }
}

extension DType {
  var name: String {
    switch self {
    case .f64: "f64"
    case .f32: "f32"
    case .bool: "bool"
    }
  }
}

extension String {
  var escapedForDisplay: String {
    var result = ""
    for character in self {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.append(character)
      }
    }
    return result
  }
}
