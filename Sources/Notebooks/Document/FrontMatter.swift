/// The YAML between two `---` lines at the head of a notebook.
public struct FrontMatter: Sendable {
  public var title: String?
  public var subtitle: String?
  public var authors: [String] = []
  public var date: String?
  public var lang: String?
  public var description: String?
  /// What is written where the command line does not say.
  public var format: NotebookFormat?
  /// Declared parameters with their defaults, in order.
  public var parameters: [Parameter] = []
  public var execute = Execute()

  /// Settings of the whole run.
  public struct Execute: Sendable {
    public var echo: Bool?
    public var error: CellOptions.Failure?
    /// Seconds for one cell, and for all of them.
    public var timeout: Double?
    public var totalTimeout: Double?
    /// Bytes.
    public var memory: Int?
    public var seed: Double?
    public var cache: Bool?
  }

  public struct Parameter: Sendable {
    public let name: String
    public let value: Value
  }

  /// A parameter's value. Its default's type is the parameter's type.
  public enum Value: Sendable, Equatable {
    case number(Double)
    case bool(Bool)
    case text(String)

    var typeName: String {
      switch self {
      case .number: "a number"
      case .bool: "true or false"
      case .text: "a text"
      }
    }
  }

  public init() {}
}

/// `512`, `64M`, `2 GB`: a number of bytes. nil when it is not one.
public func parseByteCount(_ text: String) -> Int? {
  let word = text.filter { $0 != " " }.lowercased()
  let digits = word.prefix { $0.isNumber || $0 == "." }
  let factors: [String: Double] = [
    "": 1, "b": 1, "k": 1024, "kb": 1024, "kib": 1024, "m": 1_048_576, "mb": 1_048_576,
    "mib": 1_048_576, "g": 1_073_741_824, "gb": 1_073_741_824, "gib": 1_073_741_824,
  ]
  guard let number = Double(digits), let factor = factors[String(word.dropFirst(digits.count))],
    number * factor >= 1, number * factor < 1e18
  else { return nil }
  return Int(number * factor)
}
