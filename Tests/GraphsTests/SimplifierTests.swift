import Testing

@testable import Graphs

/// Derivatives as a teacher would write them. The expected texts are written by hand; that they are
/// derivatives at all is checked in `SimplifierValueTests`.
struct SimplifierTests {
  typealias Function = @Sendable (Term) throws -> Term

  struct Example: CustomTestStringConvertible, Sendable {
    let function: Function
    let expected: String
    var testDescription: String { expected }

    init(_ expected: String, _ function: @escaping Function) {
      (self.expected, self.function) = (expected, function)
    }
  }

  static let examples: [Example] = [
    // Polynomials
    .init("2*x") { $0 * $0 },
    .init("2*x") { $0 ^ 2.0 },
    .init("3*x^2") { $0 * $0 * $0 },
    .init("1") { $0 },
    .init("-1") { 3 - $0 },
    .init("2*x + 1") { ($0 ^ 2.0) + $0 },
    .init("3*x^2 + 2*x + 1") { 1 + $0 + ($0 ^ 2.0) + ($0 ^ 3.0) },
    .init("4*x^3 - 6*x") { ($0 ^ 4.0) - 3 * ($0 ^ 2.0) + 7.0 },
    .init("x") { 0.5 * ($0 ^ 2.0) },
    .init("0.2*x") { 0.1 * ($0 ^ 2.0) },
    .init("x^2") { ($0 ^ 3.0) / 3.0 },
    .init("2*x/3") { ($0 ^ 2.0) / 3.0 },
    .init("2*(x + 1)") { ($0 + 1.0) ^ 2.0 },
    // Quotients and powers
    .init("-1/x^2") { 1 / $0 },
    .init("-1/x^2") { $0 ^ -1.0 },
    .init("1/(1 + x)^2") { $0 / (1 + $0) },
    .init("(1 - x^2)/(1 + x^2)^2") { $0 / (1 + ($0 ^ 2.0)) },
    .init("x*(2 + x)/(1 + x)^2") { ($0 ^ 2.0) / (1 + $0) },
    .init("1/(2*sqrt(x))") { try call("sqrt", $0) },
    .init("x/sqrt(x^2 + 1)") { try call("sqrt", ($0 ^ 2.0) + 1.0) },
    .init("1.5*sqrt(x)") { $0 ^ 1.5 },
    .init("1/(3*cbrt(x)^2)") { try call("cbrt", $0) },
    .init("2^x*log(2)") { Term.apply(Catalogue.power, [$0.constant(2), $0]) },
    .init("x^x*(log(x) + 1)") { $0 ^ $0 },
    // Functions
    .init("2*x*cos(x^2)") { try call("sin", $0 ^ 2.0) },
    .init("2*sin(x)*cos(x)") { try call("sin", $0) ^ 2.0 },
    .init("-sin(x)") { try call("cos", $0) },
    .init("1 + tan(x)^2") { try call("tan", $0) },
    .init("1/x") { try call("log", $0) },
    .init("1/(x*log(2))") { try call("log2", $0) },
    .init("2*x/(1 + x^2)") { try call("log", 1 + ($0 ^ 2.0)) },
    .init("-2*x*exp(-x^2)") { try call("exp", -($0 ^ 2.0)) },
    .init("(x + 1)*exp(x)") { $0 * (try call("exp", $0)) },
    .init("2*x*sin(x) + x^2*cos(x)") { ($0 ^ 2.0) * (try call("sin", $0)) },
    .init("(x*cos(x) - sin(x))/x^2") { (try call("sin", $0)) / $0 },
    .init("2*x*exp(sin(x^2))*cos(x^2)") { try call("exp", call("sin", $0 ^ 2.0)) },
    .init("1/(1 + x^2)") { try call("atan", $0) },
    .init("1/sqrt(1 - x^2)") { try call("asin", $0) },
    .init("2*exp(-x^2)/sqrt(π)") { try call("erf", $0) },
    .init("x^2*(3 + 2*x - 2*x^2 - 2*x^3)*exp(-x^2)/(1 + x)^2") {
      ($0 ^ 3.0) * (try call("exp", -($0 ^ 2.0))) / (1 + $0)
    },
    // Networks
    .init("σ(x)*(1 - σ(x))") { try call("sigmoid", $0) },
    .init("3*σ(3*x)*(1 - σ(3*x))") { try call("sigmoid", 3 * $0) },
    .init("1 - tanh(x)^2") { try call("tanh", $0) },
    .init("heaviside(x)") { try call("relu", $0) },
    .init("2*x*heaviside(x^2)") { try call("relu", $0 ^ 2.0) },
    .init("where(x > 0, 1, 0)") { $0 * (try call("greater", $0, $0.constant(0))) },
    .init("sign(x)") { try call("abs", $0) },
    .init("σ(x)") { try call("softplus", $0) },
    .init("σ(x)*(1 + x*(1 - σ(x)))") { try call("silu", $0) },
  ]

  @Test(arguments: examples) func derivative(_ example: Example) throws {
    let bench = Workbench()
    let x = bench.input("x")
    let derived = try bench.derivative(of: example.function(x), by: x)
    #expect(derived.text == example.expected)
  }

  @Test func secondDerivativeOfSigmoid() throws {
    let bench = Workbench()
    let x = bench.input("x")
    let first = try bench.derivative(of: call("sigmoid", x), by: x)
    let (graph, gradients) = try first.graph.reverse(of: first.node, wrt: [x.id])
    let node = try #require(gradients[0])
    let formula = try #require(Formula(of: node, in: graph, primal: first.primal))
    #expect(formula.unicode == "σ(x)*(1 - σ(x))*(1 - 2*σ(x))")
  }

  // MARK: Names

  @Test func squaredErrorIsTheTeachersForm() throws {
    let bench = Workbench()
    let (y, output) = (bench.input("y"), bench.input("O2"))
    let loss = bench.equation("L", (y - output) ^ 2.0)
    #expect(try bench.derivative(of: loss, by: output).text == "-2*(y - O2)")
    #expect(try bench.derivative(of: loss, by: y).text == "2*(y - O2)")
    let half = bench.equation("H", 0.5 * ((y - output) ^ 2.0))
    #expect(try bench.derivative(of: half, by: output).text == "-(y - O2)")
  }

  @Test func namedSigmoidIsReused() throws {
    let bench = Workbench()
    let (w, o1, b) = (bench.input("W4"), bench.input("O1"), bench.input("b2"))
    let o2 = bench.equation("O2", try call("sigmoid", w * o1 + b))
    #expect(try bench.derivative(of: o2, by: o1).text == "W4*O2*(1 - O2)")
    #expect(try bench.derivative(of: o2, by: b).text == "O2*(1 - O2)")
  }

  @Test func namedTanhAndExpAreReused() throws {
    let bench = Workbench()
    let z = bench.input("z")
    let tanh = bench.equation("O", try call("tanh", z))
    #expect(try bench.derivative(of: tanh, by: z).text == "1 - O^2")
    let exp = bench.equation("E", try call("exp", 2 * z))
    #expect(try bench.derivative(of: exp, by: z).text == "2*E")
  }

  /// The whole chain of the lesson: W1 → O1 → O2 → L.
  @Test func chainThroughTwoNeurons() throws {
    let bench = Workbench()
    let (w1, x1, b1) = (bench.input("W1"), bench.input("x1"), bench.input("b1"))
    let (w4, b2, y) = (bench.input("W4"), bench.input("b2"), bench.input("y"))
    let o1 = bench.equation("O1", try call("sigmoid", w1 * x1 + b1))
    let o2 = bench.equation("O2", try call("sigmoid", w4 * o1 + b2))
    let loss = bench.equation("L", (y - o2) ^ 2.0)
    let derived = try bench.derivative(of: loss, by: w1)
    #expect(derived.text == "-2*W4*x1*O1*(1 - O1)*O2*(1 - O2)*(y - O2)")
  }

  @Test func namedNodesAreAtoms() throws {
    let bench = Workbench()
    let x = bench.input("x")
    let u = bench.equation("u", x + 1.0)
    let product = u * u - u * u + (u - 1.0)
    #expect(bench.text(product) == "u - 1")
    let formula = Formula(of: product.id, in: bench.workspace.graph, expandNamed: true)
    #expect(formula?.unicode == "x")
    // Asked for itself, it is written out.
    #expect(bench.text(u) == "x + 1")
  }

  // MARK: Bounds

  @Test func sharedGraphThatWouldExplodeComesBackAsItWas() {
    let bench = Workbench()
    var term = bench.input("x")
    for _ in 0..<1000 { term = Term.apply(Catalogue.sin, [term]) + term }
    bench.workspace.graph.outputs = [term.id]
    let graph = bench.workspace.graph
    #expect(Formula(of: term.id, in: graph) == nil)
    #expect(graph.simplified().nodes.count == graph.nodes.count)
    #expect(bench.text(term).hasSuffix("…") || bench.text(term).contains("…"))
  }

  @Test func sharedSumsAndProductsStaySmall() {
    let bench = Workbench()
    let x = bench.input("x")
    var (sum, product) = (x, x)
    for _ in 0..<50 { (sum, product) = (sum + sum, product * product) }
    #expect(bench.text(sum) == "1.1259e15*x")
    #expect(bench.text(product) == "x^1.1259e15")
  }

  /// Coefficients beyond 64 bits are not folded: the formula is given up in time.
  @Test func overflowingCoefficientsEnd() {
    let bench = Workbench()
    var term = bench.input("x")
    for _ in 0..<1000 { term = term + term }
    #expect(Formula(of: term.id, in: bench.workspace.graph) == nil)
  }
}
