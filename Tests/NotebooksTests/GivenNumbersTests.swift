import Interpreter
import Testing

@testable import Notebooks

/// Exercises whose answer is a value: a way to it passes in any form, the value alone where the exercise
/// asks for a formula does not.
@Suite struct GivenNumbersTests {
  private static let given = """
    x1 = 0.5; x2 = -1.0; y = 1.0; W1 = 0.4; W2 = -0.2; b1 = 0.1; W4 = 0.7; b2 = -0.3; η = 0.5
    O1 := σ(W1*x1 + W2*x2 + b1)
    O2 := σ(W4*O1 + b2)
    L  := (y - O2)^2
    """
  private static let step = "new = W4\nW4 = 0.7\ncheck new ≈ W4 - 0.5*∂L/∂W4"
  // By Python's math: W4 - η*∂L/∂W4 at these numbers.
  private static let typed = "0.7722024267674643"

  private func verdict(
    _ text: String, check: String = step, solution: String? = "W4 = W4 - η*∂L/∂W4",
    question: String = "W4 = ____"
  ) -> (verdict: Verdict, message: String)? {
    let key = lesson(given: Self.given, question: question, solution: solution, check: check)
    return grade(answer("one", text), key: key)["one"]
  }

  @Test(arguments: [
    "W4 = W4 - η*∂L/∂W4", "W4 = W4 - 0.5*∂L/∂W4", "W4 -= η*∂L/∂W4", "W4 = 0.7 - ∂L/∂W4/2",
    "g = -2*(y - O2)*O2*(1 - O2)*O1\nW4 = W4 - η*g",
    "W4 = 0.7 - 0.5*(-2*(1 - σ(0.7*σ(0.4*0.5 + 0.2 + 0.1) - 0.3))"
      + "*σ'(0.7*σ(0.4*0.5 + 0.2 + 0.1) - 0.3)*σ(0.4*0.5 + 0.2 + 0.1))",
  ])
  func aWayToTheValuePasses(text: String) {
    for solution in ["W4 = W4 - η*∂L/∂W4", nil] {
      let result = verdict(text, solution: solution)
      #expect(result?.verdict == .passed, "\(text): \(result?.message ?? "")")
    }
  }

  @Test(arguments: [
    "W4 = \(typed)", "a = \(typed)\nW4 = a", "W4 = \(typed)0", "W4 = 0.1 + (\(typed) - 0.1)",
    "W4 = \(typed) + 0*W4", "W4 = if true then \(typed) else W4 - η*∂L/∂W4",
  ])
  func aTypedValueDoesNot(text: String) {
    for solution in ["W4 = W4 - η*∂L/∂W4", nil] {
      let result = verdict(text, solution: solution)
      #expect(result?.verdict == .failed, "\(text)")
      #expect(result?.message.contains("for the given numbers only") == true)
    }
  }

  @Test func aCheckWithAToleranceAsksForANumber() {
    let tolerant = "new = W4\nW4 = 0.7\ncheck isapprox(new, W4 - 0.5*∂L/∂W4, tol=1e-3)"
    #expect(verdict("W4 = 0.7722", check: tolerant)?.verdict == .passed)
    #expect(verdict("W4 = 0.78", check: tolerant)?.verdict == .failed)
    let formula = "#| answer: formula\nW4 = ____"
    #expect(verdict("W4 = 0.7722", check: tolerant, question: formula)?.verdict == .failed)
  }

  @Test func theExerciseMaySayWhatItAsksFor() {
    let number = "#| answer: number\nW4 = ____"
    #expect(verdict("W4 = \(Self.typed)", question: number)?.verdict == .passed)
  }

  /// Where nothing given goes into the answer there is nothing to change.
  @Test func aNumberThatRestsOnNothingIsANumber() {
    let key = lesson(
      given: "a = 3", question: "root = ____", solution: "root = 1/sqrt(2)",
      check: "check root ≈ 1/sqrt(2)")
    #expect(grade(answer("one", "root = 0.70710678118654752"), key: key)["one"]?.verdict == .passed)
  }
}
