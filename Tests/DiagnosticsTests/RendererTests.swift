import Foundation
import Testing

@testable import Diagnostics

@Suite struct RendererTests {
  private let file = SourceFile(name: "a.gradus", text: "W = 1\nz = W*<b>\n")

  private var diagnostic: Diagnostic {
    Diagnostic(
      "E0999", "the shapes don't fit", at: Place(file, Span(10, 15)), label: "here",
      secondary: [.init(Place(file, Span(0, 1)), "defined here")], hint: "use .*",
      calls: [.init(function: "f", place: Place(file, Span(0, 5)))])
  }

  @Test func textHasPlaceCaretLabelsHintAndCalls() {
    let lines = TextRenderer().render(diagnostic).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "error[E0999]: the shapes don't fit")
    #expect(lines[1] == " --> a.gradus:2:5")
    #expect(lines[3] == "2 | z = W*<b>")
    #expect(lines[4] == "  |     ^^^^^ here")
    #expect(lines[5] == "1 | W = 1")
    #expect(lines[6] == "  | - defined here")
    #expect(lines[7] == "  = hint: use .*")
    #expect(lines[8].contains("f") && lines[8].contains("a.gradus:1:1"))
  }

  @Test func colourIsOnlyUsedWhenAskedFor() {
    #expect(!TextRenderer().render(diagnostic).contains("\u{1B}"))
    #expect(TextRenderer(color: true).render(diagnostic).contains("\u{1B}[1;31m"))
  }

  @Test func aLongLineIsShownAroundTheCaret() {
    let text = String(repeating: "x + ", count: 500) + "?" + String(repeating: " + y", count: 500)
    let long = SourceFile(name: "long", text: text)
    let rendered = TextRenderer().render(
      Diagnostic("E0999", "no", at: Place(long, Span(2000, 2001))))
    let lines = rendered.split(separator: "\n").map(Array.init)
    #expect(lines.allSatisfy { $0.count < 120 })
    let mark = lines[lines.count - 1].firstIndex(of: "^")
    #expect(mark.map { lines[lines.count - 2][$0] } == "?")
  }

  @Test func wideCharactersMoveTheCaret() {
    let wide = SourceFile(name: "w", text: "漢 = ?")
    let rendered = TextRenderer().render(Diagnostic("E0999", "no", at: Place(wide, Span(6, 7))))
    // 漢 fills two columns of a terminal.
    #expect(rendered.hasSuffix("  |      ^"))
  }

  @Test func htmlIsEscaped() {
    let html = HTMLRenderer().render(diagnostic)
    #expect(html.contains("W*&lt;b&gt;"))
    #expect(!html.contains("<b>"))
    #expect(html.contains("hint: use .*"))
  }

  @Test func jsonIsJSON() throws {
    var tricky = diagnostic
    tricky.message = "a \"quoted\" \\ \u{1} η"
    let data = Data(JSONRenderer().render(tricky).utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["message"] as? String == tricky.message)
    let primary = try #require(object["primary"] as? [String: Any])
    #expect(primary["line"] as? Int == 2)
    #expect(primary["column"] as? Int == 5)
    #expect(primary["endColumn"] as? Int == 10)
  }
}
