import Graphs
import Plotting
import Tensors

extension Machine {
  /// A value in all the forms that it offers.
  func presentation(of value: Value) -> Presentation {
    let value = concrete(value)
    switch value {
    case .figure(let box):
      return Presentation(text: "[\(box.figure.description)]", figure: box.figure)
    case .derivation(let derivation):
      return Presentation(
        text: derivation.text, blocks: derivation.blocks, code: derivation.code)
    case .function(let function): return functionPresentation(function)
    case .run(let run): return run.presentation(Display(digits: digits))
    case .record(let record):
      if let card = OptimizerCard(record) { return card.presentation(Display(digits: digits)) }
      return Presentation(text: Display(digits: digits).block(value))
    default: return Presentation(text: Display(digits: digits).block(value))
    }
  }

  /// A value within a line of prose: strings without quotes.
  func inlinePresentation(of value: Value) -> Presentation {
    let value = concrete(value)
    if case .string(let text) = value { return Presentation(text: text.string) }
    return Presentation(text: Display(digits: digits).inline(value))
  }

  /// A derivative shows its formula, a function its definition.
  private func functionPresentation(_ function: Function) -> Presentation {
    if case .derived(let derived) = function.kind,
      let formula = formula(of: derived, name: function.name)
    {
      return Presentation(text: formula.text, latex: formula.latex)
    }
    if case .closure = function.kind { return Presentation(text: sourceText(function)) }
    return Presentation(text: Display(digits: digits).signature(function))
  }
}
