/// Writes the nodes of a graph as formulas: in the language's own syntax, and in LaTeX.
public struct Typesetter {
  private let graph: Graph
  private let primal: Int?
  private let isSimplifying: Bool
  private let expandsNames: Bool

  /// - Parameters:
  ///   - primal: how many nodes the user wrote, as in `Formula.init(of:in:)`.
  ///   - simplifying: false draws the nodes as they are.
  ///   - expandNamed: write out named operations below the node that is asked for.
  public init(
    _ graph: Graph, primal: Int? = nil, simplifying: Bool = true, expandNamed: Bool = false
  ) {
    self.graph = graph
    self.primal = primal
    isSimplifying = simplifying
    expandsNames = expandNamed
  }

  /// `2*x*cos(x^2)`; can be typed back in. A formula that is too long to read ends in `…`.
  public func unicode(_ node: NodeID) -> String { UnicodeWriter.text(expression(node)) }

  /// `2\,x\cos\left(x^{2}\right)`, without dollar signs.
  public func latex(_ node: NodeID) -> String { LatexWriter.text(expression(node)) }

  private func expression(_ node: NodeID) -> Expression {
    if isSimplifying,
      let formula = Formula(of: node, in: graph, expandNamed: expandsNames, primal: primal)
    {
      return formula.expression
    }
    var drawer = NodeDrawer(graph, expandsNames: expandsNames)
    return drawer.expression(of: node)
  }
}

extension Formula: CustomStringConvertible {
  /// The formula in the language's own syntax; can be typed back in.
  public var unicode: String { UnicodeWriter.text(expression) }
  /// The formula in LaTeX, without dollar signs.
  public var latex: String { LatexWriter.text(expression) }
  public var description: String { unicode }
}
