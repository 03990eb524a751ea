import Diagnostics
import Foundation
import Testing

@testable import Syntax

@Suite struct FormatterTests {
  @Test(arguments: [
    ("x=1", "x = 1\n"), ("f(x,p = 2)=x ^ 2+p", "f(x, p=2) = x^2 + p\n"),
    ("a=[1,2 ;3,4]", "a = [1, 2; 3, 4]\n"), ("A[1 :3,end-1]", "A[1:3, end-1]\n"),
    ("A[ : ,1]", "A[:, 1]\n"), ("p={W :1,b:2}", "p = {W: 1, b: 2}\n"),
    ("L:=(y-O2)^2", "L := (y - O2)^2\n"), ("∂L/∂W1|x", "∂L/∂W1 | x\n"), ("x=-1", "x = -1\n"),
    ("f = x->- x", "f = x -> -x\n"), ("2*x + a * b", "2*x + a * b\n"),
    ("x =3;y= 4", "x = 3; y = 4\n"),
    ("f . (x)", "f . (x)\n"), ("not(a)and b", "not (a) and b\n"), ("x+=1", "x += 1\n"),
    ("function f(x:[n,d])\nx\nend", "function f(x: [n, d])\n  x\nend\n"),
    ("\"a  {x+1:.2f}\"", "\"a  {x+1:.2f}\"\n"), ("A ᵀ", "Aᵀ\n"), ("x ²", "x²\n"),
    ("1:n+1", "1:n+1\n"), ("a+b", "a + b\n"), ("a |>f", "a |> f\n"), ("√ x", "√x\n"),
  ])
  func laysOut(text: String, expected: String) {
    guard codes(text).isEmpty else { return }
    #expect(format(text) == expected)
  }

  @Test func indentsBlocksAndContinuations() {
    let text = """
      if a   # why
      x = 1
          elseif b
      # alone
      for i in 1:3
      y = [1,
      2,
      3]
      end
      else
      z = 1 +
      2
      end



      w
      """
    let expected = """
      if a   # why
        x = 1
      elseif b
        # alone
        for i in 1:3
          y = [1,
            2,
            3]
        end
      else
        z = 1 +
          2
      end

      w

      """
    #expect(format(text) == expected)
  }

  @Test func keepsCommentsBelowEachOther() {
    #expect(format("x = 1    # one\nlong = 2 # two") == "x = 1     # one\nlong = 2  # two\n")
    #expect(format("x=1 # one\nlong = 2 # two") == "x = 1  # one\nlong = 2  # two\n")
  }

  @Test func keepsSignsBelowEachOther() {
    #expect(format("O1 := a\nL  := b") == "O1 := a\nL  := b\n")
    #expect(format("O1:=a\nL :=b") == "O1 := a\nL := b\n")
    #expect(format("x  = 1") == "x = 1\n")
  }

  @Test func stringsOverSeveralLinesStay() {
    let text = "x = \"a {1 +  # one\n\n   2} b\" # two\ny = 1\n"
    let expected = "x = \"a {1 +  # one\n\n   2} b\"  # two\ny = 1\n"
    #expect(format(text) == expected)
    #expect(format(expected) == expected)
  }

  @Test func leavesWrongTextAlone() { #expect(format("x = )") == nil) }

  @Test(arguments: Corpus.programs.map(\.name))
  func keepsTheTreeAndItsOwnResult(name: String) throws {
    let text = try #require(Corpus.programs.first { $0.name == name }?.text)
    let once = try #require(format(text))
    #expect(tree(once) == tree(text))
    #expect(format(once) == once)
  }

  @Test func formatsTheCellsOfNotebooks() {
    let page = """
      text `x=1`

      ```{gradus}
      #| label: a
      x=1
      ```

      - item
        ~~~{gradus}
        y=2
        ~~~

      ```gradus
      z=3
      ```
      """
    let expected = page.replacingOccurrences(of: "\nx=1", with: "\nx = 1")
      .replacingOccurrences(of: "y=2", with: "y = 2")
    #expect(NotebookCells.format(page, name: "a.md") { _ in } == expected)
    #expect(NotebookCells.format(expected, name: "a.md") { _ in } == expected)
  }
}
