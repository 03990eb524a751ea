import Graphs
import Tensors

/// One factor of the chain rule: the direct derivative of one equation by one name on its right side.
struct Factor {
  let equation: String
  let variable: String
  /// The other names on the right side that depend on the variable themselves. They are held fixed by
  /// this factor, and it is written `∂z/∂x | y` to say so.
  let heldFixed: [String]
  let formula: String
  let latexFormula: String
  let value: Double

  /// `∂L/∂O2`, with `| y` where other names are held fixed.
  var name: String {
    let fixed = heldFixed.isEmpty ? "" : " | " + list(heldFixed)
    return "∂\(equation)/∂\(variable)\(fixed)"
  }

  var latexName: String {
    let fraction = Leibniz.latex(equation, variable)
    if heldFixed.isEmpty { return fraction }
    let fixed = heldFixed.map(LatexName.latex).joined(separator: ", ")
    return "\\left.\(fraction)\\right|_{\(fixed)}"
  }

  private func list(_ names: [String]) -> String {
    names.count == 1 ? names[0] : "(" + names.joined(separator: ", ") + ")"
  }
}

/// Leibniz's notation.
enum Leibniz {
  static func text(_ target: String, _ variable: String) -> String { "∂\(target)/∂\(variable)" }

  static func latex(_ target: String, _ variable: String) -> String {
    "\\frac{\\partial \(latexTarget(target))}{\\partial \(LatexName.latex(variable))}"
  }

  /// A target that is an expression is set in parentheses as it was written.
  private static func latexTarget(_ target: String) -> String {
    target.hasPrefix("(") ? "\\mathtt{\(target.escapedForLatex)}" : LatexName.latex(target)
  }
}

extension String {
  var escapedForLatex: String {
    var result = ""
    for character in self {
      switch character {
      case "\\": result += "\\backslash "
      case "{", "}", "_", "^", "#", "%", "&", "$", "~": result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }
}
