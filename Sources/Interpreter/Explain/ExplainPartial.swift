import Diagnostics
import Graphs
import Syntax
import Tensors

// `explain ∂L/∂W1`: the chain rule, expanded over the user's own names (LANGUAGE.md, section 7).
extension Machine {
  /// Up to this many paths are written out one by one; beyond it common parts are collected.
  private static let pathLimit = 6.0

  func explainPartial(_ info: Code.PartialInfo, _ file: SourceFile) throws -> Value {
    guard info.variables.count == 1, info.variables[0].order == 1 else {
      throw Diagnostic.explainHigherOrder(info.targetText)
    }
    let result = try partial(info, file)
    let variable = info.variables[0]
    guard let paths = try pathGraph(info) else {
      return .derivation(independentDerivation(info.targetText, variable.name))
    }
    let context = ExplainContext(
      target: paths.nodes[paths.target]?.name ?? info.targetText, variable: variable.name,
      fixed: info.heldFixed.map(\.name), result: concrete(result).plainNumber ?? .nan,
      check: try crossCheck(info, variable), display: Display(digits: digits))
    let derivation =
      paths.pathCount <= Machine.pathLimit
      ? PathDerivation(context, paths).derivation : CollectedDerivation(context, paths).derivation
    return .derivation(derivation)
  }

  /// The steps between the target and the variable; nil when there is no path.
  private func pathGraph(_ info: Code.PartialInfo) throws -> PathGraph? {
    let variable = info.variables[0]
    var finder = PathFinder(
      self, variable: variable.slot, fixed: Set(info.heldFixed.map(\.slot)))
    if let slot = info.targetSlot, case .equation(let equation) = globals[slot] {
      return try finder.find(
        target: slot, name: equation.name, lowered: lowered(equation))
    }
    let name = info.targetName ?? "(\(info.targetText))"
    return try finder.find(target: -1, name: name, lowered: lower(info.target))
  }

  private func independentDerivation(_ target: String, _ variable: String) -> Derivation {
    let headline = "\(Leibniz.text(target, variable)) = 0"
    return Derivation(
      headline: headline,
      lines: [
        .formula(text: [headline], latex: "\(Leibniz.latex(target, variable)) = 0"),
        .words(
          "\(target) does not depend on \(variable): no equation leads from one to the other."),
      ])
  }

  // MARK: The check line

  /// The same derivative by a central difference: the target's system evaluated at x ± h, with the
  /// step h = ε^(1/3)·max(1, |x|) that balances truncation and rounding (Press et al., *Numerical
  /// Recipes*, section 5.7).
  private func crossCheck(
    _ info: Code.PartialInfo, _ variable: Code.PartialInfo.Variable
  ) throws -> Double? {
    let system = try system(for: info.target)
    guard let node = system.nodes[variable.slot]?.first else { return nil }
    let fixed = info.heldFixed.compactMap { system.nodes[$0.slot]?.first }
    var graph = system.graph
    let cut = [node] + fixed
    graph.outputs = system.target + cut
    let inputs = try values(of: system.inputs)
    let now = try graph.evaluate(inputs, self)
    guard let x = now[1].plainNumber else { return nil }
    let step = 6.055454452393343e-06 * max(1, abs(x))
    let held = Array(now.dropFirst(2))
    let high = try graph.evaluate(inputs, cutting: cut, to: [.number(x + step)] + held, self)
    let low = try graph.evaluate(inputs, cutting: cut, to: [.number(x - step)] + held, self)
    guard let above = high.plainNumber, let below = low.plainNumber else { return nil }
    return (above - below) / (2 * step)
  }
}

extension Graph {
  fileprivate func evaluate(_ inputs: [Value], _ machine: Machine) throws -> [Value] {
    try evaluate(inputs: inputs, constant: { Value($0) }) { try machine.apply($0, $1, $2) }
  }

  /// The first output, with some nodes cut off from what they depend on and set to values.
  fileprivate func evaluate(
    _ inputs: [Value], cutting cut: [NodeID], to replacements: [Value], _ machine: Machine
  ) throws -> Value {
    var values: [Value] = []
    values.reserveCapacity(nodes.count)
    for id in nodes.indices {
      if let position = cut.firstIndex(of: id) {
        values.append(replacements[position])
        continue
      }
      switch nodes[id].kind {
      case .input(let number): values.append(inputs[number])
      case .constant(let quantity): values.append(Value(quantity))
      case .operation(let operation, let operands, let attributes):
        values.append(try machine.apply(operation, operands.map { values[$0] }, attributes))
      }
    }
    return values[outputs[0]]
  }
}

/// What both forms of a derivation need to know.
struct ExplainContext {
  let target: String
  let variable: String
  let fixed: [String]
  /// The derivative by reverse mode.
  let result: Double
  /// The derivative by a central difference, where one could be taken.
  let check: Double?
  let display: Display

  var leibniz: String {
    let held =
      fixed.isEmpty
      ? "" : " | " + (fixed.count == 1 ? fixed[0] : "(\(fixed.joined(separator: ", ")))")
    return Leibniz.text(target, variable) + held
  }

  var latexLeibniz: String {
    let fraction = Leibniz.latex(target, variable)
    if fixed.isEmpty { return fraction }
    return "\\left.\(fraction)\\right|_{\(fixed.map(LatexName.latex).joined(separator: ", "))}"
  }

  /// A number as a factor of a product: negative ones in parentheses.
  func factor(_ value: Double) -> String {
    let text = display.number(value)
    return text.hasPrefix("-") ? "(\(text))" : text
  }

  func latexNumber(_ value: Double) -> String { LatexNumber.latex(display.number(value)) }

  func latexFactor(_ value: Double) -> String {
    let text = latexNumber(value)
    return text.hasPrefix("-") ? "\\left(\(text)\\right)" : text
  }

  /// The product by hand, reverse mode and a central difference, with the largest disagreement.
  func checkLine(product: Double) -> Derivation.Line {
    var parts = [
      "chain rule \(display.number(product))", "reverse mode \(display.number(result))",
    ]
    if let check { parts.append("central difference \(display.number(check))") }
    let all = [product, result] + (check.map { [$0] } ?? [])
    let worst = all.map { abs($0 - result) }.max() ?? 0
    let word = all.contains { !$0.isFinite } ? "" : "; they differ by at most \(scientific(worst))"
    return .words("check: " + parts.joined(separator: ", ") + word)
  }

  private func scientific(_ value: Double) -> String {
    value == 0 ? "0" : NumberText.exponent(value, decimals: 0).compactExponent
  }
}

extension String {
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
