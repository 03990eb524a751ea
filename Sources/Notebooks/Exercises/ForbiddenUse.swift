import Diagnostics
import Syntax

/// Finds what an answer may not use, in its tree: no spelling of it escapes.
struct ForbiddenUse {
  /// The word of `#| forbid:` that was broken.
  let word: String
  let place: Place

  static func find(_ forbidden: [String], in source: SourceFile) -> ForbiddenUse? {
    var found: [ForbiddenUse] = []
    let statements = Parser.parse(source).statements
    statements.walk(expression: { expression in
      for word in forbidden where expression.uses(word) {
        found.append(ForbiddenUse(word: word, place: Place(source, expression.span)))
      }
    })
    return found.first
  }
}

extension Expression {
  /// `grad` stands for all that differentiates functions, `∂` for all that differentiates equations.
  fileprivate func uses(_ word: String) -> Bool {
    switch kind {
    case .name(let name): name == word || Self.families[word]?.contains(name) == true
    case .gradient: word == "grad" || word == "∇"
    case .derivative: word == "'" || word == "grad"
    case .partial: word == "∂" || word == "partial"
    case .explain: word == "explain" || word == "∂"
    case .minimize: word == "minimize"
    default: false
    }
  }

  private static let families: [String: Set<String>] = [
    "grad": ["value_and_grad", "vjp", "jvp", "jacobian", "hessian", "hvp", "taylor"],
    "∂": ["partial"],
  ]
}
