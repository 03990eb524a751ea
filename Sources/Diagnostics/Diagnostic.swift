/// One thing to tell the user: what rule was broken, where, and what to do about it.
///
/// A diagnostic is a plain value. The layer that finds a fault makes it; renderers turn it into text,
/// ANSI, JSON or HTML; nothing in between interprets it.
public struct Diagnostic: Error, Sendable {
  public enum Severity: String, Sendable {
    case error, warning, note
  }

  /// A span with a word about it.
  public struct Label: Sendable {
    public let place: Place
    public let text: String

    public init(_ place: Place, _ text: String = "") {
      self.place = place
      self.text = text
    }
  }

  /// A call that was under way: the function's name and where it was called.
  public struct Call: Sendable {
    public let function: String
    public let place: Place

    public init(function: String, place: Place) {
      self.function = function
      self.place = place
    }
  }

  /// `E0123`: stable, documented by `gradus explain-error`.
  public var code: String
  public var severity: Severity
  /// One line, in the user's own names and shapes.
  public var message: String
  public var primary: Label?
  public var secondary: [Label]
  public var hint: String?
  /// The calls that led here, innermost first.
  public var calls: [Call]

  public init(
    _ code: String, _ message: String, at place: Place? = nil, label: String = "",
    severity: Severity = .error, secondary: [Label] = [], hint: String? = nil, calls: [Call] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.primary = place.map { Label($0, label) }
    self.secondary = secondary
    self.hint = hint
    self.calls = calls
  }
}
