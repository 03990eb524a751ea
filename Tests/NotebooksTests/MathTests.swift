import Testing

@testable import Notebooks

@Suite struct UnicodeMathTests {
  @Test(arguments: [
    ("\\frac{dL}{dx} = \\frac{dL}{du} \\cdot \\frac{du}{dx}", "dL/dx = dL/du · du/dx"),
    ("\\partial L/\\partial W_1", "∂L/∂W₁"),
    ("x^{2}+y^2", "x² + y²"),
    ("\\sqrt{x+1}", "√(x + 1)"),
    ("W_{\\text{new}} = -\\eta", "W_new = −η"),
    ("\\begin{pmatrix}1 & 2 \\\\ 3 & 4\\end{pmatrix}", "(1 2; 3 4)"),
    ("\\hat{y}", "y\u{302}"),
    ("\\mathbb{R}^n", "ℝⁿ"),
    ("\\sin x + \\sin(x)", "sin x + sin(x)"),
    ("\\unknown{x}", "unknownx"),
    ("{{{", ""), ("}", ""), ("\\", ""), ("\\frac", "/"), ("\\begin{aligned}", ""),
  ]) func latexAsText(tex: String, text: String) { #expect(UnicodeMath.convert(tex) == text) }

  @Test func deepNestingIsCut() {
    #expect(UnicodeMath.convert(String(repeating: "{", count: 100_000)).count < 10)
  }
}

@Suite struct MathMLTests {
  @Test func lettersAreUnicode() {
    #expect(
      MathML.polish(
        "<math><mi mathvariant=\"bold\">x</mi><mi mathvariant=\"double-struck\">R</mi></math>")
        == "<math><mi>𝐱</mi><mi>ℝ</mi></math>")
    #expect(
      MathML.polish("<mi mathvariant=\"normal\">Γ</mi>") == "<mi mathvariant=\"normal\">Γ</mi>")
  }

  @Test func theAnnotationGoes() {
    let text =
      "<span class=\"katex\"><math><semantics><mi>x</mi><annotation encoding=\"t\">x</annotation></semantics></math></span>"
    #expect(MathML.polish(text) == "<math><mi>x</mi></math>")
  }

  @Test func aPrimeStandsBesideItsLetter() {
    #expect(
      MathML.polish("<msup><mi>f</mi><mo mathvariant=\"normal\" lspace=\"0em\">′</mo></msup>")
        == "<mrow><mi>f</mi><mo lspace=\"0\" rspace=\"0\">′</mo></mrow>")
    #expect(
      MathML.polish("<msup><mi>f</mi><mn>2</mn></msup>") == "<msup><mi>f</mi><mn>2</mn></msup>")
  }

  @Test func onlyWhatEnclosesSomethingTallGrows() {
    func row(_ inner: String) -> String {
      MathML.polish("<mrow><mo fence=\"true\">(</mo>\(inner)<mo fence=\"true\">)</mo></mrow>")
    }
    #expect(row("<mi>x</mi>").contains("stretchy=\"false\""))
    #expect(!row("<mi>x</mi>").contains("stretchy=\"true\""))
    #expect(row("<mfrac><mi>x</mi><mi>y</mi></mfrac>").contains("stretchy=\"true\""))
  }

  @Test func functionNamesHaveThinSpaces() {
    let space = "<mspace width=\"0.1667em\"/>"
    #expect(
      MathML.polish("<mrow><mn>2</mn><mi>sin</mi><mo>\u{2061}</mo><mi>x</mi></mrow>")
        == "<mrow><mn>2</mn>\(space)<mi>sin</mi><mo>\u{2061}</mo>\(space)<mi>x</mi></mrow>")
    let applied = "<mrow><mi>sin</mi><mo>\u{2061}</mo><mo stretchy=\"false\">(</mo></mrow>"
    #expect(MathML.polish(applied) == applied)
  }

  @Test func signsAndScripts() {
    #expect(
      MathML.polish("<mo>=</mo><mo>−</mo><mn>2</mn>")
        == "<mo>=</mo><mo form=\"prefix\">−</mo><mn>2</mn>")
    #expect(
      MathML.polish("<msub><mi>x</mi><mrow><mi>k</mi><mo>=</mo><mn>1</mn></mrow></msub>")
        == "<msub><mi>x</mi><mrow><mi>k</mi><mo lspace=\"0\" rspace=\"0\">=</mo><mn>1</mn></mrow></msub>"
    )
  }
}

@Suite struct NoBreakTests {
  @Test(arguments: [
    ("<p><math>a</math>, b</p>", "<p><span class=\"nb\"><math>a</math>,</span> b</p>"),
    ("<math>a</math> b\n<math>c</math>", "<math>a</math> b\n<math>c</math>"),
    ("<math display=\"block\">a</math>.", "<math display=\"block\">a</math>."),
    ("<math>a", "<math>a"), ("", ""),
  ]) func punctuationStays(html: String, expected: String) {
    #expect(HTMLNoBreak.apply(html) == expected)
  }
}

@Suite struct TypesetterTests {
  @Test func formulasBecomeMathML() throws {
    let typesetter = MathTypesetter()
    guard
      case .mathML(let markup) = typesetter.typeset(MathFormula("\\frac{a}{b}", isDisplay: false))
    else {
      Issue.record("KaTeX is not there; the Debian package is libjs-katex")
      return
    }
    #expect(markup == "<math><mrow><mfrac><mi>a</mi><mi>b</mi></mfrac></mrow></math>")
  }

  @Test func theFontHoldsThePage() throws {
    let small = try #require(MathFont.subset([0x1D465, 0x3D]))
    // OpenType with CFF outlines begins with OTTO.
    #expect(small.starts(with: Array("OTTO".utf8)))
    #expect(small.count < 60_000)
    #expect(MathFont.subset([0x1D465, 0x3D]) == small)
  }
}
