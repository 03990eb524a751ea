import Diagnostics
import Graphs
import Syntax
import Tensors

// `explain ∂L/∂W1`: the chain rule, expanded over the user's own names (LANGUAGE.md, section 7).
extension Machine {
  /// Up to this many paths are written out one by one; beyond it common parts are collected.
  private static let pathLimit = 6.0
  /// Nor is a product over more names than that a line that can be read.
  private static let nameLimit = 20

  func explainPartial(_ info: Code.PartialInfo, _ file: SourceFile) throws -> Value {
    guard info.variables.count == 1, info.variables[0].order == 1 else {
      return .derivation(try higherDerivation(info, file))
    }
    let result = try partial(info, file, isExplained: true)
    let variable = info.variables[0]
    guard let chain = try chain(info) else {
      return .derivation(independentDerivation(info))
    }
    let context = ExplainContext(
      target: chain.target.name, variable: variable.name, fixed: info.heldFixed.map(\.name),
      display: Display(digits: digits))
    return .derivation(try derivation(context, chain, result, crossCheck(info, variable)))
  }

  private func derivation(
    _ context: ExplainContext, _ chain: ChainGraph, _ result: Value, _ check: CrossCheck?
  ) throws -> Derivation {
    let gradient = try slopes(result, chain)
    let delta = try DeltaDerivation(context, chain, self)
    var lines: [Derivation.Line]
    let headline: String
    if Machine.canBeWrittenOut(chain) {
      let paths = try PathDerivation(context, chain, self)
      (headline, lines) = (paths.headline, paths.lines)
      lines.append(
        context.checkLine(product: paths.sum, reverse: gradient[0].plainNumber ?? .nan, check))
    } else {
      (headline, lines) = (delta.headline, try delta.lines())
      lines.append(checkLine(context, delta.gradients(like: gradient), gradient, check))
    }
    if let why = try VanishedGradient(chain, delta.sweep, self).line(context) {
      lines.append(why)
    }
    let calls = try openedCalls(context, chain, delta.sweep)
    return Derivation(headline: headline, lines: lines + calls, code: delta.code)
  }

  static func canBeWrittenOut(_ chain: ChainGraph) -> Bool {
    chain.isScalar && chain.pathCount <= Machine.pathLimit
      && chain.nodes.count <= Machine.nameLimit
  }

  /// The quantities between the target and the variable; nil when there is no path.
  private func chain(_ info: Code.PartialInfo) throws -> ChainGraph? {
    let variable = info.variables[0]
    var finder = ChainFinder(
      self, variable: variable.slot, fixed: Set(info.heldFixed.map(\.slot)))
    if let slot = info.targetSlot, case .equation(let equation) = globals[slot] {
      return try finder.find(
        target: equation.name, lowered(equation), written: equation.sourceText,
        place: equation.place)
    }
    let name = info.targetName ?? info.targetText.inParentheses
    return try finder.find(
      target: name, lower(info.target), written: info.targetText, place: nil)
  }

  /// The derivative by reverse mode, leaf by leaf; a Jacobian summed over the target's axes, as
  /// the δ form does.
  private func slopes(_ result: Value, _ chain: ChainGraph) throws -> [Value] {
    let leaves = result.leaves.map(concrete)
    let rank = chain.target.type.shape.rank
    guard rank > 0, leaves.count == 1, case .tensor(let jacobian) = leaves[0] else { return leaves }
    let axes = Attributes(.wholes(Array(0..<rank)), .flag(false))
    return [try apply(Catalogue.sum, [.tensor(jacobian)], axes)]
  }

  private func independentDerivation(_ info: Code.PartialInfo) -> Derivation {
    let (target, variable) = (info.targetText, info.variables[0].name)
    let headline = "\(Leibniz.text(target, variable)) = 0"
    let reason =
      isPlainName(info)
      ? "= kept only the number; \(target) := … keeps the equation"
      : "no equation leads from one to the other"
    return Derivation(
      headline: headline,
      lines: [
        .formula(text: [headline], latex: "\(Leibniz.latex(target, variable)) = 0"),
        .words("\(target) does not depend on \(variable): \(reason)."),
      ])
  }

  /// The table, reverse mode and a central difference along one direction.
  private func checkLine(
    _ context: ExplainContext, _ table: [Value], _ reverse: [Value], _ check: CrossCheck?
  ) -> Derivation.Line {
    guard let check else { return .words("check: no central difference could be taken") }
    let pairs = zip(table, reverse).flatMap { a, b -> [Double] in
      guard let a = concrete(a).quantity, let b = b.quantity else { return [] }
      return zip(elements(a), elements(b)).map { abs($0 - $1) }
    }
    let byTable = slope(table, along: check.direction)
    if table.count == 1, table[0].plainNumber != nil {
      return context.checkLine(
        product: byTable, reverse: slope(reverse, along: check.direction), check)
    }
    return context.directionalCheck(
      table: byTable, reverse: slope(reverse, along: check.direction), check.slope,
      worst: pairs.max() ?? 0)
  }
}

/// What both forms of a derivation need to know.
struct ExplainContext {
  let target: String
  let variable: String
  let fixed: [String]
  let display: Display

  /// A number; a negative zero, which means nothing to the reader, as 0.
  func number(_ value: Double) -> String { display.number(value == 0 ? 0 : value) }

  var leibniz: String { leibniz(by: variable) }
  var latexLeibniz: String { latexLeibniz(by: variable) }

  /// ∂target by a leaf of the variable.
  func leibniz(by name: String) -> String {
    let held =
      fixed.isEmpty
      ? "" : " | " + (fixed.count == 1 ? fixed[0] : "(\(fixed.joined(separator: ", ")))")
    return Leibniz.text(target, name) + held
  }

  func latexLeibniz(by name: String) -> String {
    let fraction = Leibniz.latex(target, name)
    if fixed.isEmpty { return fraction }
    return "\\left.\(fraction)\\right|_{\(fixed.map(LatexName.latex).joined(separator: ", "))}"
  }

  /// A number as a factor of a product: negative ones in parentheses.
  func factor(_ value: Double) -> String {
    let text = number(value)
    return text.hasPrefix("-") ? "(\(text))" : text
  }

  func latexNumber(_ value: Double) -> String { LatexNumber.latex(number(value)) }

  func latexFactor(_ value: Double) -> String {
    let text = latexNumber(value)
    return text.hasPrefix("-") ? "\\left(\(text)\\right)" : text
  }

  /// The product by hand, reverse mode and a central difference, with the largest disagreement.
  func checkLine(product: Double, reverse: Double, _ check: CrossCheck?) -> Derivation.Line {
    var parts = [
      "chain rule \(number(product))", "reverse mode \(number(reverse))",
    ]
    if let check { parts.append("central difference \(number(check.slope))") }
    let all = [product, reverse] + (check.map { [$0.slope] } ?? [])
    let sides =
      check?.sides.map {
        "; \(variable) is at a kink: slope \(number($0.left)) from the left, \(number($0.right)) from the right"
      } ?? disagreement(all.map { abs($0 - reverse) })
    return .words("check: " + parts.joined(separator: ", ") + sides)
  }

  /// The same for tensors, along a random direction.
  func directionalCheck(
    table: Double, reverse: Double, _ difference: Double, worst: Double
  ) -> Derivation.Line {
    let numbers = [
      ("chain rule", table), ("reverse mode", reverse), ("central difference", difference),
    ]
    let parts = numbers.map { "\($0.0) \(number($0.1))" }
    return .words(
      "check along a random direction: " + parts.joined(separator: ", ")
        + disagreement(numbers.map { abs($0.1 - reverse) } + [worst]))
  }

  /// Several ways to one number.
  func checkLine(parts: [(name: String, value: Double)]) -> Derivation.Line {
    let first = parts.first?.value ?? 0
    let texts = parts.map { "\($0.name) \(number($0.value))" }
    return .words(
      "check: " + texts.joined(separator: ", ") + disagreement(parts.map { abs($0.value - first) }))
  }

  private func disagreement(_ differences: [Double]) -> String {
    guard differences.allSatisfy(\.isFinite) else { return "" }
    return "; they differ by at most \(scientific(differences.max() ?? 0))"
  }

  private func scientific(_ value: Double) -> String {
    value == 0 ? "0" : NumberText.exponent(value, decimals: 0).compactExponent
  }
}

extension String {
  fileprivate var inParentheses: String { hasPrefix("(") && hasSuffix(")") ? self : "(\(self))" }

  /// `3e-12` of `3e-12` or `3e-07`.
  fileprivate var compactExponent: String {
    guard let mark = firstIndex(of: "e"), let exponent = Int(self[index(after: mark)...]) else {
      return self
    }
    return "\(self[..<mark])e\(exponent)"
  }
}

enum LatexNumber {
  /// `1.5e-7` as `1.5\times 10^{-7}`.
  static func latex(_ text: String) -> String {
    if text == "Inf" { return "\\infty" }
    if text == "-Inf" { return "-\\infty" }
    if text == "NaN" { return "\\mathrm{NaN}" }
    guard let mark = text.firstIndex(of: "e") else { return text }
    return "\(text[..<mark])\\times 10^{\(text[text.index(after: mark)...])}"
  }
}
