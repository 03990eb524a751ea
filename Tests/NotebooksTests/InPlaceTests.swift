import Notebooks
import Testing

@Suite struct InPlaceTests {
  @Test func anOutputStandsBehindItsCell() {
    #expect(
      inPlace("```{gradus}\n#| label: a\nsay hello\n```\n\nprose\n") == """
        ```{gradus}
        #| label: a
        say hello
        ```

        <!-- nb:output a -->

        ```text
        hello
        ```

        <!-- nb:end -->

        prose

        """)
  }

  @Test func aValueStandsBesideItsExpression() {
    #expect(
      inPlace("Is `{gradus} \"1\"` it?\n") == "Is <!-- nb:= \"1\" -->1<!-- nb:end --> it?\n")
    #expect(inPlace("`{gradus} \"1\"`\n") == "<wbr><!-- nb:= \"1\" -->1<!-- nb:end -->\n")
    #expect(inPlace("- `{gradus} \"1\"`\n") == "- <wbr><!-- nb:= \"1\" -->1<!-- nb:end -->\n")
  }

  /// Writing again changes nothing, whatever the cells write.
  @Test(arguments: [
    "```{gradus}\nsay hello\n```\n",
    "```{gradus}\nsay hello\n```",
    "```{gradus}\nsay hello\n```\ntext right behind it\n",
    "```{gradus}\nset x 1\n```\nno output\n",
    "```{gradus}\nsay ```\n```\n",
    "```{gradus}\nsay ```⏎<!-- nb:end -->⏎````\n```\n",
    "```{gradus}\n#| output: asis\nsay ```⏎open\n```\n\ntext\n",
    "```{gradus}\n#| output: asis\nsay <!-- open\n```\n\ntext\n",
    "```{gradus}\n#| output: asis\nsay | a |⏎|---|⏎| 1 |\n```\n\ntext\n",
    "```{gradus}\n#| output: asis\nsay <!-- nb:end -->\n```\n\ntext\n",
    "```{gradus}\nfail\n```\n\n```{gradus}\nfail\n```\n",
    "- item\n  ```{gradus}\n  say in a list\n  ```\n- next `{gradus} \"1\"`\n",
    "> quote\n> ```{gradus}\n> say in a quotation\n> ```\n> more\n",
    "1. a\n\n   > ```{gradus}\n   > say deep\n   >\n   > ```\n\n2. b\n",
    "```{gradus}\r\nsay crlf\r\n```\r\n\r\nIs `{gradus} \"1\"` it?\r\n",
    "`{gradus} \"1\"` at the start\n`{gradus} \"2\"` and again\n\n# `{gradus} \"3\"`\n",
    "| a | b |\n|---|---|\n| `{gradus} \"x\\|y\"` | `{gradus} \"*\"` |\n",
    "`{gradus} \"a--b-->\"` and `{gradus} \"&amp;\"`\n",
    "`{gradus} \"<b>$x$ `\" ` and `{gradus} missing`\n",
    "`{gradus} \"<!-- nb:end -->\"`\n",
    "```{gradus}\ntex \\frac{a}{b}\n```\n\n$$\na\n- b\n$$\n",
    "---\ntitle: t\n---\n\n```{gradus}\n#| output: false\nsay x\n```\n",
    "<details><summary>s</summary>\n\n```{gradus}\nsay x\n```\n\n</details>\n",
    "<!-- nb:output gone -->\n\nold\n\n<!-- nb:end -->\n\ntext\n",
    "text\n\n<!-- nb:output gone -->\n\nold\n\n<!-- nb:end -->\n",
  ]) func writingIsAFixedPoint(text: String) {
    let once = inPlace(text)
    #expect(inPlace(once) == once)
    #expect(NotebookParser.parse(once, name: "l.md").errors.isEmpty)
    #expect(
      run(once).notebook.cells.map(\.source.text) == run(text).notebook.cells.map(\.source.text))
    #expect(
      run(once).notebook.values.map(\.source.text) == run(text).notebook.values.map(\.source.text))
  }

  @Test func staleOutputsGo() {
    let text =
      "```{gradus}\nset x 1\n```\n\n<!-- nb:output cell-1 -->\n\n```text\nold\n```\n\n<!-- nb:end -->\n\nend\n"
    #expect(inPlace(text) == "```{gradus}\nset x 1\n```\n\nend\n")
    #expect(inPlace("a\n\n<!-- nb:output gone -->\n\nold\n\n<!-- nb:end -->\n\nb\n") == "a\n\nb\n")
  }

  @Test func whatWasNotReachedKeepsItsOutput() {
    let text = "```{gradus}\nsay a\n```\n\n```{gradus}\nsay b\n```\n\nIt is `{gradus} \"1\"`.\n"
    let stopped = inPlace(text).replacing("say a", with: "stop")
    #expect(inPlace(stopped).contains("```text\nb\n```"))
    #expect(inPlace(stopped).contains("-->1<!-- nb:end -->."))
  }

  @Test func proseIsNeverPrintedAnew() {
    let prose = "*  odd   list\n* * *\nSetext\n===\n\\$x$ &nbsp; <B>raw</B>\t\n\n\n[a]: <b>\n"
    #expect(inPlace(prose) == prose)
  }
}

@Suite struct CheckTests {
  private func check(_ text: String, after change: (String) -> String) -> [String] {
    Checker.inPlace(run(change(inPlace(text))), folder: "lesson_files", readFile: { _ in nil })
      .map(\.title)
  }

  private let text = "```{gradus}\n#| label: a\nsay 0.1234\n```\n\nIt is `{gradus} \"0.5\"`.\n"

  @Test func whatWasCommittedIsWhatRuns() {
    #expect(check(text) { $0 } == [])
  }

  @Test func oneDigitIsFound() {
    #expect(
      check(text) { $0.replacing("\n0.1234\n", with: "\n0.1235\n") } == [
        "lesson.md:1: the output of `a` differs"
      ])
    #expect(
      check(text) { $0.replacing(">0.5<", with: ">0.6<") } == [
        "lesson.md:14: the value of `\"0.5\"` differs"
      ])
  }

  @Test func theToleranceIsForNumbersOnly() {
    let loose = text.replacing("#| label: a\n", with: "#| label: a\n#| tol: 1e-2\n")
    #expect(check(loose) { $0.replacing("\n0.1234\n", with: "\n0.1235\n") } == [])
    #expect(check(loose) { $0.replacing("\n0.1234\n", with: "\n0.2234\n") }.count == 1)
    #expect(check(loose) { $0.replacing("\n0.1234\n", with: "\nx.1234\n") }.count == 1)
    #expect(check(loose) { $0.replacing("\n0.1234\n", with: "\n0.1234 0\n") }.count == 1)
  }

  @Test func clocksAreLeftOut() {
    #expect(
      check("```{gradus}\nclock\nsay 1\n```\n") { $0.replacing("\n1\n", with: "\n2\n") } == [])
  }

  @Test func nothingCommittedIsADifference() {
    #expect(Checker.inPlace(run(text), folder: "f", readFile: { _ in nil }).count == 2)
  }

  @Test func theDiffShowsBothSides() {
    let found = Checker.inPlace(
      run(inPlace(text).replacing("\n0.1234\n", with: "\n0.1235\n")), folder: "f",
      readFile: { _ in nil })
    #expect(found.first?.lines.contains("- 0.1235") == true)
    #expect(found.first?.lines.contains("+ 0.1234") == true)
  }
}
