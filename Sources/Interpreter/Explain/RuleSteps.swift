import Graphs

/// Formulas of the nodes of one graph: as they were written, and their derivatives simplified.
struct FormulaText {
  let graph: Graph
  let variable: NodeID
  let name: String
  let depends: [Bool]
  private let written: Typesetter

  init(_ graph: Graph, by variable: NodeID, name: String) {
    self.graph = graph
    self.variable = variable
    self.name = name
    depends = graph.dependents(on: [variable])
    written = Typesetter(graph, simplifying: false)
  }

  func text(_ node: NodeID) -> String { written.unicode(node) }
  func latex(_ node: NodeID) -> String { written.latex(node) }

  /// `d/dx sin(x)`; sums and products in parentheses.
  func derivativeSign(_ node: NodeID) -> Derivation.Cell {
    let isPlain = graph[node].operation == nil || text(node).hasSuffix(")") && !isCompound(node)
    let latexInner = isPlain ? latex(node) : "\\left(\(latex(node))\\right)"
    return .math(
      "d/d\(name) " + (isPlain ? text(node) : "(\(text(node)))"),
      "\\frac{d}{d\(LatexName.latex(name))} \(latexInner)")
  }

  private func isCompound(_ node: NodeID) -> Bool {
    let infix = ["add", "subtract", "multiply", "divide", "negate", "power"]
    return infix.contains(graph[node].operation?.name ?? "")
  }

  /// ∂node/∂other, simplified; nil when there is no dependence.
  func derivative(_ node: NodeID, by other: NodeID) throws -> Derivation.Cell? {
    var (extended, gradients) = try graph.reverse(of: node, wrt: [other])
    guard let gradient = gradients[0] else { return nil }
    extended.outputs = [gradient]
    let writer = Typesetter(extended, primal: graph.nodes.count)
    return .math(writer.unicode(gradient), writer.latex(gradient))
  }
}

/// One step for each operation that depends on the variable, the steps of its operands within it.
struct StepBuilder {
  private let formulas: FormulaText
  private let graph: Graph
  /// Beyond it a step says its result only.
  private static let depthLimit = 24

  init(_ formulas: FormulaText) {
    self.formulas = formulas
    graph = formulas.graph
  }

  /// nil for the variable itself and for constants, whose derivatives need no step.
  func step(_ node: NodeID, depth: Int = 0) throws -> Derivation.Line? {
    guard formulas.depends[node], node != formulas.variable,
      case .operation(let operation, let operands, _) = graph[node].kind,
      let result = try formulas.derivative(node, by: formulas.variable)
    else { return nil }
    let active = operands.filter { formulas.depends[$0] }
    let rule = try self.rule(operation, operands)
    let sign = formulas.derivativeSign(node)
    var texts = [sign.text]
    var latex = [sign.latex ?? ""]
    if let applied = try applied(operation, node, operands) {
      texts.append(applied.text)
      latex.append(applied.latex ?? "")
    }
    if texts.last != result.text {
      texts.append(result.text)
      latex.append(result.latex ?? "")
    }
    var seen: Set<NodeID> = []
    let inner =
      depth < StepBuilder.depthLimit
      ? try active.filter { seen.insert($0).inserted }.compactMap { try step($0, depth: depth + 1) }
      : []
    return .steps(
      rule: rule.name, general: .math(rule.text, rule.latex),
      formula: .math(texts.joined(separator: " = "), latex.joined(separator: " = ")), inner)
  }

  private func rule(_ operation: Operation, _ operands: [NodeID]) throws -> DerivativeRule {
    let isActive = operands.map { formulas.depends[$0] }
    let isVariable = operands.first == formulas.variable
    switch operation.name {
    case "add": return .sum
    case "subtract": return .difference
    case "negate": return .constantFactor
    case "multiply": return isActive == [true, true] ? .product : .constantFactor
    case "divide": return isActive[1] ? .quotient : .constantFactor
    case "square": return isVariable ? .power : .chainedPower
    case "power":
      if isActive == [true, true] { return .generalPower }
      if isActive[1] { return .exponential }
      return isVariable ? .power : .chainedPower
    default: return try functionRule(operation, operands)
    }
  }

  /// σ'(x) = …, or the chain rule through the function.
  private func functionRule(
    _ operation: Operation, _ operands: [NodeID]
  ) throws -> DerivativeRule {
    guard operands.count == 1 else {
      return DerivativeRule(
        "chain rule of \(operation.name)", "every operand adds its part",
        "\\text{every operand adds its part}")
    }
    let isVariable = operands[0] == formulas.variable
    let name = isVariable ? formulas.name : "u"
    var local = Graph()
    let input = local.addInput(graph[operands[0]].type, name: name)
    let output = try local.add(operation, [input])
    let writer = FormulaText(local, by: input, name: name)
    guard let derivative = try writer.derivative(output, by: input) else {
      return DerivativeRule("constant", "c' = 0", "c' = 0")
    }
    let (text, latex) = (writer.text(output), writer.latex(output))
    if isVariable {
      return DerivativeRule(
        "derivative of \(operation.name)", "\(text)' = \(derivative.text)",
        "\\left(\(latex)\\right)' = \(derivative.latex ?? "")")
    }
    return DerivativeRule(
      "chain rule", "\(text)' = \(factor(derivative.text))*u'",
      "\\left(\(latex)\\right)' = \(latexFactor(derivative)) \\cdot u'")
  }

  /// The rule with the operands in place, before anything is worked out further; nil where that would
  /// only repeat the result.
  private func applied(
    _ operation: Operation, _ node: NodeID, _ operands: [NodeID]
  ) throws -> Derivation.Cell? {
    let isActive = operands.map { formulas.depends[$0] }
    switch operation.name {
    case "add", "subtract":
      let sign = operation.name == "add" ? "+" : "-"
      let parts = operands.enumerated().map { isActive[$0] ? formulas.derivativeSign($1) : zero }
      return .math(
        "\(parts[0].text) \(sign) \(parts[1].text)",
        "\(parts[0].latex ?? "") \(sign) \(parts[1].latex ?? "")")
    case "negate": return prefixed("-", formulas.derivativeSign(operands[0]))
    case "multiply" where isActive == [true, true]: return product(operands)
    case "divide" where isActive[1]: return quotient(operands, isActive)
    default: return try chained(node, operands.filter { formulas.depends[$0] })
    }
  }

  private var zero: Derivation.Cell { .math("0", "0") }

  private func prefixed(_ sign: String, _ cell: Derivation.Cell) -> Derivation.Cell {
    .math(sign + cell.text, sign + (cell.latex ?? ""))
  }

  private func product(_ operands: [NodeID]) -> Derivation.Cell {
    let (u, v) = (operands[0], operands[1])
    let (du, dv) = (formulas.derivativeSign(u), formulas.derivativeSign(v))
    return .math(
      "(\(du.text))*\(factor(formulas.text(v))) + \(factor(formulas.text(u)))*(\(dv.text))",
      "\\left(\(du.latex ?? "")\\right) \\left(\(formulas.latex(v))\\right) + "
        + "\\left(\(formulas.latex(u))\\right) \\left(\(dv.latex ?? "")\\right)")
  }

  private func quotient(_ operands: [NodeID], _ isActive: [Bool]) -> Derivation.Cell {
    let (u, v) = (operands[0], operands[1])
    let du = isActive[0] ? formulas.derivativeSign(u) : zero
    let dv = formulas.derivativeSign(v)
    let (tu, tv) = (factor(formulas.text(u)), factor(formulas.text(v)))
    return .math(
      "((\(du.text))*\(tv) - \(tu)*(\(dv.text)))/\(tv)^2",
      "\\frac{\\left(\(du.latex ?? "")\\right) \\left(\(formulas.latex(v))\\right) - "
        + "\\left(\(formulas.latex(u))\\right) \\left(\(dv.latex ?? "")\\right)}"
        + "{\\left(\(formulas.latex(v))\\right)^{2}}")
  }

  /// Σ ∂node/∂operand ⋅ d/dx operand; nothing where the operand is the variable itself.
  private func chained(_ node: NodeID, _ active: [NodeID]) throws -> Derivation.Cell? {
    var seen: Set<NodeID> = []
    let operands = active.filter { seen.insert($0).inserted }
    if operands == [formulas.variable] { return nil }
    let terms = try operands.compactMap { operand -> Derivation.Cell? in
      guard let local = try formulas.derivative(node, by: operand) else { return nil }
      if operand == formulas.variable { return local }
      let inner = formulas.derivativeSign(operand)
      return .math(
        "\(factor(local.text)) ⋅ \(inner.text)", "\(latexFactor(local)) \\cdot \(inner.latex ?? "")"
      )
    }
    return .math(
      terms.map(\.text).joined(separator: " + "),
      terms.compactMap(\.latex).joined(separator: " + "))
  }

  /// A sum within a product needs parentheses.
  private func factor(_ text: String) -> String {
    isSum(text) ? "(\(text))" : text
  }

  private func latexFactor(_ cell: Derivation.Cell) -> String {
    let latex = cell.latex ?? ""
    return isSum(cell.text) ? "\\left(\(latex)\\right)" : latex
  }

  private func isSum(_ text: String) -> Bool {
    var depth = 0
    for (index, character) in text.enumerated() {
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      if depth == 0, character == "+" || character == "-", index > 0 || character == "-" {
        return true
      }
    }
    return false
  }
}
