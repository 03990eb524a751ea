import Graphs

// `latex(x)` and the list of equations.
extension Machine {
  func latex(_ value: Value) -> String {
    let value = concrete(value)
    let display = Display(digits: digits)
    switch value {
    case .derivation(let derivation): return derivation.latex
    case .function(let function):
      if case .derived(let derived) = function.kind {
        return formula(of: derived, name: function.name)?.latex
          ?? LatexName.latex(function.displayName)
      }
      return WrittenFormula.definition(sourceText(function))
        ?? LatexName.latex(function.displayName)
    case .record(let record):
      guard let card = OptimizerCard(record) else { return LatexValue.latex(value, display) }
      return card.latex
    default: return LatexValue.latex(value, display)
    }
  }

  /// The equations that hold now, as formulas.
  var equationList: Presentation {
    let all = equations
    guard !all.isEmpty else { return Presentation(text: "no equations") }
    let text = all.map { "\($0.name) := \($0.sourceText)" }
    let rows = all.map { equation in
      let right =
        WrittenFormula.latex(equation.sourceText)
        ?? "\\text{\(equation.sourceText.escapedForLatexText)}"
      return "\(LatexName.latex(equation.name)) &:= \(right)"
    }
    return Presentation(
      text: text.joined(separator: "\n"),
      blocks: [.math("\\begin{aligned} \(rows.joined(separator: " \\\\ ")) \\end{aligned}")])
  }
}
