import Diagnostics
import Testing

@testable import Notebooks

private func parse(_ text: String) -> Notebook { NotebookParser.parse(text, name: "lesson.md") }

@Suite struct CellTests {
  @Test func onlyTheBracedFenceRuns() {
    let notebook = parse(
      """
      ```{gradus}
      a
      ```

      ```gradus
      b
      ```

      ```{{gradus}}
      c
      ```

      ```
      d
      ```

          ```{gradus}
          an indented block is no fence
          ```
      """)
    #expect(notebook.cells.map(\.source.text) == ["a\n"])
    #expect(notebook.errors.isEmpty)
  }

  @Test(arguments: [
    ("````{gradus}\n```\nx\n```\n````\n", "```\nx\n```\n"),
    ("~~~{gradus}\n```\n~~~\n", "```\n"),
    ("```{gradus}\n```\n", ""),
    ("  ```{gradus}\n  x\n    y\n  ```\n", "x\n  y\n"),
    ("```{gradus}\r\nx\r\ny\r\n```\r\n", "x\ny\n"),
    ("<!-- comment\n```{gradus}\nno\n```\n-->\n\n```{gradus}\nyes\n```\n", "yes\n"),
    ("$$\na\n- b\n```\n$$\n\n```{gradus}\nyes\n```\n", "yes\n"),
    ("````\n```{gradus}\nno\n```\n````\n```{gradus}\nyes\n```\n", "yes\n"),
  ]) func aFenceHoldsWhatMarkdownSays(text: String, code: String) {
    let notebook = parse(text)
    #expect(notebook.cells.map(\.source.text) == [code])
    #expect(notebook.errors.isEmpty)
  }

  @Test func placesAreThoseOfTheMarkdown() throws {
    let notebook = parse(
      "text\n\n- item\n\n  ```{gradus}\n  first\n  second\n  ```\n\n> ```{gradus}\n> q\n> ```\n")
    let source = try #require(notebook.cells.first?.source)
    // Line 7, behind the two blanks of the list.
    #expect(Place(source, Span(6, 12)).description == "lesson.md:7:3")
    #expect(Place(notebook.cells[1].source, Span(0, 1)).description == "lesson.md:11:3")
    #expect(notebook.cells.map(\.prefix) == ["  ", "> "])
  }

  @Test func anUnclosedFenceIsAnErrorAtItsLine() {
    let notebook = parse("text\n\n```{gradus}\nx\n")
    #expect(notebook.errors.map { $0.primary?.place.description } == ["lesson.md:3:1"])
  }

  @Test func unlabelledCellsAreCounted() {
    let notebook = parse("```{gradus}\n```\n```{gradus}\n#| label: loss\n```\n```{gradus}\n```\n")
    #expect(notebook.cells.map(\.id) == ["cell-1", "loss", "cell-3"])
  }

  @Test func theCodeIsWithoutItsOptions() {
    let notebook = parse(
      "```{gradus}\n#| echo: true\n#| fig-cap: >\n#|   two\n#|   lines\n\nx\n\ny\n\n```\n")
    #expect(notebook.cells[0].code == "x\n\ny")
    #expect(notebook.cells[0].options.figCap == "two lines\n")
  }
}

@Suite struct OptionTests {
  @Test func allKeysAreRead() {
    let notebook = parse(
      """
      ```{gradus}
      #| label: fig-a
      #| eval: false
      #| echo: false
      #| output: asis
      #| error: expected
      #| include: false
      #| fig-cap: "A: b"
      #| fig-alt: alt
      #| fig-width: 300
      #| fig-height: 200.5
      #| timeout: 2
      #| tol: 1e-6
      #| seed: 7
      #| cache: true
      #| exercise: ex
      #| points: 2
      #| forbid: [grad, ∂]
      ```
      """)
    #expect(notebook.errors.isEmpty)
    let options = notebook.cells[0].options
    #expect(options.label == "fig-a" && !options.eval && options.echo == false)
    #expect(options.output == .asis && options.error == .expected && !options.include)
    #expect(options.figCap == "A: b" && options.figAlt == "alt")
    #expect(options.figWidth == 300 && options.figHeight == 200.5)
    #expect(options.timeout == 2 && options.tol == 1e-6 && options.seed == 7)
    #expect(options.cache == true && options.exercise == "ex" && options.points == 2)
    #expect(options.forbid == ["grad", "∂"])
  }

  @Test(arguments: [
    ("lable: x", "N0103", 2, 4), ("eval: maybe", "N0104", 2, 10), ("timeout: -1", "N0104", 2, 13),
    ("label: \"a b\"", "N0104", 2, 11), ("seed: 1.5", "N0104", 2, 10),
    ("echo: \"true\"", "N0104", 2, 10),
    ("output: [", "N0106", 3, 1), ("just words", "N0106", 2, 4), ("fig-width: 1e9", "N0104", 2, 15),
    ("label: \"<script>\"", "N0104", 2, 11),
  ]) func whatIsWrongIsToldWithItsPlace(option: String, code: String, line: Int, column: Int) throws
  {
    let notebook = parse("```{gradus}\n#| \(option)\nx\n```\n")
    let error = try #require(notebook.errors.first)
    let place = try #require(error.primary?.place)
    let position = place.file.position(at: place.span.start)
    #expect(error.code == code)
    #expect(position.line == line || code == "N0106")
    #expect(position.column == column || code == "N0106")
  }

  @Test func theNearestKeyIsOffered() {
    let notebook = parse("```{gradus}\n#| figcap: x\n```\n")
    #expect(notebook.errors[0].hint == "did you mean `fig-cap`?")
  }

  @Test func aLabelIsUsedOnce() {
    let notebook = parse("```{gradus}\n#| label: a\n```\n\n```{gradus}\n#| label: a\n```\n")
    #expect(notebook.errors.map(\.code) == ["N0102"])
    #expect(notebook.errors[0].primary?.place.description == "lesson.md:6:4")
    #expect(notebook.errors[0].secondary.first?.place.description == "lesson.md:2:4")
  }
}

@Suite struct FrontMatterTests {
  @Test func knownKeysAreRead() {
    let matter = parse(
      """
      ---
      title: "A: title"
      author: [A, {name: B}]
      lang: de
      params: {rate: 0.5, fast: true, name: adam, text: "3"}
      execute: {echo: false, timeout: 5, total-timeout: 60, memory: 64M, seed: 3}
      something-else: [1, 2]
      ---

      text
      """
    ).frontMatter
    #expect(matter.title == "A: title" && matter.authors == ["A", "B"] && matter.lang == "de")
    #expect(matter.parameters.map(\.name) == ["rate", "fast", "name", "text"])
    #expect(
      matter.parameters.map(\.value)
        == [.number(0.5), .bool(true), .text("adam"), .number(3)].enumerated().map {
          $0.offset == 3 ? .text("3") : $0.element
        })
    #expect(matter.execute.echo == false && matter.execute.timeout == 5)
    #expect(matter.execute.memory == 64 << 20 && matter.execute.seed == 3)
  }

  @Test func brokenYAMLHasItsPlace() {
    let notebook = parse("---\ntitle: [a\n---\n")
    #expect(notebook.errors.map(\.code) == ["N0106"])
    #expect(notebook.errors[0].primary?.place.description.hasPrefix("lesson.md:") == true)
  }

  @Test func aRuleIsNotFrontMatter() {
    #expect(parse("---\n\ntext\n").errors.isEmpty)
    #expect(parse("text\n\n---\ntitle: x\n---\n").frontMatter.title == nil)
  }

  @Test func aliasesCannotMakeItEndless() {
    let bomb = (1...9).map {
      "a\($0): &a\($0) [\(Array(repeating: "*a\($0 - 1)", count: 9).joined(separator: ", "))]"
    }
    let notebook = parse("---\na0: &a0 [x]\n\(bomb.joined(separator: "\n"))\n---\n")
    #expect(notebook.errors.map(\.code) == ["N0106"])
  }
}

@Suite struct InlineTests {
  private func values(_ text: String) -> [String] { parse(text).values.map(\.source.text) }

  private func math(_ text: String) -> [String] {
    parse(text).pieces.compactMap { piece in
      guard case .math(let tex, let isDisplay) = piece.kind else { return nil }
      return isDisplay ? "$$" + tex : tex
    }
  }

  @Test func valuesStandInProse() {
    #expect(values("a `{gradus} L` b `{gradus} \"{L:.3f}\"`") == ["L", "\"{L:.3f}\""])
    #expect(
      values("# `{gradus} x`\n\n- `{gradus} y`\n\n| a |\n|---|\n| `{gradus} z \\| w` |\n") == [
        "x", "y", "z | w",
      ])
    #expect(values("``{gradus} `a` ``") == ["`a`"])
  }

  @Test func valuesDoNotStandInCode() {
    #expect(values("```\n`{gradus} L`\n```\n") == [])
    #expect(values("    `{gradus} L`\n") == [])
    #expect(values("`` `{gradus} L` ``") == [])
    #expect(values("\\`{gradus} L`") == [])
    #expect(values("`{gradus}`") == [])
    #expect(values("`gradus L`") == [])
  }

  @Test func aCommittedValueIsTheSameValue() {
    let notebook = parse("It is <!-- nb:= L -->0.123<!-- nb:end --> now.")
    #expect(notebook.values.map(\.source.text) == ["L"])
    #expect(notebook.values.map(\.committed) == ["0.123"])
    #expect(
      values("<!-- nb:= a -->1<!-- nb:end --> begins a line\n<!-- nb:= b -->2<!-- nb:end -->") == [
        "a", "b",
      ])
    #expect(values("<!-- nb:= a-&#45;b -->1<!-- nb:end -->") == ["a--b"])
    #expect(values("```\n<!-- nb:= a -->1<!-- nb:end -->\n```\n") == [])
  }

  @Test func mathIsFound() {
    #expect(math("$x_1$ and $a_2 * b * c$.") == ["x_1", "a_2 * b * c"])
    #expect(math("$$\na\n+ b\n= c\n$$\n") == ["$$a\n+ b\n= c"])
    #expect(math("text $$x$$ text") == ["$$x"])
    #expect(math("> $$\n> a\n> - b\n> $$\n") == ["$$a\n- b"])
    #expect(math("$\nx\n$\n") == ["$$x"])
    #expect(math("$`a_1`$") == ["a_1"])
  }

  @Test func moneyIsNotMath() {
    #expect(math("It costs $5 and $6 a day") == [])
    #expect(math("\\$x$ and `$x$`") == [])
    #expect(math("```\n$x$\n```\n") == [])
  }
}

@Suite struct DateTests {
  /// Days from `date -u -d @SECONDS +%F` of GNU coreutils.
  @Test(arguments: [
    (0, "1970-01-01"), (951_782_400, "2000-02-29"), (1_709_164_800, "2024-02-29"),
    (4_107_542_399, "2100-02-28"), (4_107_542_400, "2100-03-01"), (-1, "1969-12-31"),
  ]) func aDayFromSeconds(seconds: Int, day: String) {
    #expect(FrontMatter.isoDate(secondsSince1970: seconds) == day)
  }
}
