import Diagnostics
import Tensors

// E05: derivatives of functions. E06: equations and ∂.
extension Diagnostic {
  static func derivativeOfValue(_ value: Value) -> OperandFault {
    let phrase = value.phrase
    let isTensor = (value.shape?.rank ?? 0) > 1
    return OperandFault { texts in
      Diagnostic(
        "E0501", "' is the derivative of a function; \(texts.left) is \(phrase)",
        hint: isTensor ? "the transpose is \(texts.left)ᵀ or \(texts.left).T" : "f(x) = …; f'(2)")
    }
  }

  static func gradientOfValue(_ value: Value) -> OperandFault {
    let phrase = value.phrase
    return OperandFault { texts in
      Diagnostic(
        "E0502", "∇ is the gradient of a function; \(texts.left) is \(phrase)",
        hint: "for an equation: ∂\(texts.left)/∂x")
    }
  }

  static func derivativeArguments(_ function: String, _ count: Int) -> Diagnostic {
    Diagnostic(
      "E0503", "a derivative ' is of a function of one number; got \(count) arguments",
      hint: count > 1 ? "∇f(x, y) or grad(f, wrt=\"y\") for functions of several" : "f'(2)")
  }

  static func derivativeArgument(_ function: Function, _ value: Value) -> Diagnostic {
    Diagnostic(
      "E0504",
      "the derivative of \(function.displayName) is taken at a number, not at \(value.phrase)",
      hint: value.isStructure ? "grad(f) takes tuples and records" : nil)
  }

  static func derivativeResult(_ function: Function, _ value: Value) -> Diagnostic {
    Diagnostic(
      "E0505",
      "\(function.displayName) must give a number to have a derivative; it gives \(value.phrase)",
      hint: value.isTruth
        ? "a comparison jumps and has no slope; differentiate what is compared" : nil)
  }

  static func notFunctionOfNumber(
    _ function: Function, _ argument: Value, _ result: Value
  ) -> Diagnostic {
    Diagnostic(
      "E0506",
      "' is for functions from number to number; from \(argument.phrase) \(function.displayName) makes \(result.phrase)",
      hint: result.shape == .scalar ? "∇f gives the gradient" : "jacobian(f) gives all derivatives")
  }

  static func notElementwise(_ function: Function, _ argument: Value) -> Diagnostic {
    Diagnostic(
      "E0508",
      "\(function.displayName) mixes the elements of its argument, so it has no derivative element by element",
      hint: "f'.(x) differentiates at each element; jacobian(f) gives all derivatives")
  }

  static func gradientResult(_ function: Function, _ value: Value) -> Diagnostic {
    Diagnostic(
      "E0509",
      "a gradient is of a number; \(function.displayName) gives \(value.phrase)",
      hint: value.isTruth
        ? "a comparison jumps and has no slope; differentiate what is compared"
        : value.isNumeric
          ? "sum(…) makes a number of it; jacobian(f) gives the derivative of every element"
          : value.isStructure
            ? "take one of its parts, x -> f(x)[1]; jacobian(f) gives the derivatives of all" : nil)
  }

  static func gradientArguments(
    _ function: Function, _ position: Int, _ count: Int
  ) -> Diagnostic {
    let names = function.parameterNames
    guard count > 0, names.indices.contains(position) else {
      return Diagnostic(
        "E0510", "the gradient of \(function.displayName) needs its arguments, got \(count)")
    }
    return Diagnostic(
      "E0510",
      "\(function.displayName) can't be differentiated by \(names[position]), which was not given",
      hint: "pass \(names[position]), even where it has a default")
  }

  static func gradientArgument(_ function: Function, _ position: Int, _ leaf: Value) -> Diagnostic {
    let names = function.parameterNames
    let name = names.indices.contains(position) ? names[position] : "its argument"
    return Diagnostic(
      "E0511",
      "\(function.displayName) can't be differentiated by \(name): it holds \(leaf.phrase)",
      hint: names.count > 1
        ? "derivatives are by numbers and tensors; wrt=\"…\" names the parameters to differentiate by"
        : "derivatives are by numbers and tensors, and tuples and records of them")
  }

  static func ruleForValue(_ value: Value) -> Diagnostic {
    Diagnostic("E0512", "f'(x) = … states the derivative of a function, not of \(value.phrase)")
  }

  static func ruleForBuiltin(_ function: Function) -> Diagnostic {
    let name = function.displayName
    return Diagnostic(
      "E0512",
      "f'(x) = … states the derivative of a function that you wrote; \(name) has its own",
      hint: "wrap it: my_f(x) = \(name)(x); my_f'(x) = …")
  }

  static func ruleParameters(_ function: Function, _ own: Int, stated: Int) -> Diagnostic {
    let name = function.displayName
    let list = function.parameterNames.joined(separator: ", ")
    return Diagnostic(
      "E0513",
      "\(name) has \(own) \(own == 1 ? "parameter" : "parameters"), but its rule has \(stated)",
      hint: "\(name)'(\(list)) = \(own == 1 ? "…" : "(…, …), one derivative for each")")
  }

  static func ruleDefault(_ function: Function, _ parameter: String) -> Diagnostic {
    let name = function.displayName
    return Diagnostic(
      "E0514", "\(parameter) was left to its default, which the rule \(name)' does not have",
      hint: "repeat the default in the rule: \(name)'(…, \(parameter)=…) = …")
  }

  static func rulePartials(_ function: Function, _ stated: Value, _ count: Int) -> Diagnostic {
    Diagnostic(
      "E0515",
      count == 1
        ? "the rule \(function.displayName)' must give a number or tensor; it gives \(stated.phrase)"
        : "the rule \(function.displayName)' must give a tuple of \(count) derivatives; it gives \(stated.phrase)",
      hint: count == 1 ? nil : "one derivative for each parameter, in their order")
  }

  static func ruleStructure(
    _ function: Function, _ argument: Value, _ stated: Value
  ) -> Diagnostic {
    Diagnostic(
      "E0515",
      "the rule \(function.displayName)' must give derivatives in the structure of its argument, \(argument.phrase); it gives \(stated.phrase)",
      hint: "f'(p) = {a: …, b: …}, one derivative for each part")
  }

  static func ruleShape(
    _ function: Function, _ derivative: Value, _ argument: Value, _ value: Value
  ) -> Diagnostic {
    Diagnostic(
      "E0516",
      "the rule \(function.displayName)' gives \(derivative.phrase) for an argument that is \(argument.phrase) and a value that is \(value.phrase)",
      hint:
        "a derivative has the shape of the argument; of a tensor by a tensor it may be the Jacobian, the value's axes and then the argument's"
    )
  }

  static func directionShape(
    _ operation: String, _ what: String, expected: Value, given: Value
  ) -> Diagnostic {
    Diagnostic(
      "E0517", "\(operation): \(what) is \(given.phrase) where \(expected.phrase) is needed",
      hint: "it has the structure and the shapes of what it moves")
  }

  static func divergenceShape(_ function: Function, _ point: Value, _ result: Value) -> Diagnostic {
    Diagnostic(
      "E0518",
      "a divergence is of a function whose result has the shape of its argument; from \(point.phrase) \(function.displayName) makes \(result.phrase)",
      hint: "jacobian(f) gives all derivatives")
  }

  static func checkpointChanged(_ function: Function) -> Diagnostic {
    Diagnostic(
      "E0519",
      "checkpoint: \(function.displayName) did something else when it was run again for its derivative",
      hint: "a checkpointed function must do the same every time")
  }

  static func parameterTwice(_ name: String) -> Diagnostic {
    Diagnostic("E0520", "wrt names \(name) twice", hint: "each parameter once")
  }

  static func parameterPosition(_ position: Int, _ function: Function) -> Diagnostic {
    let names = function.parameterNames
    return Diagnostic(
      "E0520",
      "\(function.displayName) has \(names.count) \(names.count == 1 ? "parameter" : "parameters"), none at position \(position)",
      hint: "wrt takes a position from 1, a name, a tuple of them, or \"all\"")
  }

  /// A discrete function between the argument and the result.
  ///
  /// - Parameters:
  ///   - place: where the derivative was asked for.
  ///   - call: where the function was called.
  static func discretePath(
    _ operation: String, _ reason: String, isOnly: Bool, at place: Place?, _ call: Place?
  ) -> Diagnostic {
    Diagnostic(
      "N0501",
      isOnly
        ? "the gradient is 0: every path goes through \(operation), whose derivative is 0"
        : "\(operation) is on a path to the result; through it the derivative is 0",
      at: place, severity: .note,
      secondary: call.map { [Diagnostic.Label($0, "the derivative of this \(operation) is 0")] }
        ?? [],
      hint: reason)
  }

  /// What `check_grad` found where derivative and differences disagree.
  static func gradientDiffers(
    _ function: Function, _ entry: String, derivative: Double, difference: Double,
    at place: Place?
  ) -> Diagnostic {
    let display = Display(digits: 6)
    return Diagnostic(
      "N0502",
      "worst is \(entry): the derivative of \(function.displayName) by it is \(display.number(derivative)), differences give \(display.number(difference))",
      at: place, severity: .note,
      hint: "a rule of your own is wrong, or the function has a kink or a jump near this point")
  }

  // MARK: Equations

  static func circularEquation(
    _ names: [String], places: [(String, Place)]
  ) -> Diagnostic {
    Diagnostic(
      "E0601", "circular definition: \(names.joined(separator: " → "))",
      at: places.first?.1, label: "\(places.first?.0 ?? "") needs itself",
      secondary: places.dropFirst().map { Diagnostic.Label($0.1, "\($0.0) is on the circle") },
      hint: "give one of them a value with = instead of :=")
  }

  static func equationNotNumeric(_ name: String, _ value: Value) -> Diagnostic {
    Diagnostic(
      "E0602", "\(name) can't be differentiated: it holds \(value.phrase)",
      hint: "derivatives are of numbers and tensors")
  }

  static func partialOfStructure(_ text: String) -> Diagnostic {
    Diagnostic(
      "E0603", "∂ is of a number or tensor; \(text) is a tuple or record",
      hint: "take the derivative of one of its parts: ∂(\(text)[1])/∂x")
  }

  static func partialOfFunction(
    _ name: String, _ variable: String, _ parameters: [String]
  ) -> Diagnostic {
    let isParameter = parameters.contains(variable)
    return Diagnostic(
      "E0604", "\(name) is a function; ∂ is of equations and expressions",
      hint: isParameter
        ? parameters.count == 1 ? "\(name)'" : "grad(\(name), wrt=\"\(variable)\")"
        : "∂(\(name)(…))/∂\(variable) differentiates its value")
  }

  static func partialByValue(_ name: String, _ value: Value) -> Diagnostic {
    Diagnostic(
      "E0605", "∂ is by a number or tensor; \(name) is \(value.phrase)")
  }

  static func higherPartialByTensor(_ name: String) -> Diagnostic {
    Diagnostic(
      "E0606", "higher derivatives with ∂ are by numbers; \(name) is not one",
      hint: "hessian(f) gives second derivatives by a tensor")
  }

  static func jacobianByStructure(_ name: String) -> Diagnostic {
    Diagnostic(
      "E0607", "the derivative of a tensor by \(name), a tuple or record, has no single shape",
      hint: "make the target a number: ∂(sum(…))/∂\(name)")
  }

  /// - Parameter derivative: one that could be explained instead, by the names of the equation.
  static func explainValue(_ value: Value, derivative: String? = nil) -> Diagnostic {
    var hint = "explain \(derivative ?? "∂L/∂W1, explain f'")"
    if case .function(let function) = value, let name = function.name { hint = "explain \(name)'" }
    return Diagnostic("E0610", "explain expands a derivative, not \(value.phrase)", hint: hint)
  }

  static func explainBranches(_ function: Function) -> Diagnostic {
    Diagnostic(
      "E0613", "which way \(function.displayName) goes depends on its argument",
      hint: "explain \(function.displayName)'(2) follows the way that it goes at 2")
  }

  static func partialArguments(at place: Place) -> Diagnostic {
    Diagnostic(
      "E0612", "partial takes a target and the names of variables", at: place,
      hint: "partial(L, W1) is ∂L/∂W1, partial(L, x, y) is ∂²L/∂x∂y")
  }

  static func nothingToDraw(_ target: String) -> Diagnostic {
    Diagnostic(
      "E0614", "\(target) depends on no names, so there is no graph to draw",
      hint: "L := (y - O2)^2; graph(L)")
  }

  static func drawInEquation(_ name: String, equation: String) -> Diagnostic {
    Diagnostic(
      "E0611",
      "the equation \(equation) can't call \(name): it must give the same value every time",
      hint: "draw once with = and use the name")
  }

  /// - Parameter isNumber: the target is a name that `=` gave a number, which keeps no formula.
  static func doesNotDepend(
    _ target: String, _ variable: String, isNumber: Bool, at place: Place
  ) -> Diagnostic {
    Diagnostic(
      "N0601", "\(target) does not depend on \(variable), so the derivative is 0", at: place,
      severity: .note,
      hint: isNumber ? "= kept only the number; \(target) := … keeps the equation" : nil)
  }
}
