import Diagnostics

/// A mistake that people make with derivatives, made on purpose in a right solution: whoever gives the
/// same answer has probably made the same mistake.
struct Slip: Sendable {
  enum Kind: Sendable {
    case factor, sign, missingTranspose, extraTranspose, path, overwritten, average, activation
    case learningRate
  }

  struct Edit: Sendable {
    let span: Span
    let text: String
  }

  let kind: Kind
  /// The part of the solution that it is about, as it was written.
  private(set) var part: String
  let edits: [Edit]

  init(_ kind: Kind, _ part: String, _ edits: [Edit]) {
    self.kind = kind
    self.part = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    self.edits = edits
  }

  /// The same with `∂L/∂O2` where its part says `δ_O2`.
  func naming(_ names: [(short: String, long: String)]) -> Slip {
    var slip = self
    for name in names { slip.part = slip.part.replacing(name.short, with: name.long) }
    return slip
  }

  /// What is said to whoever made it, behind "your answer matches the right one …".
  var description: String {
    switch kind {
    case .factor: "without the factor `\(part)`"
    case .sign where part.isEmpty: "with the opposite sign"
    case .sign: "with the sign of `\(part)` turned round"
    case .missingTranspose: "without the transpose of `\(part)`"
    case .extraTranspose where part.isEmpty: "transposed"
    case .extraTranspose: "with `\(part)` transposed, which it should not be"
    case .path: "without the term `\(part)` (a path is forgotten?)"
    case .overwritten: "with `\(part)` overwritten where it should be added to"
    case .average: "without dividing by the number of examples (`\(part)`)"
    case .activation:
      "with the derivative taken at the activation `\(part)` instead of at the sum before it"
    case .learningRate: "without the learning rate `\(part)`"
    }
  }

  /// The text of a solution with the mistake in it.
  func made(in source: SourceFile) -> String {
    var bytes = source.bytes
    for edit in edits.sorted(by: { $0.span.start > $1.span.start }) {
      let upper = min(max(edit.span.end, edit.span.start), bytes.count)
      bytes.replaceSubrange(min(edit.span.start, upper)..<upper, with: Array(edit.text.utf8))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
