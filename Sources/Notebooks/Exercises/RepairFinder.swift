import Diagnostics
import Syntax

/// Finds changes of an answer that would mend a known slip. Where a check passes with the change and not
/// without it, the slip is known, and no solution was needed.
struct RepairFinder {
  struct Repair {
    /// The slip that was made, as it is named.
    let slip: Slip
    /// The answer without it.
    let text: String
  }

  private let source: SourceFile
  /// Equations of the lesson by name: where a derivative was taken at an activation they know the sum.
  private let equations: [String: (function: String, argument: String)]
  private let rates: [String]
  private let counts: [String]
  private var repairs: [Repair] = []

  static let rateNames = ["η", "eta", "lr", "α", "alpha", "rate"]
  private static let most = 150

  /// - Parameter known: the names that the answer may read, its parameters among them.
  static func repairs(
    of answer: SourceFile, known: [String], lesson: [SourceFile]
  ) -> [Repair] {
    var finder = RepairFinder(answer, known, lesson)
    let statements = Parser.parse(answer).statements
    for statement in statements { finder.visit(statement, loop: nil) }
    finder.undoSlips()
    return Array(finder.repairs.prefix(most))
  }

  private init(_ source: SourceFile, _ known: [String], _ lesson: [SourceFile]) {
    self.source = source
    rates = known.filter(Self.rateNames.contains)
    counts = known
    var table: [String: (function: String, argument: String)] = [:]
    for file in lesson {
      for statement in Parser.parse(file).statements {
        guard case .equation(let name, let value) = statement.kind,
          case .call(let callee, let arguments, _) = value.kind, arguments.count == 1,
          case .name(let function) = callee.kind
        else { continue }
        table[name.name] = (function, file.text(in: arguments[0].value.span))
      }
    }
    equations = table
  }

  private func text(_ expression: Expression) -> String { source.text(in: expression.span) }

  private mutating func add(
    _ kind: Slip.Kind, _ part: String, _ edits: [Slip.Edit]
  ) {
    let slip = Slip(kind, part, edits)
    repairs.append(Repair(slip: slip, text: slip.made(in: source)))
  }

  // MARK: What is forgotten

  /// - Parameter loop: how often the loop around it runs, where that is written there.
  private mutating func visit(_ statement: Statement, loop: String?) {
    switch statement.kind {
    case .assign(let target, let value):
      if loop != nil {
        let sign = Span(target.span.end, value.span.start)
        add(.overwritten, source.text(in: target.span), [.init(span: sign, text: " += ")])
      }
      visitWhole(value)
    case .function(let definition):
      if case .expression(let value) = definition.body { visitWhole(value) }
    case .returnValue(let value?): visitWhole(value)
    case .update(_, _, let value):
      if let loop, !loop.isEmpty {
        add(.average, loop, [.init(span: value.span, text: "(\(text(value)))/(\(loop))")])
      }
      visitWhole(value)
    default: break
    }
    var inner = loop
    switch statement.kind {
    case .forLoop(_, let values, _): inner = count(values)
    case .whileLoop: inner = ""
    default: break
    }
    for child in statement.children { visit(child, loop: inner) }
  }

  /// `n` of `1:n`.
  private func count(_ values: Expression) -> String {
    guard case .range(let first, nil, let last) = values.kind, case .number(1) = first.kind else {
      return ""
    }
    return text(last)
  }

  private mutating func visitWhole(_ value: Expression) {
    if case .tuple(let elements) = value.kind {
      for element in elements { visitWhole(element) }
      return
    }
    if case .lambda(_, let body) = value.kind { return visitWhole(body) }
    var parts: [Expression] = []
    value.walk { parts.append($0) }
    for part in parts {
      stepSize(part)
      activation(part)
    }
    for whole in [value] + sums(value).prefix(3) {
      average(whole)
      add(.factor, "2", [.init(span: whole.span, text: "2*(\(text(whole)))")])
      add(.factor, "1/2", [.init(span: whole.span, text: "(\(text(whole)))/2")])
    }
  }

  /// The right sides of sums: `W - η*…` is averaged within.
  private func sums(_ value: Expression) -> [Expression] {
    var result: [Expression] = []
    value.walk {
      if case .binary(let operation, _, let right, _) = $0.kind,
        [.plus, .minus].contains(operation)
      {
        result.append(right)
      }
    }
    return result
  }

  /// `(…)/length(xs)` for whatever has a length.
  private mutating func average(_ value: Expression) {
    for name in counts.prefix(8) {
      for count in ["length(\(name))", "size(\(name), 1)"] {
        add(.average, count, [.init(span: value.span, text: "(\(text(value)))/\(count)")])
      }
    }
  }

  /// `W - η*(…)`
  private mutating func stepSize(_ part: Expression) {
    guard case .binary(let operation, _, let right, _) = part.kind,
      [.plus, .minus].contains(operation)
    else { return }
    for rate in rates {
      add(.learningRate, rate, [.init(span: right.span, text: "\(rate)*(\(text(right)))")])
    }
  }

  /// `σ'(O1)` where `O1 := σ(z1)`.
  private mutating func activation(_ part: Expression) {
    guard case .call(let callee, let arguments, _) = part.kind, arguments.count == 1,
      case .derivative(let function, order: 1) = callee.kind,
      case .name(let name) = arguments[0].value.kind, let equation = equations[name],
      equation.function == text(function)
    else { return }
    add(.activation, name, [.init(span: arguments[0].value.span, text: equation.argument)])
  }

  // MARK: What is the other way round

  /// A slip made in a wrong answer may undo one: signs and transposes.
  private mutating func undoSlips() {
    for slip in SlipFinder.slips(in: source) {
      let kind: Slip.Kind
      switch slip.kind {
      case .sign: kind = .sign
      case .extraTranspose where slip.part.isEmpty: kind = .extraTranspose
      case .extraTranspose: kind = .missingTranspose
      case .missingTranspose: kind = .extraTranspose
      default: continue
      }
      add(kind, slip.part, slip.edits)
    }
  }
}
