import Tensors
import Testing

@testable import Graphs

/// Simplifying changes no value: random formulas at random points, and what is printed, read again by a
/// reader of its own.
struct SimplifierValueTests {
  /// A formula, a point, and what the graph gives there.
  struct Sample {
    let graph: Graph
    let node: NodeID
    let point: [Double]
    let value: Double
    /// The largest number on the way: rounding errors are measured against it.
    let scale: Double
  }

  @Test func randomFormulas() throws {
    var compared = 0
    for seed in 0..<400 {
      var random = RandomFormula(seed: UInt64(seed))
      let output = random.formula(depth: 4)
      compared += try check(random.graph(with: output), output.id, primal: nil, &random)
    }
    // Most samples are defined, else nothing would be tested.
    #expect(compared > 500)
  }

  @Test func derivativesOfRandomFormulas() throws {
    var compared = 0
    for seed in 0..<400 {
      var random = RandomFormula(seed: 7000 + UInt64(seed))
      let output = random.formula(depth: 3)
      let primal = random.graph(with: output)
      let (graph, gradients) = try primal.reverse(of: output.id, wrt: [random.variables[0].id])
      guard let gradient = gradients[0] else { continue }
      compared += try check(graph, gradient, primal: primal.nodes.count, &random)
    }
    #expect(compared > 300)
  }

  /// The number of points at which values were compared.
  private func check(
    _ graph: Graph, _ node: NodeID, primal: Int?, _ random: inout RandomFormula
  ) throws -> Int {
    var compared = 0
    var extended = graph
    extended.outputs = [node]
    let simplified = extended.simplified(primal: primal)
    let formula = Formula(of: node, in: graph, primal: primal)
    let text = Typesetter(graph, primal: primal).unicode(node)
    for _ in 0..<3 {
      let point = random.point()
      guard let sample = try sample(extended, node, point) else { continue }
      let tolerance = 1e-12 * sample.scale
      let value = try #require(try simplified.evaluate(point.map(Quantity.number))[0].asNumber)
      // A pole that was cancelled is no longer one.
      guard value.isFinite else { continue }
      #expect(abs(value - sample.value) <= tolerance, "graph: \(text)")
      if let formula {
        let bindings = zip(graph.inputs, point).map { ($0, Quantity.number($1)) }
        let again = try formula.evaluate(Dictionary(uniqueKeysWithValues: bindings)).asNumber
        #expect(abs(try #require(again) - sample.value) <= tolerance, "formula: \(text)")
      }
      var reader = FormulaReader(text, ["a": point[0], "b": point[1], "c": point[2]])
      #expect(abs(try reader.value() - sample.value) <= tolerance, "read again: \(text)")
      compared += 1
    }
    return compared
  }

  /// Nil where the formula is not defined, or too near a pole for a comparison to say anything.
  private func sample(_ graph: Graph, _ node: NodeID, _ point: [Double]) throws -> Sample? {
    var all = graph
    all.outputs = Array(0...node)
    let values = try all.evaluate(point.map(Quantity.number)).map { $0.asNumber ?? .nan }
    let sizes = values.map(abs)
    guard sizes.allSatisfy({ $0.isFinite && $0 < 1e5 && ($0 == 0 || $0 > 1e-3) }) else {
      return nil
    }
    return Sample(
      graph: graph, node: node, point: point, value: values[node],
      scale: max(1, sizes.max() ?? 1) * max(1, abs(values[node])) * 10)
  }
}

/// Formulas in a, b and c from a seed.
struct RandomFormula {
  let workspace = Term.Workspace(Graph())
  let variables: [Term]
  private var state: UInt64
  private static let functions = [
    "sin", "cos", "tanh", "sigmoid", "abs", "square", "sqrt", "log", "exp", "atan", "softplus",
  ]

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    let workspace = workspace
    variables = ["a", "b", "c"].map {
      Term(workspace, workspace.graph.addInput(.number, name: $0))
    }
  }

  /// Marsaglia's xorshift (2003).
  private mutating func next(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int((state >> 11) % UInt64(bound))
  }

  mutating func point() -> [Double] {
    (0..<3).map { _ in 0.25 + Double(next(1_000_000)) / 500_000 }
  }

  func graph(with output: Term) -> Graph {
    var graph = workspace.graph
    graph.outputs = [output.id]
    return graph
  }

  mutating func formula(depth: Int) -> Term {
    if depth == 0 { return leaf() }
    switch next(10) {
    case 0, 1:
      return Term.apply(Catalogue.add, [formula(depth: depth - 1), formula(depth: depth - 1)])
    case 2: return formula(depth: depth - 1) - formula(depth: depth - 1)
    case 3, 4:
      return Term.apply(
        Catalogue.multiply, [formula(depth: depth - 1), formula(depth: depth - 1)])
    case 5: return formula(depth: depth - 1) / formula(depth: depth - 1)
    case 6: return Term.apply(Catalogue.negate, [formula(depth: depth - 1)])
    case 7:
      let exponent = workspace.graph.addConstant(.number([2, 3, -1, 0.5, -2, 1, 0][next(7)]))
      return formula(depth: depth - 1) ^ Term(workspace, exponent)
    default:
      let name = Self.functions[next(Self.functions.count)]
      let operand = formula(depth: depth - 1)
      guard let row = Catalogue.byName[name] else { return operand }
      return Term.apply(row, [operand])
    }
  }

  private mutating func leaf() -> Term {
    if next(3) > 0 { return variables[next(3)] }
    let value = [0, 1, 2, -1, 3, 0.5, -0.25, 10][next(8)]
    return Term(workspace, workspace.graph.addConstant(.number(value)))
  }
}

/// Reads what the typesetter prints, by the levels of LANGUAGE.md, section 4, and computes it. Written
/// for this test alone, so that printing and reading can't share a mistake.
struct FormulaReader {
  enum Failure: Error { case unexpected(String) }

  private let characters: [Character]
  private let names: [String: Double]
  private var position = 0

  init(_ text: String, _ names: [String: Double]) {
    characters = Array(text.filter { $0 != " " })
    self.names = names
  }

  mutating func value() throws -> Double {
    let result = try sum()
    guard position == characters.count else { throw Failure.unexpected(rest) }
    return result
  }

  private var rest: String { String(characters[position...]) }
  private var current: Character? { position < characters.count ? characters[position] : nil }

  private mutating func skip(_ character: Character) -> Bool {
    guard current == character else { return false }
    position += 1
    return true
  }

  private mutating func sum() throws -> Double {
    var result = try product()
    while true {
      if skip("+") {
        result += try product()
      } else if skip("-") {
        result -= try product()
      } else {
        return result
      }
    }
  }

  private mutating func product() throws -> Double {
    var result = try unary()
    while true {
      if skip("*") {
        result *= try unary()
      } else if skip("/") {
        result /= try unary()
      } else {
        return result
      }
    }
  }

  private mutating func unary() throws -> Double {
    if skip("-") { return -(try unary()) }
    return try power()
  }

  private mutating func power() throws -> Double {
    let base = try primary()
    guard skip("^") else { return base }
    return try BinaryOp.power.apply(.number(base), .number(unary())).asNumber ?? .nan
  }

  private mutating func primary() throws -> Double {
    if skip("(") {
      let inner = try sum()
      guard skip(")") else { throw Failure.unexpected(rest) }
      return inner
    }
    let word = self.word()
    if let number = Double(word) { return number }
    if skip("(") {
      let argument = try sum()
      guard skip(")"), let row = Catalogue.byName[word] else { throw Failure.unexpected(rest) }
      return try row.kernel([.number(argument)], .none).asNumber ?? .nan
    }
    guard let value = word == "π" ? .pi : names[word] else { throw Failure.unexpected(word + rest) }
    return value
  }

  private mutating func word() -> String {
    var word = ""
    while let character = current, character.isLetter || character.isNumber || character == "." {
      word.append(character)
      position += 1
    }
    return word
  }
}
