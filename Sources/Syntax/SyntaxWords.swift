/// The words and signs of the language, for highlighters and completion.
public enum SyntaxWords {
  public static let keywords: [String] = Keyword.allCases.map(\.rawValue)
  /// Words only within `minimize` and `import`.
  public static let contextual = ["over", "using", "until", "as"]
  public static let operators: [String] =
    BinaryOperator.allCases.map(\.rawValue) + [
      "==", "!=", "<", "<=", ">", ">=", "≈", "√", "'", "ᵀ",
    ]
  public static let constants = ["true", "false", "nothing", "π", "pi", "ℯ", "Inf", "NaN"]
}
