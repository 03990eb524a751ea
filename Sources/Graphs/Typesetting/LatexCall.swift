/// Functions in LaTeX: most as a name with parentheses, some drawn in a way of their own.
enum LatexCall {
  static func text(_ call: Expression.Call) -> String {
    if let drawn = drawing(call) { return drawn }
    return head(call) + LatexWriter.parenthesized(arguments(call))
  }

  /// sin²(x): a whole power of a function whose name can carry it.
  static func power(_ call: Expression.Call, _ exponent: String) -> String? {
    guard powerCarriers.contains(call.name), drawing(call) == nil else { return nil }
    return "\(head(call))^{\(exponent)}" + LatexWriter.parenthesized(arguments(call))
  }

  /// Closed by its own brackets, so that a power can follow.
  static func isAtom(_ call: Expression.Call) -> Bool {
    ["abs", "norm", "floor", "ceil", "zeros", "ones"].contains(call.name) || drawing(call) == nil
  }

  /// Begins with an upright name, which brings its own space.
  static func isNamedFunction(_ call: Expression.Call) -> Bool { drawing(call) == nil }

  private static let powerCarriers: Set<String> = [
    "sin", "cos", "tan", "sinh", "cosh", "tanh", "log", "log2", "log10",
  ]

  private static func head(_ call: Expression.Call) -> String {
    if let latex = call.latex { return latex }
    if call.name.count == 1 { return LatexName.latex(call.name) }
    return "\\operatorname{\(call.name.split(separator: "_").joined(separator: "\\_"))}"
  }

  private static func arguments(_ call: Expression.Call) -> String {
    let keywords = call.keywords.map { "\\text{\(escaped($0.name))}=\(escaped($0.value))" }
    return (call.arguments.map(LatexWriter.text) + keywords).joined(separator: ", ")
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "_", omittingEmptySubsequences: false).joined(separator: "\\_")
  }

  /// Nil for what is written as a name with parentheses.
  private static func drawing(_ call: Expression.Call) -> String? {
    guard call.keywords.isEmpty else { return nil }
    let parts = call.arguments.map(LatexWriter.text)
    switch (call.name, parts.count) {
    case ("sqrt", 1): return "\\sqrt{\(parts[0])}"
    case ("cbrt", 1): return "\\sqrt[3]{\(parts[0])}"
    case ("exp", 1): return "e^{\(parts[0])}"
    case ("exp2", 1): return "2^{\(parts[0])}"
    case ("abs", 1): return "\\left|\(parts[0])\\right|"
    case ("norm", 1): return "\\left\\lVert \(parts[0]) \\right\\rVert"
    case ("floor", 1): return "\\left\\lfloor \(parts[0]) \\right\\rfloor"
    case ("ceil", 1): return "\\left\\lceil \(parts[0]) \\right\\rceil"
    case ("inv", 1): return "\(LatexWriter.operand(call.arguments[0], upTo: 1))^{-1}"
    case ("sum", 1): return "\\sum \(LatexWriter.operand(call.arguments[0], upTo: 4))"
    case ("prod", 1): return "\\prod \(LatexWriter.operand(call.arguments[0], upTo: 2))"
    case ("binomial", 2): return "\\binom{\(parts[0])}{\(parts[1])}"
    case ("zeros", _): return "\\mathbf{0}"
    case ("ones", _): return "\\mathbf{1}"
    case ("where", 3): return cases(parts)
    default: return nil
    }
  }

  private static func cases(_ parts: [String]) -> String {
    "\\begin{cases} \(parts[1]) & \\text{if } \(parts[0]) \\\\ "
      + "\(parts[2]) & \\text{otherwise} \\end{cases}"
  }
}

extension Expression.Call {
  /// Σ and Π, which have no end of their own.
  var isBigOperator: Bool { keywords.isEmpty && ["sum", "prod"].contains(name) }
}
