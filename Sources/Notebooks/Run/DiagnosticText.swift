import Diagnostics

extension Diagnostic {
  /// The diagnostic as a file shows it: plain text without a final line break.
  var plainText: String { TextRenderer(color: false).render(self) }
}
