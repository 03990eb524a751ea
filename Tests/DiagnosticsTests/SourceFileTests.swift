import Testing

@testable import Diagnostics

@Suite struct SourceFileTests {
  @Test func columnsCountCharactersNotBytes() {
    let file = SourceFile(name: "a", text: "η = 1\nŷ = 2\n")
    // η takes two bytes and is one character.
    let position = file.position(at: 3)
    #expect(position.line == 1)
    #expect(position.column == 3)
    #expect(file.position(at: 7).line == 2)
  }

  /// A cell that begins at line 14 of a notebook, indented by two columns in a list.
  @Test func aCellHasThePlacesOfItsNotebook() {
    let file = SourceFile(
      name: "lesson.md", text: "x = 1\ny = 2", firstLine: 14, indents: [2, 2])
    #expect(Place(file, Span(6, 7)).description == "lesson.md:15:3")
  }

  @Test(arguments: [
    ("", 1), ("a", 1), ("a\n", 2), ("a\nb", 2), ("\n\n", 3),
  ]) func linesAreCounted(text: String, count: Int) {
    #expect(SourceFile(name: "a", text: text).lineCount == count)
  }

  @Test func windowsLineEndsAreNoPartOfTheLine() {
    #expect(SourceFile(name: "a", text: "x\r\ny\r\n").line(0) == "x")
  }

  @Test(arguments: [-5, 0, 3, 99]) func placesOutsideAreClamped(offset: Int) {
    let position = SourceFile(name: "a", text: "abc").position(at: offset)
    #expect(position.line == 1)
    #expect(1...4 ~= position.column)
  }
}
