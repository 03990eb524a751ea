import Diagnostics
import Syntax
import Tensors

// E04: calls and arguments.
extension Diagnostic {
  static func notCallable(_ value: Value) -> OperandFault {
    let phrase = value.phrase
    let isNumber = value.shape?.rank == 0
    let isTensor = (value.shape?.rank ?? 0) > 0
    return OperandFault { texts in
      var hint: String?
      if isNumber { hint = "\(texts.left)*(…) multiplies" }
      if isTensor { hint = "\(texts.left)[…] takes a part" }
      return Diagnostic(
        "E0401", "\(texts.left) is \(phrase), not a function", hint: hint)
    }
  }

  static func shadowedBuiltin(_ name: String, _ value: Value) -> Diagnostic {
    Diagnostic(
      "E0402", "\(name) is \(value.phrase) here: an assignment hides the function of that name",
      hint: "give the variable another name")
  }

  static func noParameter(_ label: String, _ function: String, _ names: [String]) -> Diagnostic {
    let foreign = ["axis": "dim", "keepdims": "keep", "keepdim": "keep", "axes": "dim"]
    let meant = foreign[label].flatMap { names.contains($0) ? $0 : nil }
    let near = (meant ?? Suggestion.nearest(to: label, among: names)).map { "did you mean \($0)?" }
    return Diagnostic(
      "E0403", "\(function) has no parameter named \(label)",
      hint: near ?? "its parameters are \(names.joined(separator: ", "))")
  }

  static func doubleArgument(_ name: String, _ function: String) -> Diagnostic {
    Diagnostic("E0404", "\(function) got its argument \(name) twice")
  }

  static func missingArgument(
    _ name: String, _ function: String, signature: String? = nil
  ) -> Diagnostic {
    // Python's range(10) is what people mean by it.
    let hint = function == "range" ? "1:n counts from 1 to n; range(a, b)" : signature
    return Diagnostic("E0405", "\(function) needs an argument \(name)", hint: hint)
  }

  static func argumentCount(_ function: String, _ names: [String], given: Int) -> Diagnostic {
    Diagnostic(
      "E0406",
      "\(function) takes \(names.count) \(names.count == 1 ? "argument" : "arguments"), got \(given)",
      hint: "\(function)(\(names.joined(separator: ", ")))")
  }

  static func argumentKind(
    _ name: String, _ function: String, _ expected: String, _ value: Value
  ) -> Diagnostic {
    Diagnostic(
      "E0407", "\(name) of \(function) must be \(expected), not \(value.phrase)",
      hint: function == "minimize" && name == "f"
        ? "of equations it is: minimize L over w using adam(0.1)" : nil)
  }

  static func notWhole(_ what: String, _ value: Value, _ digits: Int) -> Diagnostic {
    let got = value.shape?.rank == 0 ? Display(digits: digits).inline(value) : value.phrase
    return Diagnostic("E0408", "\(what) must be a whole number, not \(got)")
  }

  static func annotatedShape(
    _ function: String, _ parameter: Code.ParameterInfo, _ shape: Shape,
    _ sizes: [String: (size: Int, from: String)]
  ) -> Diagnostic {
    let expected = parameter.shape ?? []
    let bound = expected.compactMap { size -> String? in
      guard case .named(let name) = size, let known = sizes[name.name],
        known.from != parameter.name
      else { return nil }
      return "\(name.name) = \(known.size) (from \(known.from))"
    }
    let with = bound.isEmpty ? "" : " with " + bound.joined(separator: ", ")
    return Diagnostic(
      "E0409",
      "\(function) expects \(parameter.name): [\(expected.map(\.text).joined(separator: ", "))]\(with), got \(shape)"
    )
  }

  static func annotatedKind(
    _ function: String, _ parameter: Code.ParameterInfo, _ value: Value
  ) -> Diagnostic {
    let expected = (parameter.shape ?? []).map(\.text).joined(separator: ", ")
    return Diagnostic(
      "E0410", "\(function) expects \(parameter.name): [\(expected)], got \(value.phrase)")
  }

  static func dottedResult(_ function: Function, _ value: Value) -> Diagnostic {
    Diagnostic(
      "E0411",
      "f.(x) needs a number for each element; \(function.displayName) gives \(value.phrase)",
      hint: "map(f, xs) collects anything")
  }
}

extension ShapeSize {
  var text: String {
    switch self {
    case .named(let identifier): identifier.name
    case .fixed(let size, _): "\(size)"
    case .any: "_"
    }
  }
}
