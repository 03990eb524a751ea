import Tensors
import Testing

@testable import Graphs

/// The table of conventions of LANGUAGE.md, section 6, each line in both modes.
@Suite struct CatalogueConventionTests {
  /// Expected derivatives of functions of one number. The right sides are those of the table.
  static let atKinks: [Kink] = [
    Kink("abs(x) at 0", at: 0, 0) { Catalogue.abs($0) },
    Kink("relu(x) at 0", at: 0, 0) { Catalogue.relu($0) },
    Kink("sign(x) at 0", at: 0, 0) { Catalogue.sign($0) },
    Kink("floor(x) at 1", at: 1, 0) { Catalogue.floor($0) },
    Kink("round(x) at 0.5", at: 0.5, 0) { Catalogue.round($0) },
    Kink("maximum(x, 2*x) at 0", at: 0, 1.5) { Catalogue.maximum($0, $0 * 2) },
    Kink("minimum(x, 0) at 0", at: 0, 0.5) { Catalogue.minimum($0, $0.constant(0)) },
    Kink("clamp(x, 0, 1) at 0", at: 0, 0.5) {
      Catalogue.clamp($0, $0.constant(0), $0.constant(1))
    },
    Kink("norm(x) at 0", at: 0, 0) { Catalogue.norm($0) },
    Kink("hypot(x, x) at 0", at: 0, 0) { Catalogue.hypot($0, $0) },
    Kink("atan2(x, x) at 0", at: 0, 0) { Catalogue.atan2($0, $0) },
    Kink("sqrt(x) at 0", at: 0, .infinity) { Catalogue.sqrt($0) },
    Kink("cbrt(x) at 0", at: 0, .infinity) { Catalogue.cbrt($0) },
    Kink("sqrt(x^2) at 0", at: 0, 0) { Catalogue.sqrt($0 ^ 2) },
    Kink("sqrt(x*x) at 0", at: 0, 0) { Catalogue.sqrt($0 * $0) },
    Kink("sqrt(square(x)) at 0", at: 0, 0) { Catalogue.sqrt(Catalogue.square($0)) },
    Kink("(x^2)^0.5 at 0", at: 0, 0) { ($0 ^ 2) ^ 0.5 },
    Kink("0*sqrt(x) at 0", at: 0, 0) { $0.constant(0) * Catalogue.sqrt($0) },
    Kink("sqrt(x)*0 at 0", at: 0, 0) { Catalogue.sqrt($0) * $0.constant(0) },
    Kink("0*x^0.5 at 0", at: 0, 0) { $0.constant(0) * ($0 ^ 0.5) },
    Kink("x^0 at 0", at: 0, 0) { $0 ^ 0 },
    Kink("x^1 at 0", at: 0, 1) { $0 ^ $0.constant(1) },
    Kink("x^2 at 0", at: 0, 0) { $0 ^ 2 },
    Kink("0^p at 2", at: 2, 0) { $0.constant(0) ^ $0 },
    Kink("0^p at 0.5", at: 0.5, 0) { $0.constant(0) ^ $0 },
    Kink("x^p by x, p not constant, at 0^0", at: 0, 0) { $0 ^ Catalogue.stopGradient($0) },
    Kink("xlogy(0, x) at 0", at: 0, 0) { Catalogue.xlogy($0.constant(0), $0) },
  ]

  @Test(arguments: atKinks)
  func derivativeAtAKink(kink: Kink) throws {
    #expect(try kink.reverse() == kink.expected)
    #expect(try kink.forward() == kink.expected)
  }

  /// The branch that `where` does not take contributes exactly 0, whatever happens in it.
  static let untaken: [Kink] = [
    Kink("log(x)", at: 0, 0) { Catalogue.log($0) },
    Kink("1/x", at: 0, 0) { 1 / $0 },
    Kink("sin(x)/x", at: 0, 0) { Catalogue.sin($0) / $0 },
    Kink("x*log(x)", at: 0, 0) { $0 * Catalogue.log($0) },
    Kink("sqrt(x)", at: 0, 0) { Catalogue.sqrt($0) },
    Kink("exp(1000*x)", at: 1, 0) { Catalogue.exp($0 * 1000) },
    Kink("x^-1", at: 0, 0) { $0 ^ -1 },
    Kink("log(sqrt(x))", at: 0, 0) { Catalogue.log(Catalogue.sqrt($0)) },
    Kink("acos(x)", at: 1, 0) { Catalogue.acos($0) },
    Kink("log(-1 - x)", at: 1, 0) { Catalogue.log(-1 - $0) },
  ]

  @Test(arguments: untaken)
  func untakenBranch(branch: Kink) throws {
    let taken = Kink(branch.name, at: branch.point, 2) { x in
      let condition = Catalogue.greater(x, x.constant(-1))
      return Catalogue.select(condition, x * 2, branch.function(x))
    }
    #expect(try taken.reverse() == 2)
    #expect(try taken.forward() == 2)
    #expect(try taken.second() == 0)
  }

  /// A masked loss: elements that `where` leaves out have gradient 0, the others what they have alone.
  @Test func untakenElements() throws {
    var graph = Graph()
    let x = graph.addInput(NodeType(.f64, Shape([3])))
    let logs = try graph.add(Catalogue.log, [x])
    let zero = graph.addConstant(.number(0))
    let mask = try graph.add(Catalogue.greater, [x, zero])
    let chosen = try graph.add(Catalogue.select, [mask, logs, zero])
    let total = try graph.add(Catalogue.sum, [chosen], Attributes(.absent, .flag(false)))
    var (result, gradients) = try graph.reverse(of: total, wrt: [x])
    result.outputs = gradients.compactMap { $0 }
    #expect(try result.evaluate([.vector([0, 2, -1])])[0].elements == [0, 0.5, 0])
  }

  @Test(arguments: [
    (Catalogue.max, [1.0, 3, 3, 2], [0, 0.5, 0.5, 0]),
    (Catalogue.min, [1.0, 1, 1, 2], [1, 1, 1, 0]),
    // Product rule by hand: with one zero only its own derivative is left, with two none.
    (Catalogue.prod, [2.0, 0, 3, 4], [0, 24, 0, 0]),
    (Catalogue.prod, [2.0, 0, 0, 4], [0, 0, 0, 0]),
    (Catalogue.norm, [0.0, 0, 0, 0], [0, 0, 0, 0]), (Catalogue.std, [5.0, 5, 5, 5], [0, 0, 0, 0]),
  ])
  func reductionAtAnEdge(row: Graphs.Operation, x: [Double], expected: [Double]) throws {
    let gradient = try gradient(of: row, at: x)
    let scale = row === Catalogue.min ? 3.0 : 1
    #expect(zip(gradient, expected).allSatisfy { abs($0 * scale - $1) < 1e-15 })
  }

  /// ∂²(x₁x₂x₃)/∂xᵢ∂xⱼ at (0, 0, 5) is 5 for i, j = 1, 2 and 0 otherwise.
  @Test func secondDerivativeOfAProductWithZeros() throws {
    for (i, expected) in [[0.0, 5, 0], [5.0, 0, 0], [0.0, 0, 0]].enumerated() {
      var graph = Graph()
      let x = graph.addInput(NodeType(.f64, Shape([3])))
      let y = try graph.add(Catalogue.prod, [x], Attributes(.absent, .flag(false)))
      let (first, gradients) = try graph.reverse(of: y, wrt: [x])
      var once = first
      let gradient = try #require(gradients[0])
      let element = try once.add(Catalogue.take, [gradient], Attributes(.selection([.at(i)])))
      var (result, seconds) = try once.reverse(of: element, wrt: [x])
      result.outputs = [try #require(seconds[0])]
      #expect(try result.evaluate([.vector([0, 0, 5])])[0].elements == expected)
    }
  }

  /// Products of the running kind: y = (a, ab, abc) at a = 0.
  @Test func runningProductWithZeros() throws {
    #expect(try gradient(of: Catalogue.cumprod, at: [0, 2, 3]) == [1 + 2 + 6, 0, 0])
    #expect(try gradient(of: Catalogue.cumprod, at: [2, 0, 3]) == [1, 2 + 6, 0])
  }

  /// A place that is assigned twice keeps the later value, so the earlier one has gradient 0.
  @Test func assignmentToTheSamePlaceTwice() throws {
    var graph = Graph()
    let x = graph.addInput(NodeType(.f64, Shape([3])))
    let v = graph.addInput(NodeType(.f64, Shape([2])))
    let selection = Attributes(.selection([.list([1, 1])]))
    let y = try graph.add(Catalogue.replace, [x, v], selection)
    let total = try graph.add(Catalogue.sum, [y], Attributes(.absent, .flag(false)))
    var (result, gradients) = try graph.reverse(of: total, wrt: [x, v])
    result.outputs = gradients.compactMap { $0 }
    let values = try result.evaluate([.vector([1, 2, 3]), .vector([7, 8])])
    #expect(values.map(\.elements) == [[1, 0, 1], [0, 1]])
  }

  @Test func masks() throws {
    var graph = Graph()
    let x = graph.addInput(NodeType(.f64, Shape([3])))
    let v = graph.addInput(NodeType(.f64, Shape([2])))
    let mask = graph.addConstant(.tensor(Tensor(bools: [true, false, true], shape: Shape([3]))))
    let replaced = try graph.add(Catalogue.maskReplace, [x, mask, v])
    let squares = try graph.add(Catalogue.square, [replaced])
    let chosen = try graph.add(Catalogue.maskSelect, [squares, mask], Attributes(.whole(2)))
    let total = try graph.add(Catalogue.sum, [chosen], Attributes(.absent, .flag(false)))
    var (result, gradients) = try graph.reverse(of: total, wrt: [x, v])
    result.outputs = gradients.compactMap { $0 }
    let values = try result.evaluate([.vector([1, 2, 3]), .vector([7, 8])])
    #expect(values.map(\.elements) == [[0, 0, 0], [14, 16]])
  }

  /// The gradient of the sum of a row's result.
  private func gradient(of row: Graphs.Operation, at x: [Double]) throws -> [Double] {
    var graph = Graph()
    let input = graph.addInput(NodeType(.f64, Shape([x.count])))
    let attributes = row.entry.parameters.dropFirst().compactMap(\.defaultValue)
    let y = try graph.add(row, [input], Attributes(list: attributes))
    let total = try graph.add(Catalogue.sum, [y], Attributes(.absent, .flag(false)))
    var (result, gradients) = try graph.reverse(of: total, wrt: [input])
    result.outputs = gradients.compactMap { $0 }
    return try result.evaluate([.vector(x)])[0].elements
  }
}

/// A function of one number at a point where it has no derivative, or an infinite one.
struct Kink: CustomTestStringConvertible, Sendable {
  let name: String
  let point: Double
  let expected: Double
  let function: @Sendable (Term) -> Term

  init(
    _ name: String, at point: Double, _ expected: Double,
    _ function: @escaping @Sendable (Term) -> Term
  ) {
    self.name = name
    self.point = point
    self.expected = expected
    self.function = function
  }

  var testDescription: String { name }

  func reverse() throws -> Double {
    let (graph, output) = try traced()
    return try value(of: graph.reverse(of: output, wrt: graph.inputs))
  }

  func forward() throws -> Double {
    var (graph, output) = try traced()
    let tangent = graph.addConstant(.number(1))
    let (result, tangents) = try graph.forward(
      outputs: [output], wrt: graph.inputs, tangents: [tangent])
    return try value(of: (result, tangents))
  }

  func second() throws -> Double {
    let (graph, output) = try traced()
    let (first, gradients) = try graph.reverse(of: output, wrt: graph.inputs)
    guard let gradient = gradients[0] else { return 0 }
    return try value(of: first.reverse(of: gradient, wrt: first.inputs))
  }

  private func traced() throws -> (Graph, NodeID) {
    var graph = Graph()
    let x = graph.addInput(.number)
    let workspace = Term.Workspace(graph)
    let output = function(Term(workspace, x)).id
    if let failure = workspace.failure { throw failure }
    return (workspace.graph, output)
  }

  private func value(of derivative: (Graph, [NodeID?])) throws -> Double {
    guard let node = derivative.1[0] else { return 0 }
    var graph = derivative.0
    graph.outputs = [node]
    return try #require(try graph.evaluate([.number(point)])[0].asNumber)
  }
}

extension Quantity {
  static func vector(_ elements: [Double]) -> Quantity { .make(elements, Shape([elements.count])) }
}
