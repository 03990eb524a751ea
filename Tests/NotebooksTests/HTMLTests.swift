import Testing

@testable import Notebooks

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct HTMLFilterTests {
  /// Attacks, and what must not be left of them. The forms are those of OWASP's list of filter evasions.
  @Test(arguments: [
    ("<script>alert(1)</script>", "alert"),
    ("<SCRIPT SRC=//x.example/a.js></SCRIPT>", "x.example"),
    ("<scr<script>ipt>alert(1)</script>", "<script"),
    ("<script>a<script>alert(1)</script>", "<script"),
    ("x <script >alert(1)</script\t> y", "alert"),
    ("<script>alert(1)", "alert"),
    ("<img src=x onerror=alert(1)>", "onerror"),
    ("<img src=x onerror='alert(1)'/>", "onerror"),
    ("<img/src=x/onerror=alert(1)>", "<img"),
    ("<b onclick=\"alert(1)\">x</b>", "onclick"),
    ("<b ONCLICK=alert(1)>x</b>", "lert(1)"),
    ("<a href=\"javascript:alert(1)\">x</a>", "javascript:"),
    ("<a href=\" java\tscript:alert(1)\">x</a>", "script:"),
    ("<a href=\"&#106;avascript:alert(1)\">x</a>", "script:"),
    ("<a href=\"javascript&colon;alert(1)\">x</a>", "alert"),
    ("<a href=\"data:text/html,<b>x\">x</a>", "data:text"),
    ("<a href=vbscript:x>x</a>", "vbscript"),
    ("[x](javascript:alert(1))", "javascript:"),
    ("[x](<java\nscript:alert(1)>)", "href=\"java"),
    ("<iframe src=//x.example></iframe>", "x.example"),
    ("<object data=//x.example></object>", "x.example"),
    ("<embed src=//x.example>", "x.example"),
    ("<link rel=stylesheet href=//x.example>", "x.example"),
    ("<meta http-equiv=refresh content=\"0;url=//x.example\">", "x.example"),
    ("<base href=//x.example>", "x.example"),
    ("<style>@import '//x.example'</style>", "x.example"),
    ("<p style=\"background:url(//x.example)\">x</p>", "x.example"),
    ("<p style=\"background:u\\72l(//x.example)\">x</p>", "x.example"),
    ("<svg onload=alert(1)><path d='M0 0'/></svg>", "onload"),
    ("<svg><script>alert(1)</script></svg>", "alert"),
    ("<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>", "javascript:"),
    ("<svg><use href=\"//x.example#a\"/></svg>", "x.example"),
    ("<svg><foreignObject><iframe src=//x.example></foreignObject></svg>", "x.example"),
    ("<svg><style><img src=x onerror=alert(1)></style></svg>", "onerror"),
    ("<math><mtext></p><img src=x onerror=alert(1)></math>", "onerror"),
    ("<!--><img src=x onerror=alert(1)>-->", "onerror"),
    ("<!-- --!><img src=x onerror=alert(1)> -->", "onerror"),
    ("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>", "<img src=x"),
    ("<form action=//x.example><button>x</button></form>", "x.example"),
    ("<input type=image src=//x.example>", "x.example"),
    ("![a](http://x.example/a.png)", "<img"),
    ("<img srcset=\"//x.example/a.png 1x\" src=a>", "srcset"),
    ("<video src=//x.example></video>", "x.example"),
    ("<div $a<b onclick=alert(1) x=$>y</div>", "onclick"),
    ("<b title=\"$\\text{\" onclick=alert(1) x=\"}$\">x</b>", " onclick=alert"),
    ("# a <img src=x onerror=alert(1)>", "onerror"),
    ("> [!NOTE] <img src=x onerror=alert(1)>\n> x", "onerror"),
    ("[^1]\n\n[^1]: <img src=x onerror=alert(1)>", "onerror"),
  ]) func attacksComeToNothing(attack: String, forbidden: String) {
    let body = main(of: page("before\n\n\(attack)\n\nafter\n"))
    #expect(!body.lowercased().contains(forbidden))
    #expect(body.contains("before"))
  }

  @Test func aStrayEndTagDoesNotLeaveThePage() {
    let html = page("</div></main></body>\n\n<div>\n\n**open**\n")
    #expect(html.components(of: "</main>") == 1)
    #expect(html.components(of: "</body>") == 1)
    #expect(html.contains("<strong>open</strong>"))
  }

  @Test func harmlessHTMLStays() {
    let body = main(
      of: page("<details><summary>S</summary>\n\n*a*\n\n</details>\n\nx<sub>1</sub> <kbd>k</kbd>\n")
    )
    #expect(body.contains("<details><summary>S</summary>"))
    #expect(body.contains("<em>a</em>"))
    #expect(body.contains("x<sub>1</sub> <kbd>k</kbd>"))
  }

  @Test func unsafeHTMLStays() {
    #expect(
      page("<script>let a = 1</script>\n", unsafeHTML: true).contains("<script>let a = 1</script>"))
  }

  @Test func everythingFromANotebookIsEscaped() {
    let evil = "<img src=x onerror=alert(1)>"
    let html = page(
      """
      ---
      title: "\(evil)</title>"
      subtitle: "\(evil)"
      author: "\(evil)"
      date: "\(evil)"
      description: '"\(evil)'
      ---

      ## \\\(evil)

      `{gradus} "\(evil)"` `{gradus} \(evil)`

      ```{gradus}
      #| label: fig-x
      #| fig-cap: "\(evil)"
      say \(evil)
      show \(evil)
      fail
      ```

      ```gradus
      \(evil)
      ```

      $\\text{\(evil)}$ $\\bad{\(evil)$ @fig-x

      ```{gradus}
      #| output: asis
      say \(evil) <script>alert(2)</script>
      ```
      """)
    #expect(!html.contains("<img"))
    #expect(!html.contains("<script"))
    #expect(html.components(of: "</title>") == 1)
  }

  private func main(of html: String) -> String {
    let parts = html.split(separator: "<main", maxSplits: 1)
    return parts.count == 2 ? String(parts[1]) : html
  }
}

extension String {
  /// How often a part occurs.
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}

@Suite struct HTMLPageTests {
  @Test func thePageAsksForNothing() {
    let html = page("# T\n\n$x$ ![a](b.png) [l](https://example.org)\n\n```{gradus}\nsay x\n```\n")
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(!html.contains("<script") && !html.contains("<link") && !html.contains("@import"))
    #expect(!html.contains("src=\"http") && !html.contains("url(http"))
    #expect(html.contains("default-src 'none'"))
  }

  @Test func equalInputGivesEqualBytes() {
    let text = "# A\n\n$\\frac{a}{b}$ and $\\mathbf{x}$\n\n```{gradus}\nsay x\n```\n"
    #expect(page(text) == page(text))
  }

  @Test func headingsHaveAnchorsAndTheContentsListThem() {
    let html = page(
      "# T\n\n## Über `x` & $y$\n\n## Same\n\n### Same\n\n```{gradus}\n#| label: same\nsay x\n```\n"
    )
    #expect(html.contains("<h2 id=\"über-x--y\">"))
    #expect(html.contains("<h2 id=\"same-1\">"))
    #expect(html.contains("<h3 id=\"same-2\">"))
    #expect(html.contains("<div class=\"cell\" id=\"same\">"))
    #expect(html.contains("<li class=\"inner\"><a href=\"#same-2\">Same</a></li>"))
    #expect(html.contains("<title>T</title>"))
  }

  /// The heading's own text went while tags in it still pointed there.
  @Test func headingsMayHoldTags() {
    let html = page("# T <kbd>k</kbd> *e* [l](u) ![i](j)\n\nA <b>b</b>\n=======\n\nend\n")
    #expect(html.contains("T <kbd>k</kbd> <em>e</em> <a href=\"u\">l</a>"))
    #expect(html.contains("A <b>b</b>"))
    #expect(html.contains("<p>end</p>"))
  }

  /// A heading's name is its text, a formula has one in words, a figure that of its caption; what may
  /// be wider than the column can be focused, and only that.
  @Test func readersWithoutEyesOrMouseFindTheirWay() {
    let html = page(
      "# T\n\n## A $x^2$\n\n## B\n\n## C\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        + "```{gradus}\nsay \(String(repeating: "long ", count: 20))\n```\n\n"
        + "```{gradus}\nsay x\n```\n")
    #expect(html.contains("</h2><a class=\"anchor\" href=\"#a-x²\" aria-label=\"Link to: A x²\">"))
    #expect(html.contains("<a href=\"#a-x²\" aria-label=\"A x²\">A <math alttext=\"x²\">"))
    #expect(html.contains("<a href=\"#b\">B</a>"))
    #expect(html.contains("<div class=\"table\" role=\"group\" aria-label=\"Table\">"))
    #expect(html.contains("<pre class=\"code\" role=\"group\" aria-label=\"Code\" tabindex=\"0\">"))
    #expect(html.contains("<pre class=\"code\" role=\"group\" aria-label=\"Code\"><code"))
    #expect(html.contains("<pre class=\"result\" role=\"group\" aria-label=\"Output\">x</pre>"))
    #expect(html.contains("<a class=\"skip\" href=\"#content\">"))
    #expect(html.contains("<main id=\"content\">"))
    #expect(html.contains("<nav class=\"contents\" aria-label=\"Contents\">"))
  }

  /// WCAG 2: at least 4.5 to 1 for all text, on each ground that it stands on, in light and dark.
  @Test func coloursHaveContrast() throws {
    let style = StyleSheet.text
    let split = try #require(style.range(of: "prefers-color-scheme:dark"))
    let end = try #require(style.range(of: "box-sizing"))
    for theme in [style[..<split.lowerBound], style[split.upperBound..<end.lowerBound]] {
      let colours = Contrast.colours(in: String(theme))
      #expect(colours.count >= 14)
      for (name, colour) in colours
      where !["paper", "ground", "badground", "rule", "edge"].contains(name) {
        for ground in ["paper", "ground", "badground"] {
          let ratio = Contrast.ratio(colour, try #require(colours[ground]))
          #expect(ratio >= 4.5, "\(name) on \(ground): \(ratio)")
        }
      }
    }
  }

  @Test func negativeNumbersInProseHaveAMinus() {
    #expect(
      page("```{gradus}\nset x -1.5\n```\n\nIt is `{gradus} x`.\n").contains(
        "<span class=\"nb\">−1.5</span>"))
  }

  @Test func optionsDecideWhatIsShown() {
    #expect(!page("```{gradus}\n#| echo: false\nsay out\n```\n").contains("say out"))
    #expect(page("```{gradus}\n#| echo: false\nsay out\n```\n").contains(">out</pre>"))
    #expect(!page("```{gradus}\n#| output: false\nsay out\n```\n").contains(">out</pre>"))
    #expect(!page("```{gradus}\n#| include: false\nsay out\n```\n").contains("<div class=\"cell\""))
    #expect(
      page("```{gradus}\n#| solution: a\nsay out\n```\n").contains("<summary>Solution</summary>"))
    #expect(page("```{gradus}\n#| output: asis\nsay *a*\n```\n").contains("<em>a</em>"))
    #expect(page("```{{gradus}}\nx\n```\n").contains("```{gradus}\nx\n```"))
  }

  @Test func mathIsNotMarkdown() {
    let html = page("$a_1 * b_1$ and $*c*$ and **$x$**\n\n$$\na\n- b\n$$\n")
    #expect(!html.contains("<em>") && !html.contains("<li>"))
    #expect(html.contains("<strong><math alttext=\"x\">"))
    #expect(html.contains("<math display=\"block\" alttext="))
  }

  @Test func calloutsFoldOrStand() {
    let html = page("> [!NOTE]\n> a\n\n> [!WARNING] Mind *it*\n> b\n\n> [!HINT]\n> c\n\n> [!x] d\n")
    #expect(
      html.contains("<aside class=\"callout note\">\n<p class=\"callout-title\">Note</p>\n<p>a</p>")
    )
    #expect(html.contains("<aside class=\"callout warning\">"))
    #expect(html.contains("<summary>Hint</summary>"))
    #expect(html.contains("<blockquote>\n<p>[!x] d</p>"))
  }

  @Test func aFormulaThatKaTeXRefusesIsShownAndTold() {
    let result = HTMLPage.render(
      run("text\n\n$\\frac{a$\n"), options: HTMLPage.Options(), typesetter: MathTypesetter())
    #expect(result.html.contains("\\frac{a</code>"))
    #expect(result.warnings.map { $0.primary?.place.description } == ["lesson.md:3:1"])
  }
}

/// The contrast of two colours as WCAG 2 defines it.
private enum Contrast {
  /// `--name:#rrggbb`
  static func colours(in css: String) -> [String: String] {
    var result: [String: String] = [:]
    for match in css.matches(of: /--([a-z]+):#([0-9a-f]{6})/) {
      result[String(match.1)] = String(match.2)
    }
    return result
  }

  static func ratio(_ first: String, _ second: String) -> Double {
    let pair = [luminance(first), luminance(second)].sorted()
    return (pair[1] + 0.05) / (pair[0] + 0.05)
  }

  private static func luminance(_ colour: String) -> Double {
    let value = Int(colour, radix: 16) ?? 0
    let parts = [value >> 16, value >> 8 & 255, value & 255].map { part -> Double in
      let share = Double(part) / 255
      return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
