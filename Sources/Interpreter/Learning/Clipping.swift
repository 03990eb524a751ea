import Diagnostics

/// What one clipping of an optimizer made of all gradients together.
struct Clipping {
  let card: OptimizerCard?
  private let before: [Double]
  private let after: [Double]
  /// The gradients behind it.
  let gradients: [Value]

  init(card: OptimizerCard?, before: [Double], after: [Double], gradients: [Value]) {
    self.card = card
    self.before = before
    self.after = after
    self.gradients = gradients
  }

  var changesAnything: Bool { before != after }

  /// What every gradient was multiplied by; nil where some changed more than others.
  var factor: Double? {
    guard before.count == after.count else { return nil }
    guard let largest = before.indices.max(by: { abs(before[$0]) < abs(before[$1]) }) else {
      return nil
    }
    let factor = after[largest] / before[largest]
    let isUniform = zip(before, after).allSatisfy { old, new in
      abs(old * factor - new) <= 1e-12 * abs(new)
    }
    return isUniform ? factor : nil
  }

  /// `clip_norm: limit = 1; the norm of all gradients is 600, each is multiplied by 0.00167`
  func words(_ display: Display) -> String {
    let title = card?.title(display) ?? "clipping"
    let norm = "the norm of all gradients is \(display.number(Clipping.norm(before)))"
    if !changesAnything { return "\(title); \(norm), nothing changes" }
    if let factor { return "\(title); \(norm), each is multiplied by \(display.number(factor))" }
    let changed = zip(before, after).count { $0 != $1 }
    return "\(title); \(norm), \(changed) of \(before.count) elements change, and it is "
      + display.number(Clipping.norm(after))
  }

  /// Scaled, so that no square overflows.
  private static func norm(_ elements: [Double]) -> Double {
    let largest = elements.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return largest }
    return largest * elements.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
  }
}
