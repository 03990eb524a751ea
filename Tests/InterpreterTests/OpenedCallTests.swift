import Diagnostics
import Interpreter
import Testing

/// Functions within equations, looked into: the chain rule through their own names. Expected numbers
/// follow from the formulas: σ(1.1)(1 − σ(1.1)) = 0.1873698804…
@Suite struct OpenedCallTests {
  private static let neuron = """
    sq(u) = u^2
    function neuron(w, x, b)
      z = w*x + b
      a = σ(z)
      return a
    end
    x = 2; W = 0.5; b = 0.1
    O := neuron(W, x, b)
    L := sq(O - 1)

    """

  @Test func localsAreStepsWithNumbers() {
    let text = run(Self.neuron + "explain ∂L/∂W")
    #expect(text.contains("in sq(O - 1), u = O - 1 = -0.24974:\n  ∂sq/∂u = 2*u = -0.49948\n"))
    #expect(text.contains("in neuron(W, x, b), w = W = 0.5, x = 2, b = 0.1:\n"))
    #expect(text.contains("∂a/∂w = ∂a/∂z ⋅ ∂z/∂w\n    ∂a/∂z = a*(1 - a) = 0.18737\n"))
    #expect(text.contains("∂a/∂w = 0.18737 ⋅ 2 = 0.37474"))
  }

  /// A function that reads a module name: the way leads through that and not through a parameter.
  @Test func namesThatTheFunctionReadsCount() {
    let text = run("W = 0.5; net(v) = W^3*v; y := net(4) + 1; explain ∂y/∂W")
    #expect(text.contains("∂net/∂W = 3*W^2*v = 3"))
  }

  @Test func eachCallIsOpenedAtItsOwnNumbers() {
    let text = run("x = 3; f(t) = t^2; y := f(x) + f(2*x); explain ∂y/∂x")
    #expect(text.contains("in f(x), t = x = 3:\n  ∂f/∂t = 2*t = 6\n"))
    #expect(text.contains("in f(2*x), t = 2*x = 6:\n  ∂f/∂t = 2*t = 12"))
  }

  /// The innermost call returns first; the numbers are those of the outermost.
  @Test func recursionShowsTheOutermostCall() {
    let program = """
      function power(t, n)
        r = if n == 0 then 1 else t*power(t, n - 1)
        s = 2*r
        s/2
      end
      x = 3
      y := power(x, 3) + 1
      explain ∂y/∂x
      """
    let text = run(program)
    #expect(text.contains("= 27"))
    #expect(text.contains("∂power/∂t"))
  }

  @Test func tensorsKeepTheirShapes() {
    let program = """
      function layer(W, x)
        z = W*x
        tanh(z)
      end
      A = [1, 2; 3, 4]; v = [1, -1]
      h := layer(A, v)
      M := sum(h)
      explain ∂M/∂A
      """
    let text = run(program)
    #expect(text.contains("δ_z                    δ_layer ⊙ (1 - layer.^2)"))
    #expect(text.contains("δ_W = δ_z ⊗ x"))
  }

  @Test func pagesFoldTheOpenedCall() throws {
    let source = SourceFile(name: "test", text: Self.neuron + "explain ∂L/∂W")
    let outputs = Session(limits: .unlimited).run(source).outputs
    guard case .value(let presentation)? = outputs.last, let blocks = presentation.blocks else {
      Issue.record("the derivation has no blocks")
      return
    }
    let folded = blocks.filter {
      if case .details(_, let inner) = $0 { inner.count > 2 } else { false }
    }
    #expect(folded.count == 2)
  }

  // MARK: Long chains and lines that say why

  @Test func aChainOfThousandsIsExplained() {
    var program = "x0 = 0.5\n"
    for k in 1...2000 { program += "x\(k) := sin(x\(k - 1)) + 0.1\n" }
    let text = run(program + "explain ∂x2000/∂x0")
    #expect(text.contains("… 1960 more …"))
    #expect(text.contains("2000 of them"))
    #expect(!text.contains("error"))
  }

  @Test func theSmallFactorIsNamedAndNotTheSmallPath() {
    let text = run("x = 2; y := 1e-9*x; L := y + 0*x; explain ∂L/∂x")
    #expect(text.contains("tiny because of ∂y/∂x = 1e-9 in y := 1e-9*x"))
  }

  @Test func kinksAreNamed() {
    let text = run("x = 0; y := relu(x); L := (y - 1)^2; explain ∂L/∂x")
    #expect(text.contains("x is at a kink: slope 0 from the left, -2 from the right"))
    #expect(!run("x = 0; y := x^2; explain ∂y/∂x").contains("kink"))
  }

  /// 1/x at 1e-9: the usual step would lead across the pole.
  @Test func theDifferenceStaysOnItsSideOfAPole() {
    #expect(run("x = 1e-9; y := 1/x; explain ∂y/∂x").contains("central difference -1e18"))
  }

  @Test func optimizerStateIsToldApartFromTheParameter() {
    let text = run(
      "b = 1.5; L := (b - 3)^2; explain minimize L over b using sgd(0.1, momentum=0.9)")
    #expect(text.contains("b     ← b - lr*b_opt = 1.5 - 0.1*(-3) = 1.8"))
  }

  /// The first step of L-BFGS goes down the gradient by min(1, 1/Σ|g|): 1.5 + 3/3 = 2.5.
  @Test func wordsOfAnOptimizerAreFollowedByItsStep() {
    let text = run("w = 1.5; L := (w - 3)^2; explain minimize L over w using lbfgs()")
    #expect(text.contains("w ← w + lr*q = 2.5"))
  }

  // MARK: Progress

  @Test func whoWatchesIsToldAtMilestones() {
    let session = Session(limits: .unlimited)
    let box = Box()
    session.onProgress = { box.items.append($0) }
    let program = "w = 1.5; L := (w - 3)^2; minimize L over w using gd(0.1) for 30"
    _ = session.run(SourceFile(name: "test", text: program))
    let milestones = box.items.filter(\.isMilestone).map(\.step)
    #expect(milestones == [1, 2, 5, 10, 20])
    #expect(box.items.last?.isFinished == true)
    #expect(box.items.last?.step == 30)
  }
}

private final class Box {
  var items: [TrainingProgress] = []
}
