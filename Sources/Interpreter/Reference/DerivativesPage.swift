import Graphs
import Tensors

/// The tables of derivatives in a Markdown page: written between `<!-- derivatives:GROUP -->` and
/// `<!-- /derivatives -->`. Each formula is what differentiation makes of the row, simplified and typeset,
/// so that the page can't say what is not so; a rule that is longer than a line is said in mathematical
/// notation (`KnownDerivatives`), which a test compares with the rule.
public enum DerivativesPage {
  /// The page with its tables brought up to date.
  public static func filled(_ page: String) -> String {
    MarkedTables("derivatives").filled(page, table)
  }

  /// The groups that have rows, in the order of the reference.
  public static let groups: [String] = Entry.Group.allCases.filter { !rows($0).isEmpty }
    .map(\.rawValue)

  /// What programs can write; of the internal rows only those that operators stand for.
  private static func rows(_ group: Entry.Group) -> [Graphs.Operation] {
    Catalogue.all.filter { row in
      row.entry.group == group && (!row.entry.isInternal || operators.contains(row.name))
    }
  }

  private static let operators: Set<String> = [
    "add", "subtract", "multiply", "divide", "power", "negate", "maximum", "minimum",
  ]

  private static func table(_ group: Entry.Group) -> String {
    let lines = rows(group).map { row in
      "| \(title(row)) | \(derivative(row)) | \(escaped(row.convention ?? "")) |"
    }
    return MarkedTables.table(["function", "derivative", "at kinks and edges"], lines)
  }

  private static func title(_ row: Graphs.Operation) -> String {
    guard row.entry.isInternal, let sample = Sample(row) else {
      return "`\(escaped(row.entry.signature))`"
    }
    return "`\(escaped(sample.text))`"
  }

  private static func derivative(_ row: Graphs.Operation) -> String {
    switch row.derivative {
    case .zero(let reason): return "0: \(escaped(reason))"
    case .none(let reason): return "none: \(escaped(reason))"
    case .rules: break
    }
    if let known = KnownDerivatives.table[row.name] { return known }
    guard let sample = Sample(row) else { return "by its rule, for the shapes that it takes" }
    let parts = sample.derivatives
    if parts.count == 1, let only = parts.first { return formula(only.latex) }
    return parts.map { "by \($0.name): \(formula($0.latex))" }.joined(separator: "<br>")
  }

  private static func formula(_ latex: String?) -> String {
    guard let latex else { return "0" }
    // A bar would end the cell of the table.
    return "$" + latex.map { $0 == "|" ? "\\vert " : String($0) }.joined() + "$"
  }

  private static func escaped(_ text: String) -> String { MarkedTables.escaped(text) }
}

/// A row applied to named inputs of the first shapes that it takes: numbers for functions of numbers, vectors
/// or matrices for functions of those.
private struct Sample {
  private let graph: Graph
  private let node: NodeID
  private let names: [String]

  init?(_ row: Graphs.Operation) {
    let operands = row.entry.parameters.filter { $0.isOperand }
    let names = operands.flatMap { parameter in
      if case .operands = parameter.kind { ["a", "b"] } else { [parameter.name] }
    }
    let attributes = Attributes(list: row.entry.parameters.compactMap(\.sampleAttribute))
    for shapes in Sample.shapes(names.count, row) {
      var graph = Graph()
      let inputs = zip(names, shapes).map { name, shape in
        let dtype: DType = name == "c" && row === Catalogue.select ? .bool : .f64
        return graph.addInput(NodeType(dtype, Shape(shape)), name: name)
      }
      guard let node = try? graph.add(row, inputs, attributes) else { continue }
      (self.graph, self.node, self.names) = (graph, node, names)
      return
    }
    return nil
  }

  private static func shapes(_ count: Int, _ row: Graphs.Operation) -> [[[Int]]] {
    let single: [[Int]] =
      switch row.entry.group {
      case .linearAlgebra: [[3, 3], [3], []]
      case .reductions, .shape, .losses: [[3], [3, 3], []]
      default: [[], [3], [3, 3]]
      }
    let same = (single + [[1, 1, 4], [1, 1, 4, 4]]).map { [[Int]](repeating: $0, count: count) }
    return same
      + [[[3, 3], [3]], [[1, 2, 5], [3, 2, 2]], [[1, 1, 5, 5], [1, 1, 3, 3]]].filter {
        $0.count == count
      }
  }

  /// The row as it is written.
  var text: String { Typesetter(graph, simplifying: false).unicode(node) }

  /// By each operand; nil where the derivative is zero. The gradient of what is no number is by ȳ.
  var derivatives: [(name: String, latex: String?)] {
    var seeded = graph
    let type = graph[node].type
    let seed =
      type.isNumber ? seeded.addConstant(.number(1)) : seeded.addInput(type, name: "ȳ")
    let primal = seeded.nodes.count
    return zip(names, graph.inputs).compactMap { name, input in
      if graph[input].type.dtype == .bool { return nil }
      guard let (extended, gradients) = try? seeded.reverse(of: node, wrt: [input], seed: seed)
      else { return nil }
      return (name, gradients[0].map { Typesetter(extended, primal: primal).latex($0) })
    }
  }
}

extension Entry.Parameter {
  fileprivate var isOperand: Bool {
    switch kind {
    case .operand, .operands: true
    default: false
    }
  }

  /// The default, or what one would write first.
  fileprivate var sampleAttribute: Attribute? {
    guard case .attribute(let kind) = kind else { return nil }
    if let defaultValue { return defaultValue }
    switch kind {
    case .axis, .newAxis: return .whole(0)
    case .axes: return .wholes([0])
    case .whole: return .whole(2)
    case .wholes: return .wholes([2])
    case .flag: return .flag(false)
    case .number: return .number(0.5)
    case .shape: return .shape(Shape([3]))
    case .text: return .text("ij,jk->ik")
    }
  }
}
