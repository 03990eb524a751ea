import Graphs
import Tensors

/// Numbers, vectors and matrices in LaTeX.
enum LatexValue {
  private static let limit = 8

  static func latex(_ value: Value, _ display: Display) -> String {
    switch value {
    case .traced(let traced): return latex(traced.primal, display)
    case .number(let number): return LatexNumber.latex(display.number(number))
    case .bool(let bool): return "\\text{\(bool)}"
    case .range(let range): return range.tensorIfAllowed.map { matrix($0, display) } ?? ""
    case .tensor(let tensor): return matrix(tensor, display)
    case .tuple(let tuple):
      return "\\left(\(tuple.items.map { latex($0, display) }.joined(separator: ", "))\\right)"
    case .record(let record):
      let fields = zip(record.names, record.values).map {
        "\(LatexName.latex($0)) = \(latex($1, display))"
      }
      return "\\left\\{\(fields.joined(separator: ", "))\\right\\}"
    case .function(let function): return LatexName.latex(function.displayName)
    default: return "\\text{\(display.inline(value).escapedForLatexText)}"
    }
  }

  /// A vector stands as a column.
  private static func matrix(_ tensor: Tensor, _ display: Display) -> String {
    switch tensor.rank {
    case 1:
      return bracket(elided(tensor.shape[0]).map { [cell(tensor, $0, display, "\\vdots")] })
    case 2:
      let columns = tensor.shape[1]
      return bracket(
        elided(tensor.shape[0]).map { row in
          elided(columns).map { column in
            guard let row, let column else {
              return row == nil ? (column == nil ? "\\ddots" : "\\vdots") : "\\cdots"
            }
            return cell(tensor, row * columns + column, display, "")
          }
        })
    default: return "\\text{\(tensor.shape) tensor}"
    }
  }

  private static func cell(
    _ tensor: Tensor, _ index: Int?, _ display: Display, _ dots: String
  ) -> String {
    guard let index else { return dots }
    let text = display.element(tensor, index)
    return tensor.dtype == .bool ? "\\text{\(text)}" : LatexNumber.latex(text)
  }

  private static func bracket(_ rows: [[String]]) -> String {
    let body = rows.map { $0.joined(separator: " & ") }.joined(separator: " \\\\ ")
    return "\\begin{bmatrix} \(body) \\end{bmatrix}"
  }

  /// The positions that are shown; nil stands for those left out.
  private static func elided(_ count: Int) -> [Int?] {
    if count <= limit { return Array(0..<count) }
    let head = limit / 2
    return (0..<head).map { $0 } + [nil] + (count - head + 1..<count).map { $0 }
  }
}

extension String {
  /// For `\text{…}`.
  var escapedForLatexText: String {
    var result = ""
    for character in self {
      switch character {
      case "\\": result += "\\textbackslash{}"
      case "^": result += "\\textasciicircum{}"
      case "~": result += "\\textasciitilde{}"
      case "{", "}", "_", "#", "%", "&", "$": result += "\\\(character)"
      case "\n": result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
