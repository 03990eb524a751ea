import Graphs
import Tensors
import Testing

/// Builds graphs as formulas are written, for the tests of simplifier and typesetter.
final class Workbench {
  let workspace = Term.Workspace(Graph())

  func input(_ name: String, _ shape: Int...) -> Term {
    Term(workspace, workspace.graph.addInput(NodeType(.f64, Shape(shape)), name: name))
  }

  func number(_ value: Double) -> Term {
    Term(workspace, workspace.graph.addConstant(.number(value)))
  }

  /// Makes a node the value of an equation.
  func equation(_ name: String, _ value: Term) -> Term {
    workspace.graph.setName(name, of: value.id)
    return value
  }

  /// The derivative of a number: the extended graph, its node, and how many nodes were there before.
  func derivative(
    of output: Term, by variable: Term, holding fixed: [Term] = []
  ) throws -> Derived {
    workspace.graph.outputs = [output.id]
    let primal = workspace.graph.nodes.count
    let (graph, gradients) = try workspace.graph.reverse(
      of: output.id, wrt: [variable.id], fixed: Set(fixed.map(\.id)))
    let node = try #require(gradients[0])
    return Derived(graph: graph, node: node, primal: primal)
  }

  struct Derived {
    let graph: Graph
    let node: NodeID
    let primal: Int

    var formula: Formula? { Formula(of: node, in: graph, primal: primal) }
    var text: String { Typesetter(graph, primal: primal).unicode(node) }
    var latex: String { Typesetter(graph, primal: primal).latex(node) }
  }

  func text(_ term: Term) -> String { Typesetter(workspace.graph).unicode(term.id) }
  func latex(_ term: Term) -> String { Typesetter(workspace.graph).latex(term.id) }
}

/// A function of the catalogue by its name.
func call(_ name: String, _ operands: Term...) throws -> Term {
  let operation = try #require(Catalogue.byName[name] ?? Catalogue.all.first { $0.name == name })
  return Term.apply(operation, operands)
}
