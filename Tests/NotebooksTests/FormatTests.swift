import Interpreter
import Testing

@testable import Notebooks

@Suite struct MarkdownPageTests {
  @Test func outputsStandBehindCellsAndOptionsGo() {
    let text = MarkdownPage.render(
      run(
        "---\ntitle: A *b*\n---\n\n```{gradus}\n#| label: a\nsay x\ntex y^2\n```\n\nIt is `{gradus} \"*1*\"`.\n"
      ),
      folder: "f"
    ).text
    #expect(
      text == """
        # A \\*b\\*

        ```gradus
        say x
        tex y^2
        ```

        ```text
        x
        ```

        $$
        y^2
        $$

        It is \\*1\\*.

        """)
  }
}

@Suite struct TextPageTests {
  private func text(_ markdown: String, columns: Int = 40) -> String {
    TextPage.render(run(markdown), columns: columns, color: false)
  }

  @Test func proseIsWrapped() {
    let text = text("One two three four five six seven eight nine ten eleven twelve $x_1$.\n")
    #expect(text == "One two three four five six seven eight\nnine ten eleven twelve x₁.\n")
  }

  @Test func blocksKeepTheirForm() {
    #expect(text("# A\n\n1. a\n2. b\n   - c\n") == "A\n═\n\n1. a\n2. b\n   • c\n")
    #expect(text("> q\n> r\n>\n> s\n") == "│ q r\n│\n│ s\n")
    #expect(text("> [!NOTE]\n> a\n") == "│ *Note*\n│ a\n")
    #expect(text("| a | b |\n|---|--:|\n| x | 10 |\n") == "a   b\n─  ──\nx  10\n")
    #expect(text("$$\na = b\n$$\n") == "    a = b\n")
    #expect(text("a[^1]\n\n[^1]: note\n") == "a[1]\n\n[1] note\n")
  }

  @Test func longLinesOfCodeGoOnWithAMark() {
    let code = "let total = alpha + beta + gamma + delta + epsilon + zeta"
    let lines = text("```text\n\(code)\n\(String(repeating: "x", count: 50))\n```\n")
      .split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "    let total = alpha + beta + gamma +", "  ↪ delta + epsilon + zeta",
        "    " + String(repeating: "x", count: 36), "  ↪ " + String(repeating: "x", count: 14),
      ])
    // A cell is code as well; in a wider terminal it stays as it is.
    #expect(text("```{gradus}\n\(code)\n```\n").contains("gamma +\n  ↪ delta"))
    #expect(text("```text\n\(code)\n```\n", columns: 80) == "    \(code)\n")
  }

  @Test(arguments: ["損失関数の値がとても長い名前を持つ場合", "a  b   c    d     e      f       g", ""])
  func piecesOfCodeAreTheLine(line: String) {
    let long = String(repeating: line, count: 5)
    let pieces = TextWrap.pieces(of: long, columns: 20)
    #expect(pieces.joined() == long)
    for piece in pieces { #expect(displayWidth(piece.trimmedEnd) <= 20) }
  }

  @Test func controlCharactersDoNotReachTheTerminal() {
    #expect(!text("a \u{1B}[31m b\n\n```{gradus}\nsay \u{1B}]0;x\u{7}\n```\n").contains("\u{1B}"))
  }
}

@Suite struct IPYNBTests {
  /// Markdown to a Jupyter notebook and back is the same Markdown.
  @Test(arguments: [
    "# Title\n\ntext\n\n```{gradus}\n#| label: a\nsay x\n```\n\nmore\n",
    "---\ntitle: t\n---\n\n```{gradus}\nx\n```\n",
    "```{gradus}\na\n```\n\n```{gradus}\nb\n```\n",
    "```{gradus}\na\n```\n```{gradus}\nb\n```\ntext\n\n\n\nmore\n\n```{gradus}\n```\n",
    "- list\n\n  ```{gradus}\n  a\n\n  b\n  ```\n\n- more\n",
    "> ~~~~{gradus}\n> a\n> ~~~~\n> text\n",
    "````{gradus}\nsay ```\n````\n", "no cells at all\n", "\n\ntext without an end",
  ]) func markdownComesBack(text: String) throws {
    let ipynb = IPYNBWriter.render(run(text))
    #expect(try IPYNBReader.markdown(from: Array(ipynb.utf8), name: "l.ipynb") == text)
    let again = run(try IPYNBReader.markdown(from: Array(ipynb.utf8), name: "lesson.md"))
    #expect(IPYNBWriter.render(again) == ipynb)
  }

  @Test func othersNotebooksAreRead() throws {
    let json =
      ##"{"nbformat": 4, "nbformat_minor": 2, "metadata": {"kernelspec": {"language": "python"}}, "cells": [{"cell_type": "markdown", "source": "# a"}, {"cell_type": "code", "source": ["x\n", "y"], "outputs": []}, {"cell_type": "markdown", "source": "\u00e9\ud83d\ude00"}]}"##
    #expect(
      try IPYNBReader.markdown(from: Array(json.utf8), name: "x")
        == "# a\n\n```python\nx\ny\n```\n\né😀\n")
  }

  @Test(arguments: [
    "", "{", "[1, 2", "{\"cells\": 3}", "{\"nbformat\": 3, \"worksheets\": []}", "nul", "\"\\u12\"",
  ])
  func brokenFilesAreDiagnosed(json: String) {
    #expect(throws: (any Error).self) {
      try IPYNBReader.markdown(from: Array(json.utf8), name: "x")
    }
  }
}
