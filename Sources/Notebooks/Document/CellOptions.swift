import Diagnostics

/// What the `#| key: value` lines at the head of a cell say. The names are Quarto's.
public struct CellOptions: Sendable {
  public enum Output: String, Sendable, CaseIterable { case shown = "true", hidden = "false", asis }
  /// What a failure of the cell means.
  public enum Failure: String, Sendable, CaseIterable {
    /// The run fails.
    case fails = "false"
    /// It is shown, and the run goes on as if nothing were.
    case allowed = "true"
    /// The cell shows an error on purpose: the run fails if it does not fail.
    case expected
  }

  /// What an exercise whose answer is a value asks for.
  public enum AnswerKind: String, Sendable, CaseIterable {
    /// The value, however it was found.
    case number
    /// A way to it, that is right for other given numbers too.
    case formula
  }

  public var label: String?
  public var eval = true
  public var echo: Bool?
  public var output = Output.shown
  public var error: Failure?
  public var include = true
  public var figCap: String?
  public var figAlt: String?
  /// In pixels.
  public var figWidth: Double?
  public var figHeight: Double?
  /// Seconds.
  public var timeout: Double?
  /// The largest relative difference that `--check` accepts.
  public var tol: Double?
  public var seed: Double?
  public var cache: Bool?
  /// The exercise that the cell belongs to, by the part that it plays in it.
  public var exercise: String?
  public var hint: String?
  public var solution: String?
  public var check: String?
  public var points: Double?
  /// What the exercise asks for; nil leaves it to its check.
  public var answer: AnswerKind?
  /// Names that an answer may not use.
  public var forbid: [String] = []

  public init() {}

  /// The exercise's name, whichever part of it the cell is.
  public var exerciseName: String? { exercise ?? hint ?? solution ?? check }
}

extension CellOptions {
  /// One key: its name, the values it takes (for the error), and how a value is stored. `store` says
  /// whether the value was of the right type.
  struct Row: Sendable {
    let key: String
    let takes: String
    let store: @Sendable (YAML, inout CellOptions) -> Bool
  }

  static let rows: [Row] = [
    text("label", "a name of letters, digits, `-` and `_`", \.label, where: isLabel),
    flag("eval", \.eval),
    optionalFlag("echo", \.echo),
    choice("output", \.output),
    optionalChoice("error", \.error),
    flag("include", \.include),
    text("fig-cap", "a text", \.figCap),
    text("fig-alt", "a text", \.figAlt),
    number("fig-width", "a number of pixels from 50 to 4000", \.figWidth) { 50...4000 ~= $0 },
    number("fig-height", "a number of pixels from 50 to 4000", \.figHeight) { 50...4000 ~= $0 },
    number("timeout", "a number of seconds above 0", \.timeout) { $0 > 0 },
    number("tol", "a number from 0 up", \.tol) { $0 >= 0 },
    number("seed", "a whole number from 0 up", \.seed, where: isSeed),
    optionalFlag("cache", \.cache),
    text("exercise", "the exercise's name", \.exercise, where: isLabel),
    text("hint", "the exercise's name", \.hint, where: isLabel),
    text("solution", "the exercise's name", \.solution, where: isLabel),
    text("check", "the exercise's name", \.check, where: isLabel),
    number("points", "a number from 0 up", \.points) { $0 >= 0 },
    optionalChoice("answer", \.answer),
    Row(key: "forbid", takes: "a list of names, as in `[grad, ∂]`") { value, options in
      let items = value.list ?? [value]
      options.forbid = items.compactMap(\.text)
      return options.forbid.count == items.count
    },
  ]

  static func isLabel(_ text: String) -> Bool {
    !text.isEmpty && text.count <= 100
      && text.utf8.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: "-") }
  }

  static func isSeed(_ value: Double) -> Bool {
    value >= 0 && value < 9_007_199_254_740_992 && value == value.rounded()
  }
}

// MARK: - Kinds of row

extension CellOptions {
  // A key path is immutable and was made from constants; it only lacks the mark.
  private typealias Path<Value> = WritableKeyPath<CellOptions, Value> & Sendable

  private static func flag(_ key: String, _ path: Path<Bool>) -> Row {
    Row(key: key, takes: "true or false") { value, options in
      guard let bool = value.bool else { return false }
      options[keyPath: path] = bool
      return true
    }
  }

  private static func optionalFlag(_ key: String, _ path: Path<Bool?>) -> Row {
    Row(key: key, takes: "true or false") { value, options in
      options[keyPath: path] = value.bool
      return value.bool != nil
    }
  }

  private static func text(
    _ key: String, _ takes: String, _ path: Path<String?>,
    where isValid: @escaping @Sendable (String) -> Bool = { _ in true }
  ) -> Row {
    Row(key: key, takes: takes) { value, options in
      guard let text = value.text, isValid(text) else { return false }
      options[keyPath: path] = text
      return true
    }
  }

  private static func number(
    _ key: String, _ takes: String, _ path: Path<Double?>,
    where isValid: @escaping @Sendable (Double) -> Bool
  ) -> Row {
    Row(key: key, takes: takes) { value, options in
      guard let number = value.number, isValid(number) else { return false }
      options[keyPath: path] = number
      return true
    }
  }

  private static func choice<Value: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    _ key: String, _ path: Path<Value>
  ) -> Row {
    Row(key: key, takes: words(of: Value.self)) { value, options in
      guard let choice = value.text.flatMap(Value.init(rawValue:)) else { return false }
      options[keyPath: path] = choice
      return true
    }
  }

  private static func optionalChoice<
    Value: RawRepresentable<String> & CaseIterable & SendableMetatype
  >(
    _ key: String, _ path: Path<Value?>
  ) -> Row {
    Row(key: key, takes: words(of: Value.self)) { value, options in
      options[keyPath: path] = value.text.flatMap(Value.init(rawValue:))
      return options[keyPath: path] != nil
    }
  }

  private static func words<Value: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    of type: Value.Type
  ) -> String {
    let names = type.allCases.map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }
}
