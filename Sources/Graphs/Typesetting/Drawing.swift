/// A formula under construction from outside: what a user wrote, for LaTeX.
public struct Drawing {
  private let expression: Expression

  private init(_ expression: Expression) { self.expression = expression }

  public var latex: String { LatexWriter.text(expression) }
  /// In parentheses unless it is a name or a number.
  public var grouped: String { LatexWriter.operand(expression, upTo: 1) }

  public static func number(_ value: Double) -> Drawing { Drawing(.number(value)) }
  public static func name(_ name: String) -> Drawing { Drawing(.name(name)) }
  public static func negative(_ value: Drawing) -> Drawing { Drawing(.negative(value.expression)) }

  /// Source text that has no form of its own in mathematics.
  public static func verbatim(_ text: String) -> Drawing { raw("\\mathtt{\(typewriter(text))}") }

  /// LaTeX that stands for itself.
  public static func raw(_ latex: String) -> Drawing { Drawing(.raw(latex)) }

  public static func sum(_ left: Drawing, isNegative: Bool, _ right: Drawing) -> Drawing {
    var terms: [Expression.Term]
    if case .sum(let known) = left.expression {
      terms = known
    } else {
      terms = [.init(isNegative: false, isDotted: false, value: left.expression)]
    }
    terms.append(.init(isNegative: isNegative, isDotted: false, value: right.expression))
    return Drawing(.sum(terms))
  }

  public static func product(_ left: Drawing, isElementwise: Bool, _ right: Drawing) -> Drawing {
    var factors: [Expression.Factor]
    if case .product(let known) = left.expression {
      factors = known
    } else {
      factors = [.init(isElementwise: false, value: left.expression)]
    }
    factors.append(.init(isElementwise: isElementwise, value: right.expression))
    return Drawing(.product(factors))
  }

  public static func quotient(
    _ above: Drawing, _ below: Drawing, isElementwise: Bool
  ) -> Drawing {
    Drawing(.quotient(above.expression, below.expression, isElementwise: isElementwise))
  }

  public static func power(_ base: Drawing, _ exponent: Drawing, isElementwise: Bool) -> Drawing {
    Drawing(.power(base.expression, exponent.expression, isElementwise: isElementwise))
  }

  public static func infix(
    _ sign: String, level: Int, _ left: Drawing, _ right: Drawing
  ) -> Drawing {
    Drawing(
      .infix(
        .init(
          text: sign, latex: sign, level: level, left: left.expression, right: right.expression)))
  }

  public static func postfix(_ value: Drawing, _ sign: String) -> Drawing {
    Drawing(.postfix(text: sign, latex: sign, value.expression))
  }

  public static func subscripted(_ value: Drawing, _ index: String) -> Drawing {
    Drawing(.postfix(text: "", latex: "_{\(index)}", value.expression))
  }

  /// A call of a function of the catalogue, by its notation, or of any other.
  public static func call(_ name: String, _ arguments: [Drawing]) -> Drawing {
    let parts = arguments.map(\.expression)
    let operation = Catalogue.byName[name]
    if case .infix(let sign, let latex, let level)? = operation?.notation, parts.count == 2 {
      return Drawing(
        .infix(.init(text: sign, latex: latex, level: level, left: parts[0], right: parts[1])))
    }
    if let operation, case .call(let latex) = operation.notation {
      let shown = name == "sigmoid" ? "σ" : operation.name
      return Drawing(.call(.init(name: shown, latex: latex, arguments: parts)))
    }
    let known = operation.map { $0.name } ?? name
    let latex = operation == nil ? LatexName.latex(name) : nil
    return Drawing(.call(.init(name: known, latex: latex, arguments: parts)))
  }

  /// How a function's name is set before its parentheses.
  public static func head(_ name: String) -> String {
    if case .call(let latex?)? = Catalogue.byName[name]?.notation { return latex }
    if Catalogue.byName[name] == nil { return LatexName.latex(name) }
    return "\\operatorname{\(name.split(separator: "_").joined(separator: "\\_"))}"
  }

  private static func typewriter(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\backslash "
      case "{", "}", "_", "#", "%", "&", "$": result += "\\\(character)"
      case "^": result += "\\hat{\\ }"
      case "~": result += "{\\sim}"
      case " ", "\n": result += "\\ "
      default: result.append(character)
      }
    }
    return result
  }
}
