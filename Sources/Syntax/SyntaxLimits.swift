/// What the reader of programs refuses, so that no text can exhaust the host.
public enum SyntaxLimits {
  /// Levels of a tree: of brackets, blocks and operators within each other. Everything that walks a
  /// tree may recurse to this depth.
  public static let depth = 500
  /// Diagnostics that are kept for one text; who has more will mend these first.
  public static let diagnostics = 100
  /// Bytes of one text.
  public static let bytes = 256 << 20
}
