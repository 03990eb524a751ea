import Diagnostics
import Graphs

// `explain ∂²f/∂x∂y`: one derivative after the other, each written out over the variables.
extension Machine {
  func higherDerivation(_ info: Code.PartialInfo, _ file: SourceFile) throws -> Derivation {
    let result = concrete(try partial(info, file)).plainNumber ?? .nan
    let system = try system(for: info.target)
    let fixed = Set(info.heldFixed.flatMap { system.nodes[$0.slot] ?? [] })
    let context = ExplainContext(
      target: info.targetName ?? info.targetText, variable: "", fixed: info.heldFixed.map(\.name),
      display: Display(digits: digits))
    var (graph, node) = (system.graph, system.target[0])
    var lines: [Derivation.Line] = []
    var taken: [String] = []
    let steps = info.variables.flatMap {
      [Code.PartialInfo.Variable](repeating: $0, count: $0.order)
    }
    for variable in steps {
      guard let wrt = system.nodes[variable.slot] else { continue }
      let primal = graph.nodes.count
      let (extended, gradients) = try graph.reverse(
        of: node, wrt: wrt, fixed: fixed.subtracting(wrt))
      graph = extended
      node = gradients[0] ?? graph.addZero(.number)
      graph.outputs = [node]
      taken.append(variable.name)
      let writer = Typesetter(graph, primal: primal, expandNamed: true)
      let (text, latex) = context.higherLeibniz(taken)
      let isLast = taken.count == steps.count
      let value = isLast ? " = \(context.number(result))" : ""
      let latexValue = isLast ? " = \(context.latexNumber(result))" : ""
      lines.append(
        .formula(
          text: ["\(text) = \(writer.unicode(node))\(value)"],
          latex: "\(latex) = \(writer.latex(node))\(latexValue)"))
    }
    lines.append(try higherCheck(info, context, result, file))
    return Derivation(headline: context.higherLeibniz(taken).text, lines: lines)
  }

  /// The last derivative by a central difference of the one before.
  private func higherCheck(
    _ info: Code.PartialInfo, _ context: ExplainContext, _ result: Double, _ file: SourceFile
  ) throws -> Derivation.Line {
    guard let last = info.variables.last, !isEquation(last.slot),
      let x = concrete(try readPlain(last.slot)).plainNumber
    else { return context.checkLine(parts: [("reverse mode", result)]) }
    var lower = info.variables
    lower.removeLast()
    if last.order > 1 {
      lower.append(.init(name: last.name, slot: last.slot, order: last.order - 1, span: last.span))
    }
    let before = Code.PartialInfo(
      target: info.target, targetName: info.targetName, targetSlot: info.targetSlot,
      targetText: info.targetText, variables: lower, heldFixed: info.heldFixed)
    let old = globals[last.slot]
    defer { setGlobal(last.slot, old) }
    let step = 6.055454452393343e-06 * max(1, abs(x))
    func slope(_ x: Double) throws -> Double {
      setGlobal(last.slot, .number(x))
      return concrete(try partial(before, file)).plainNumber ?? .nan
    }
    let difference = (try slope(x + step) - slope(x - step)) / (2 * step)
    return context.checkLine(
      parts: [("reverse mode", result), ("central difference of the one before", difference)])
  }

  private func isEquation(_ slot: Int) -> Bool {
    if case .equation = globals[slot] { true } else { false }
  }
}

extension ExplainContext {
  /// `∂²f/∂x∂y` of the variables taken so far, in that order.
  fileprivate func higherLeibniz(_ names: [String]) -> (text: String, latex: String) {
    if names.count < 2 {
      return (leibniz(by: names.first ?? ""), latexLeibniz(by: names.first ?? ""))
    }
    let order = "\(names.count)".map { Character(superscripts[$0] ?? "\($0)") }
    var groups: [(name: String, count: Int)] = []
    for name in names {
      if groups.last?.name == name {
        groups[groups.count - 1].count += 1
      } else {
        groups.append((name, 1))
      }
    }
    let below = groups.map { name, count in
      "∂\(name)" + (count > 1 ? "\(count)".map { superscripts[$0] ?? "" }.joined() : "")
    }
    let latexBelow = groups.map { name, count in
      "\\partial \(LatexName.latex(name))" + (count > 1 ? "^{\(count)}" : "")
    }
    let above =
      target.hasPrefix("(") ? WrittenFormula.latex(target) ?? target : LatexName.latex(target)
    return (
      "∂\(String(order))\(target)/\(below.joined())",
      "\\frac{\\partial^{\(names.count)} \(above)}{\(latexBelow.joined(separator: "\\,"))}"
    )
  }

  private var superscripts: [Character: String] {
    [
      "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
      "9": "⁹",
    ]
  }
}
