import Diagnostics
import Interpreter
import Testing

@testable import Notebooks

/// What is handed in, and what it deserves.
struct Submission: Sendable, CustomTestStringConvertible {
  let what: String
  let exercise: String
  let text: String
  let verdict: Verdict
  /// What the message has to say.
  let says: String

  init(_ what: String, _ exercise: String, _ text: String, _ verdict: Verdict, _ says: String = "")
  {
    self.what = what
    self.exercise = exercise
    self.text = text
    self.verdict = verdict
    self.says = says
  }

  var testDescription: String { what }

  private static let head = "answer(y, O2, W4, O1, x2) = "

  private static func weight(
    _ what: String, _ code: String, _ verdict: Verdict, _ says: String = ""
  ) -> Submission {
    Submission(what, "weight", answer("weight", code), verdict, says)
  }

  private static func step(
    _ what: String, _ code: String, _ verdict: Verdict, _ says: String = ""
  ) -> Submission {
    Submission(what, "step", answer("step", "η = 0.5\n" + code), verdict, says)
  }

  static let right = [
    weight("right", head + "-2*(y - O2)*O2*(1 - O2)*W4*O1*(1 - O1)*x2", .passed),
    weight("right in another form", head + "2*(O2 - y)*(O2 - O2^2)*x2*W4*(O1 - O1*O1)", .passed),
    weight(
      "right with a function of one's own",
      "s(a) = a*(1 - a)\n" + head + "-2*(y - O2)*s(O2)*W4*s(O1)*x2", .passed),
    step("right step", "W2 = W2 - η*(-2*(y - O2)*O2*(1 - O2)*W4*O1*(1 - O1)*x2)", .passed),
    Submission(
      "right sum", "sum", answer("sum", "G = zeros(2)\nfor k in 1:3; G += [k, 2*k]; end"), .passed),
  ]

  static let wrong = [
    weight(
      "a factor left out", head + "-2*(y - O2)*O2*(1 - O2)*O1*(1 - O1)*x2", .failed,
      "without the factor `W4`"),
    weight(
      "opposite sign", head + "2*(y - O2)*O2*(1 - O2)*W4*O1*(1 - O1)*x2", .failed,
      "opposite sign"),
    weight(
      "at the activation", head + "-2*(y - O2)*O2*(1 - O2)*W4*σ'(O1)*x2", .failed,
      "at the activation `O1`"),
    weight("nonsense", head + "17", .failed, "is not `∂L/∂W2`"),
    weight("another weight", head + "-2*(y - O2)*O2*(1 - O2)*O1", .failed, "`answer`"),
    step("η forgotten", "W2 = W2 - ∂L/∂W2", .failed, "without the learning rate `η`"),
    step("uphill", "W2 = W2 + η*∂L/∂W2", .failed, "sign"),
    step("nothing done", "W2 = W2", .failed),
    Submission(
      "overwritten", "sum", answer("sum", "G = zeros(2)\nfor k in 1:3; G = [k, 2*k]; end"), .failed,
      "`G` overwritten where it should be added to"),
  ]

  static let broken = [
    weight("blank", head + "____", .unanswered, "____"),
    weight("empty cell", "", .unanswered),
    Submission("nothing at all", "weight", "", .missing, "no cell"),
    Submission("deleted cells", "step", answer("weight", head + "1"), .missing),
    Submission("renamed", "weight", answer("wieght", head + "1"), .missing, "is `wieght` the one?"),
    weight("syntax error", head + "2*(y - ", .failed),
    weight("unknown name", head + "2*(yy - O2)", .failed, "yy"),
    weight("a number instead", "answer = 0.01", .failed, "should be a function"),
    weight("another name", "anser(y, O2, W4, O1, x2) = 1", .failed, "should be a function"),
    weight("endless loop", "while true; end", .budget, "stopped"),
    weight(
      "endless loop within", "function answer(y, O2, W4, O1, x2)\nwhile true; end\nend", .budget),
    weight("endless recursion", head + "answer(y, O2, W4, O1, x2)", .budget),
    weight("no end of memory", "a = zeros(100000, 100000)\n" + head + "1", .budget),
    Submission(
      "two answers", "weight", answer("weight", head + "1") + "\n" + answer("weight", head + "2"),
      .doubled, "2 answers"),
    Submission("bytes", "weight", "\u{0}\u{1}```{gradus}\n#| exercise: weight", .missing),
    Submission(
      "options that are none", "weight",
      "```{gradus}\n#| exercise: weight\n#| pionts: 9\n\(head)1\n```\n", .failed),
  ]

  static let tricks = [
    weight("forbidden", head + "∂L/∂W2", .forbidden, "`∂`"),
    weight("forbidden, spelled out", head + "partial(L, W2)", .forbidden),
    weight("forbidden, by another way", "g = value_and_grad\n" + head + "1", .forbidden, "`grad`"),
    weight("forbidden, under another name", "r = (σ, x) -> σ'(x)\n" + head + "1", .forbidden),
    weight("the loss made flat", "L := 0*W2\n" + head + "0", .failed),
    weight("the loss made flat by its input", "y = O2\nW4 = 0\n" + head + "0", .failed),
    weight("comparing made easy", "isapprox(a, b, tol=1) = true\n" + head + "1", .failed),
    weight("exit", "exit()\n" + head + "1", .failed, "exit"),
    weight("quit by an error", "check true\n" + head + "[1][2]", .failed),
    weight("hidden checks printed", "print(source(check))\n" + head + "1", .failed),
    weight("the key read", "k = read_csv(\"lesson.md\")\n" + head + "1", .failed),
    weight("imported", "import \"lesson.md\" as k\n" + head + "1", .failed),
    weight("verdict printed", "print(\"✓ passed\")\n" + head + "1", .failed),
    step("a copy of the output", "W2 = -0.219", .failed),
    step("the given changed", "η = 0\nW2 = W2 - η*∂L/∂W2", .failed),
    step("the check's number planted", "new = 1\nL := 0*W2\nW2 = -0.2", .failed),
    Submission(
      "a check of one's own", "weight",
      answer("weight", head + "1") + "\n```{gradus}\n#| check: weight\ncheck true\n```\n", .failed),
    Submission(
      "a solution of one's own", "weight",
      answer("weight", head + "1")
        + "\n```{gradus}\n#| solution: weight\n\(head)1\n```\n```{gradus}\n#| points: 99\n```\n",
      .failed),
  ]
}

@Suite struct GradeTests {
  @Test(arguments: Submission.right + Submission.wrong + Submission.broken + Submission.tricks)
  func aSubmissionGetsItsVerdict(submission: Submission) throws {
    let result = try #require(grade(submission.text)[submission.exercise])
    #expect(result.verdict == submission.verdict, "\(result.message)")
    #expect(
      submission.says.isEmpty || result.message.contains(submission.says), "\(result.message)")
  }

  @Test func whatIsHandedInTouchesNoOtherExercise() {
    let text =
      answer("weight", "y = 0\nW2 = 5\nL := 0\nanswer(y, O2, W4, O1, x2) = 0")
      + answer("step", "η = 0.5\nW2 = W2 - η*∂L/∂W2")
    let verdicts = grade(text)
    #expect(verdicts["weight"]?.verdict == .failed)
    #expect(verdicts["step"]?.verdict == .passed)
    #expect(verdicts["sum"]?.verdict == .missing)
  }

  @Test func theReportAddsUp() {
    let text = answer("step", "η = 0.5\nW2 = W2 - η*∂L/∂W2")
    let report = Grader.grade(notebook(text), key: notebook(exerciseLesson), in: Session())
    #expect(report.points == 3)
    #expect(report.max == 6)
    #expect(report.markdown.hasPrefix("# 3 of 6 points\n"))
    #expect(report.markdown.contains("| step | 3 of 3 | passed |  |"))
    #expect(
      report.json.hasPrefix(
        "{\"points\":3,\"max\":6,\"exercises\":[{\"name\":\"weight\",\"points\":0,\"max\":2,"
          + "\"verdict\":\"missing\",\"message\":"))
  }

  @Test func solutionsPassAndTheUntouchedCopyScoresNothing() {
    let key = notebook(exerciseLesson)
    let student = StudentCopy.text(of: key)
    let (proof, run) = AssignmentProof.prove(key, student: student) { Session() }
    #expect(proof.holds, "\(proof)")
    #expect(run.exercises.map(\.verdict) == [.unanswered, .unanswered])
    #expect(!student.contains("solution:"))
    #expect(!student.contains("check: step"))
    #expect(student.contains("check: weight"))
  }

  /// Lessons that must not go out, and the proof that says so.
  @Test func aProofThatDoesNotHoldSaysWhy() {
    func proof(_ solution: String, _ check: String, given: String = "a = 3") -> AssignmentProof {
      let key = notebook(
        lesson(given: given, question: "answer = ____", solution: solution, check: check))
      return AssignmentProof.prove(key, student: StudentCopy.text(of: key)) { Session() }.proof
    }
    #expect(proof("answer = a^2 + 1", "check answer ≈ 10").holds)
    #expect(!proof("answer = a^2 + 2", "check answer ≈ 10").instructor.isEmpty)
    let leaking = proof("answer = a^2 + 1/a + a", "check answer ≈ a^2 + 1/a + a")
    #expect(leaking.leaks.contains("a^2 + 1/a + a"))
    #expect(!proof("answer = 1", "check 1 ≈ 1", given: "b = answer").student.isEmpty)
  }
}
