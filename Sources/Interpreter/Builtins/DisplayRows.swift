import Diagnostics
import Graphs
import Syntax

extension Library {
  static let displayRows: [Builtin] = [
    Builtin(
      "print", .display, [.init("values", .values)],
      "Prints values on one line, strings without quotes.",
      examples: [.init("print(\"x is\", 3)", "x is 3")]
    ) { machine, arguments in
      try machine.forbidInEquation("print")
      let texts = arguments[0].rest.map(machine.printed)
      try machine.output.print(texts.joined(separator: " ") + "\n", machine.budget.limits)
      return .nothing
    },
    Builtin(
      "display", aliases: ["show"], .display, [.init("value", .value)],
      "Shows a value as a cell shows its last one: figures as figures, formulas as formulas."
    ) { machine, arguments in
      try machine.forbidInEquation("display")
      machine.output.show(machine.presentation(of: arguments[0]))
      return .nothing
    },
    Builtin(
      "typeof", .display, [.init("x", .value)], "What kind of value x is, as a string.",
      examples: [.init("typeof(3)", "\"number\""), .init("typeof([1, 2])", "\"tensor\"")]
    ) { _, arguments in .text(arguments[0].kindName) },
    Builtin(
      "digits", .display, [.init("n", .value)],
      "Sets how many significant digits numbers show, 1 to 17; 6 at first."
    ) { machine, arguments in
      let count = try machine.wholeNumber(arguments[0], "the number of digits")
      guard (1...17).contains(count) else {
        throw CatalogueFault.outside(
          operation: "digits", parameter: "n", Double(count), range: "from 1 to 17")
      }
      machine.digits = count
      return .nothing
    },
    Builtin(
      "help", .display, [.init("name", .value)],
      "What the catalogue says of a function, given by itself or by its name as a string."
    ) { machine, arguments in
      switch arguments[0] {
      case .function(let function) where function.name != nil:
        machine.output.showText(Help.text(function.name ?? "") ?? machine.sourceText(function))
      case .string(let name):
        machine.output.showText(Help.text(name.string) ?? "there is no help on \(name.string)")
      default: machine.output.showText("a \(arguments[0].kindName)")
      }
      return .nothing
    },
    Builtin(
      "source", .display, [.init("f", .value)],
      "The text of a function written in Gradus, as a string."
    ) { machine, arguments in
      guard case .function(let function) = arguments[0] else { return .text("") }
      return .text(machine.sourceText(function))
    },
    Builtin(
      "clock", .display, [],
      "Seconds of a clock that only goes forward, for measuring; the output of a cell that reads it is not checked."
    ) { machine, _ in
      machine.usesClock = true
      return .number(monotonicSeconds())
    },
    Builtin(
      "equations", .display, [], "The equations that hold now, as text."
    ) { machine, _ in
      machine.output.show(machine.equationList)
      return .nothing
    },
    Builtin(
      "latex", .display, [.init("x", .value)],
      "A value, a function, a derivation or an optimizer in LaTeX, without dollar signs.",
      examples: [.init("latex(1.5e-7)", "\"1.5\\\\times 10^{-7}\"")]
    ) { machine, arguments in .text(machine.latex(arguments[0])) },
  ]
}

extension Machine {
  /// An equation must give the same value every time it is read.
  func forbidInEquation(_ name: String) throws {
    if let equation = equationsUnderWay.last, reader != nil {
      throw Diagnostic.drawInEquation(name, equation: equation.name)
    }
  }

  /// As `print` writes it: a derivative by its formula, everything else on one line.
  fileprivate func printed(_ value: Value) -> String {
    if case .function(let function) = value, case .derived = function.kind {
      return presentation(of: value).text
    }
    return Display(digits: digits).inline(concrete(value))
  }

  func sourceText(_ function: Function) -> String {
    switch function.kind {
    case .closure(let code, _): code.sourceText
    case .derived(let derived): "the derivative of " + sourceText(derived.base)
    case .operation, .builtin: Help.text(function.name ?? "") ?? ""
    }
  }
}

extension Value {
  /// The arguments that a parameter for all the rest has collected.
  var rest: [Value] {
    if case .tuple(let tuple) = self { tuple.items } else { [self] }
  }
}
