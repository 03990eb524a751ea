import Diagnostics
import Notebooks
import Testing

private func cell(_ lines: String...) -> String {
  "```{gradus}\n" + lines.joined(separator: "\n") + "\n```\n\n"
}

@Suite struct RunnerTests {
  @Test func cellsAndValuesRunFromTopToBottom() {
    let result = run(
      "`{gradus} x`\n\n" + cell("set x 1") + "`{gradus} x`\n\n" + cell("set x 2") + "`{gradus} x`\n"
    )
    #expect(result.values.map(\.plainText) == ["⚠ no `x`", "1", "2"])
    #expect(result.status == .cellFailed)
  }

  @Test func theStatusIsTheGravest() {
    #expect(run("nothing to run").status == .fine)
    #expect(run(cell("say a")).status == .fine)
    #expect(run(cell("fail")).status == .cellFailed)
    #expect(run(cell("slow") + cell("fail")).status == .budget)
    #expect(run(cell("fail") + cell("stop")).status == .interrupted)
    #expect(
      [NotebookRun.Status.fine, .cellFailed, .budget, .interrupted].map(\.rawValue) == [
        0, 1, 3, 130,
      ])
  }

  @Test func theRestRunsAfterAFailure() {
    let result = run(cell("fail") + cell("say on"))
    #expect(result.cells.map(\.status) == [.failed, .ran])
  }

  @Test func failFastAndCtrlCEndTheRun() {
    var settings = RunSettings()
    settings.failFast = true
    #expect(
      run(cell("fail") + cell("say on"), settings: settings).cells.map(\.status) == [
        .failed, .notReached,
      ])
    #expect(run(cell("stop") + cell("say on")).cells.map(\.status) == [.failed, .notReached])
  }

  @Test func errorPolicies() {
    #expect(run(cell("#| error: true", "fail")).status == .fine)
    #expect(run(cell("#| error: expected", "fail")).status == .fine)
    let missing = run(cell("#| error: expected", "say fine"))
    #expect(missing.status == .cellFailed)
    #expect(missing.cells[0].errors.map(\.code) == ["N0201"])
    #expect(run("---\nexecute: {error: true}\n---\n" + cell("fail")).status == .fine)
    var settings = RunSettings()
    settings.allowErrors = true
    #expect(run(cell("fail"), settings: settings).status == .fine)
  }

  @Test func evalFalseAndOpenExercisesDoNotRun() {
    let result = run(cell("#| eval: false", "fail") + cell("#| exercise: a", "set x ____"))
    #expect(result.cells.map(\.status) == [.skipped, .skipped])
    #expect(result.status == .fine)
  }

  @Test func timesComeFromTheNearestPlace() {
    let engine = FakeEngine()
    var settings = RunSettings()
    let text =
      "---\nexecute: {timeout: 5}\n---\n" + cell("say a")
      + cell("#| timeout: 2", "#| seed: 9", "say b")
    _ = Runner.run(NotebookParser.parse(text, name: "l.md"), in: engine, settings: settings)
    settings.timeout = 3
    _ = Runner.run(NotebookParser.parse(text, name: "l.md"), in: engine, settings: settings)
    #expect(engine.seconds == [5, 2, 3, 2])
    #expect(engine.seeds == [nil, 9, nil, 9])
  }

  @Test func errorsInAPageNameTheCell() {
    let result = run("text\n\n" + cell("say a", "fail"))
    #expect(result.diagnostics.map { $0.primary?.place.description } == ["lesson.md:5:1"])
    #expect(result.cells[0].errors.map { $0.primary?.place.description } == ["cell-1:2:1"])
  }
}

@Suite struct ParameterTests {
  private let declared = NotebookParser.parse(
    "---\nparams: {rate: 0.5, fast: true, name: x}\n---\n", name: "l.md"
  ).frontMatter.parameters

  @Test func typedByTheDefault() throws {
    #expect(try Parameters.parse("rate=1e-3", declared: declared).value == .number(1e-3))
    #expect(try Parameters.parse("fast=false", declared: declared).value == .bool(false))
    #expect(try Parameters.parse("name=1=2", declared: declared).value == .text("1=2"))
    #expect(throws: Parameters.Failure.self) {
      try Parameters.parse("rate=fast", declared: declared)
    }
    #expect(throws: Parameters.Failure.self) { try Parameters.parse("fast", declared: declared) }
  }

  @Test func theNearestNameIsOffered() {
    do throws(Parameters.Failure) {
      _ = try Parameters.parse("rat=1", declared: declared)
      Issue.record("an unknown name was accepted")
    } catch {
      #expect(error.message.contains("did you mean `rate`?"))
    }
  }

  @Test func aFileSetsSeveral() throws {
    let values = try Parameters.parseFile("rate: 2\nname: 7\n", name: "p.yml", declared: declared)
    #expect(values.map(\.value) == [.number(2), .text("7")])
  }

  @Test func theyAreThereBeforeTheFirstCell() {
    var settings = RunSettings()
    settings.parameters = [("rate", .number(2))]
    let text = "---\nparams: {rate: 0.5, name: x}\n---\n`{gradus} rate` `{gradus} name`\n"
    #expect(run(text, settings: settings).values.map(\.plainText) == ["2.0", "x"])
  }
}
