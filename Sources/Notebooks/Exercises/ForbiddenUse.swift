import Diagnostics
import Syntax

/// Finds what an answer may not use, in its tree: no spelling of it escapes.
struct ForbiddenUse {
  /// The word of `#| forbid:` that was broken.
  let word: String
  let place: Place

  /// - Parameter defined: names that the lesson defines. A derivative of the library's own functions,
  ///   `σ'(z)`, is no more than their formula.
  static func find(
    _ forbidden: [String], in source: SourceFile, defined: Set<String>
  ) -> ForbiddenUse? {
    var found: [ForbiddenUse] = []
    let statements = Parser.parse(source).statements
    let known = defined.union(Outline(statements).assigned).union(statements.parameterNames)
    statements.walk(expression: { expression in
      for word in forbidden where expression.uses(word, known) {
        found.append(ForbiddenUse(word: word, place: Place(source, expression.span)))
      }
    })
    return found.first
  }
}

extension [Statement] {
  /// The parameters of all functions in them: each may stand for anything.
  fileprivate var parameterNames: [String] {
    var names: [String] = []
    walk(
      statement: { statement in
        if case .function(let definition) = statement.kind {
          names += definition.parameters.map(\.name.name)
        }
      },
      expression: { expression in
        if case .lambda(let parameters, _) = expression.kind {
          names += parameters.map(\.name.name)
        }
      })
    return names
  }
}

extension Expression {
  /// `grad` stands for all that differentiates functions, `∂` for all that differentiates equations.
  fileprivate func uses(_ word: String, _ defined: Set<String>) -> Bool {
    switch kind {
    case .name(let name): name == word || Self.families[word]?.contains(name) == true
    case .gradient: word == "grad" || word == "∇"
    case .derivative(let function, _):
      word == "'" || word == "grad" && !function.isLibraryName(defined)
    case .partial: word == "∂" || word == "partial"
    case .explain: word == "explain" || word == "∂"
    case .minimize: word == "minimize"
    default: false
    }
  }

  private func isLibraryName(_ defined: Set<String>) -> Bool {
    if case .name(let name) = kind { !defined.contains(name) } else { false }
  }

  private static let families: [String: Set<String>] = [
    "grad": ["value_and_grad", "vjp", "jvp", "jacobian", "hessian", "hvp", "taylor"],
    "∂": ["partial"],
  ]
}
