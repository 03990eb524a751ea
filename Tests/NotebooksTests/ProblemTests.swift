import Diagnostics
import Testing

@testable import Notebooks

/// What can be wrong with a notebook's text: each mistake has its code and its place.
@Suite struct ProblemTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    let code: String
    let place: String
    var severity = Diagnostic.Severity.error
    var testDescription: String { "\(code) \(text.debugDescription)" }
  }

  private static let mistakes = [
    // Front matter.
    Mistake(text: "---\ntitle: a\n\ntext\n", code: "N0114", place: "lesson.md:1:1"),
    Mistake(text: "---\ntitle: a\n  b: c\n---\n", code: "N0106", place: "lesson.md:3:4"),
    Mistake(text: "---\n- a\n---\n", code: "N0106", place: "lesson.md:2:1"),
    Mistake(text: "---\ntitle: a\ntitle: b\n---\n", code: "N0105", place: "lesson.md:3:1"),
    Mistake(text: "---\nparams: {n: 1, n: 2}\n---\n", code: "N0105", place: "lesson.md:2:16"),
    Mistake(text: "---\ntitle: [a]\n---\n", code: "N0108", place: "lesson.md:2:8"),
    Mistake(text: "---\nauthor: {first: x}\n---\n", code: "N0108", place: "lesson.md:2:9"),
    Mistake(text: "---\nlang: e n\n---\n", code: "N0108", place: "lesson.md:2:7"),
    Mistake(text: "---\nparams: [n]\n---\n", code: "N0108", place: "lesson.md:2:9"),
    Mistake(text: "---\nparams: {n: [1]}\n---\n", code: "N0108", place: "lesson.md:2:13"),
    Mistake(text: "---\nparams: {2x: 1}\n---\n", code: "N0108", place: "lesson.md:2:10"),
    Mistake(text: "---\nparams: {if: 1}\n---\n", code: "N0108", place: "lesson.md:2:10"),
    Mistake(text: "---\nexecute: 5\n---\n", code: "N0108", place: "lesson.md:2:10"),
    Mistake(text: "---\nexecute:\n  echo: maybe\n---\n", code: "N0108", place: "lesson.md:3:9"),
    Mistake(text: "---\nexecute: {timeout: 0}\n---\n", code: "N0108", place: "lesson.md:2:20"),
    Mistake(
      text: "---\nexecute: {total-timeout: x}\n---\n", code: "N0108", place: "lesson.md:2:26"),
    Mistake(text: "---\nexecute: {memory: 5Q}\n---\n", code: "N0108", place: "lesson.md:2:19"),
    Mistake(text: "---\nexecute: {seed: 1.5}\n---\n", code: "N0108", place: "lesson.md:2:17"),
    Mistake(text: "---\nexecute: {error: perhaps}\n---\n", code: "N0108", place: "lesson.md:2:18"),
    Mistake(text: "---\nexecute: {cache: 3}\n---\n", code: "N0108", place: "lesson.md:2:18"),
    Mistake(
      text: "---\nexecute: {timout: 5}\n---\n", code: "N0119", place: "lesson.md:2:11",
      severity: .warning),
    Mistake(
      text: "---\nformat: revealjs\n---\n", code: "N0120", place: "lesson.md:2:9",
      severity: .warning),
    // Fences.
    Mistake(text: "a\n\n~~~{gradus}\n1\n```\n", code: "N0101", place: "lesson.md:3:1"),
    Mistake(text: "````{gradus}\n1\n```\n", code: "N0101", place: "lesson.md:1:1"),
    Mistake(text: "- a\n\n  ```{gradus}\n  1\n", code: "N0101", place: "lesson.md:3:3"),
    Mistake(text: "```{gradus} x\n1\n```\n", code: "N0107", place: "lesson.md:1:1"),
    Mistake(text: "```{gradus .x}\n1\n```\n", code: "N0107", place: "lesson.md:1:1"),
    Mistake(text: "```{gradus, echo=false}\n1\n```\n", code: "N0107", place: "lesson.md:1:1"),
    Mistake(
      text: "```{gradsu}\n1\n```\n", code: "N0115", place: "lesson.md:1:1", severity: .warning),
    Mistake(
      text: "> ```{ Gradus }\n> 1\n> ```\n", code: "N0115", place: "lesson.md:1:3",
      severity: .warning),
    Mistake(
      text: "a\n\n```gradus\n1\n```\n", code: "N0121", place: "lesson.md:3:1",
      severity: .warning),
    // Options.
    Mistake(text: "```{gradus}\n#| label\n```\n", code: "N0106", place: "lesson.md:2:4"),
    Mistake(
      text: "```{gradus}\n#| label: a\n#| label: b\n```\n", code: "N0105", place: "lesson.md:3:4"),
    Mistake(
      text: "```{gradus}\n#| echo: true\n\n#| eval: false\n```\n", code: "N0116",
      place: "lesson.md:4:1"),
    Mistake(
      text: "```{gradus}\nx = 1\n#| eval: false\n```\n", code: "N0116", place: "lesson.md:3:1"),
    Mistake(
      text: "```{gradus}\n#| points: 2\n```\n", code: "N0117", place: "lesson.md:2:4",
      severity: .warning),
    Mistake(text: "```{gradus}\n#| tol: nan\n```\n", code: "N0104", place: "lesson.md:2:9"),
    Mistake(text: "```{gradus}\n#| cache: 1\n```\n", code: "N0104", place: "lesson.md:2:11"),
    Mistake(text: "```{gradus}\n#| forbid: {a: b}\n```\n", code: "N0104", place: "lesson.md:2:12"),
    // Outputs and values of an earlier run.
    Mistake(text: "<!-- nb:output x -->\n", code: "N0109", place: "lesson.md:1:1"),
    Mistake(
      text: "```{gradus}\n1\n```\n\n<!-- nb:output x -->\n\ntext\n", code: "N0109",
      place: "lesson.md:5:1"),
    Mistake(text: "It is <!-- nb:= L -->0.1 now.\n", code: "N0118", place: "lesson.md:1:7"),
    Mistake(
      text: "A <!-- nb:= a -->1 b <!-- nb:= b -->2<!-- nb:end -->\n", code: "N0118",
      place: "lesson.md:1:3"),
    Mistake(text: "It is `{gradus}  `.\n", code: "N0110", place: "lesson.md:1:7"),
    // Text that is none.
    Mistake(text: "a\nb\u{0}\n", code: "N0113", place: "lesson.md:2:2"),
    Mistake(text: "a\u{1B}[31m\n", code: "N0113", place: "lesson.md:1:2"),
    Mistake(text: "a\r\nb\rc\r\n", code: "N0113", place: "lesson.md:2:2"),
    Mistake(text: "a\r", code: "N0113", place: "lesson.md:1:2"),
  ]

  @Test(arguments: mistakes) func aMistakeHasItsCodeAndPlace(mistake: Mistake) throws {
    let notebook = NotebookParser.parse(mistake.text, name: "lesson.md")
    let error = try #require(notebook.errors.first)
    #expect(error.code == mistake.code)
    #expect(error.primary?.place.description == mistake.place)
    #expect(error.severity == mistake.severity)
  }

  /// ISO 8859-1, UTF-16 with its mark, and a character that the end of the file cuts off.
  @Test(arguments: [
    ([0x61, 0x0A, 0xE9, 0x0A] as [UInt8], "lesson.md:2:1"),
    ([0xFF, 0xFE, 0x61, 0x00], "lesson.md:1:1"),
    ([0x61, 0xE2, 0x88], "lesson.md:1:2"),
  ])
  func bytesThatAreNoTextHaveAPlace(bytes: [UInt8], place: String) throws {
    let error = #expect(throws: Diagnostic.self) {
      _ = try NotebookParser.parse(bytes, name: "lesson.md")
    }
    #expect(error?.code == "N0112")
    #expect(error?.primary?.place.description == place)
  }

  @Test(arguments: [
    "", "\n\n", "---\n---\n", "---\ntitle: x\n---", "---\n", "---\n\ntitle: a rule, then text\n",
    "\u{FEFF}---\ntitle: x\n---\n", "a\u{0C}b\tc\r\n", "```{python}\n1\n```\n", "```{r}\n1\n```\n",
    "Write `<!-- nb:= L -->` there.\n",
    "```{gradus}\nx = 1\n#| a comment: no option\n# | label: x\n```\n",
    "---\nformat: {html: {toc: true}, revealjs: default}\njupyter: python3\n---\n",
  ])
  func whatIsFineIsFine(text: String) {
    #expect(NotebookParser.parse(text, name: "lesson.md").errors.map(\.code).isEmpty)
  }

  @Test func aFormatIsChosen() {
    func format(_ yaml: String) -> NotebookFormat? {
      NotebookParser.parse("---\nformat: \(yaml)\n---\n", name: "lesson.md").frontMatter.format
    }
    #expect(format("md") == .markdown)
    #expect(format("gfm") == .markdown)
    #expect(format("{revealjs: default, ipynb: {a: b}}") == .ipynb)
    #expect(format("[html, ipynb]") == .html)
    #expect(format("~") == nil)
  }

  /// The one in the front matter counts where `-t` says nothing.
  @Test func theFormatIsWritten() throws {
    let folder = try Folder()
    try folder.write("---\nformat: ipynb\n---\n\ntext\n")
    #expect(folder.run().code == 0)
    #expect(folder.names == ["lesson.ipynb", "lesson.md"])
    #expect(folder.run({ $0.format = .html }).code == 0)
    #expect(folder.names.contains("lesson.html"))
  }
}
