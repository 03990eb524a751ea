import Diagnostics
import HostFiles
import Interpreter
import Testing

@testable import Notebooks

#if canImport(Glibc)
  import Glibc
#endif

/// The notebooks in Tests/Notebooks, each in every form.
private struct TestNotebook: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  var testDescription: String { name }

  static let folder = "\(#filePath)".split(separator: "/").dropLast(2).joined(separator: "/")

  static let all: [TestNotebook] = {
    let path = "/" + folder + "/Notebooks"
    let names = (try? Files.names(in: path)) ?? []
    return names.filter { $0.hasSuffix(".md") }.map { name in
      let bytes = (try? Files.read(path + "/" + name)) ?? []
      return TestNotebook(name: name, text: String(decoding: bytes, as: UTF8.self))
    }
  }()

  func run(_ text: String? = nil) -> NotebookRun {
    let notebook = NotebookParser.parse(text ?? self.text, name: name)
    let seed = notebook.frontMatter.execute.seed.map { UInt64($0) } ?? 0
    return Runner.run(notebook, in: Session(seed: seed))
  }

  func inPlace(_ run: NotebookRun) -> MarkdownPage.Document {
    InPlace.render(run, folder: "files")
  }
}

private let typesetter = MathTypesetter()

private func html(_ run: NotebookRun) -> String {
  HTMLPage.render(run, options: HTMLPage.Options(), typesetter: typesetter).html
}

extension NotebookRun {
  /// Every line that cells printed or showed as text only.
  fileprivate var shownLines: [String] {
    cells.flatMap(\.shown).flatMap { output -> [String] in
      switch output {
      case .printed(let text): return text.split(separator: "\n").map(String.init)
      case .value(let value):
        guard value.figure == nil, value.blocks == nil, value.latex == nil else { return [] }
        return value.text.split(separator: "\n").map(String.init)
      }
    }
  }
}

struct MirrorTests {
  @Test func thereAreEnough() { #expect(TestNotebook.all.count >= 15) }

  @Test(arguments: TestNotebook.all)
  private func runsAndIsAFixedPoint(_ notebook: TestNotebook) {
    let run = notebook.run()
    #expect(run.notebook.errors.isEmpty)
    #expect(run.status == .fine, "\(run.diagnostics.map(\.plainText))")
    let first = notebook.inPlace(run)
    let second = notebook.run(first.text)
    #expect(notebook.inPlace(second).text == first.text)
    let files = Dictionary(
      first.attachments.map { ($0.name, $0.content) }, uniquingKeysWith: { $1 })
    let differences = Checker.inPlace(second, folder: "files") { files[$0] }
    #expect(differences.isEmpty, "\(differences.map(\.title))")
    // All other forms are the same, whether outputs stand in the notebook or not.
    #expect(html(second) == html(run))
    #expect(
      MarkdownPage.render(second, folder: "files").text
        == MarkdownPage.render(run, folder: "files").text)
    #expect(
      TextPage.render(second, columns: 72, color: false)
        == TextPage.render(run, columns: 72, color: false))
  }

  /// What the prose and the cells say is untouched: taking the outputs out again gives the source.
  @Test(arguments: TestNotebook.all)
  private func inPlaceOnlyAdds(_ notebook: TestNotebook) {
    let written = notebook.inPlace(notebook.run()).text
    let parsed = NotebookParser.parse(written, name: notebook.name)
    let again = parsed.splicing { piece in
      switch piece.kind {
      case .earlierOutput: return ""
      case .value(let index): return "`{gradus} \(parsed.values[index].source.text)`"
      default: return nil
      }
    }
    let original = NotebookParser.parse(notebook.text, name: notebook.name)
    let plain = original.splicing { piece in
      if case .value(let index) = piece.kind {
        return "`{gradus} \(original.values[index].source.text)`"
      }
      return nil
    }
    #expect(again == plain)
  }

  @Test(arguments: TestNotebook.all)
  private func aWrongDigitIsFound(_ notebook: TestNotebook) throws {
    let first = notebook.inPlace(notebook.run())
    let parsed = NotebookParser.parse(first.text, name: notebook.name)
    for cell in parsed.cells {
      guard let range = cell.committed?.range else { continue }
      var bytes = parsed.file.bytes
      // The label of the output is no part of it.
      guard let start = bytes[range].text.utf8.firstIndex(of: UInt8(ascii: ">")) else { continue }
      let offset = bytes[range].text.utf8.distance(
        from: bytes[range].text.utf8.startIndex, to: start)
      let from = range.lowerBound + offset
      guard
        let digit = bytes[from..<range.upperBound].firstIndex(where: {
          UInt8(ascii: "1")...UInt8(ascii: "8") ~= $0
        })
      else { continue }
      bytes[digit] += 1
      let edited = notebook.run(String(decoding: bytes, as: UTF8.self))
      let differences = Checker.inPlace(edited, folder: "files") { name in
        first.attachments.first { $0.name == name }?.content
      }
      try #require(differences.count == 1)
      #expect(differences.first?.title.contains("the output of `\(cell.id)` differs") == true)
      let lines = try #require(differences.first?.lines)
      #expect(lines.contains { $0.hasPrefix("- ") } && lines.contains { $0.hasPrefix("+ ") })
    }
  }

  @Test(arguments: TestNotebook.all)
  private func allFormsShowTheSame(_ notebook: TestNotebook) {
    let run = notebook.run()
    let page = html(run)
    let markdown = MarkdownPage.render(run, folder: "files").text
    let text = TextPage.render(run, columns: 72, color: false)
    let ipynb = IPYNBWriter.render(run)
    for (cell, result) in zip(run.notebook.cells, run.cells)
    where cell.options.output != .asis && cell.options.include {
      let shown = NotebookRun(notebook: run.notebook, cells: [result], values: []).shownLines
      for line in shown {
        #expect(page.contains(escapeHTML(line)), "html: \(line)")
        #expect(markdown.contains(line), "md: \(line)")
        #expect(text.contains(TextPlain.printable(line).trimmedEnd), "text: \(line)")
        #expect(ipynb.contains(JSON.string(line).compact.dropLast()), "ipynb: \(line)")
      }
    }
  }

  @Test(arguments: TestNotebook.all)
  private func jupyterNotebooksGoBothWays(_ notebook: TestNotebook) throws {
    let run = notebook.run()
    let ipynb = IPYNBWriter.render(run)
    let json = try JSONParser.parse(Array(ipynb.utf8))
    #expect(json["nbformat"]?.double == 4 && json["nbformat_minor"]?.double == 5)
    let problems = NBFormat.problems(json)
    #expect(problems.isEmpty, "\(problems)")
    let markdown = try IPYNBReader.markdown(from: Array(ipynb.utf8), name: notebook.name)
    let again = notebook.run(markdown)
    #expect(IPYNBWriter.render(again) == ipynb)
    #expect(again.notebook.cells.map(\.code) == run.notebook.cells.map(\.code))
  }

  @Test(arguments: TestNotebook.all)
  private func pagesAreClosed(_ notebook: TestNotebook) {
    let page = html(notebook.run())
    #expect(page.utf8.count < 250_000)
    var reader = HTMLTags(page)
    while let tag = reader.next() {
      #expect(!["script", "iframe", "object", "embed", "link", "base"].contains(tag.name))
      for (name, value) in tag.attributes {
        #expect(!name.hasPrefix("on"), "\(tag.name) \(name)")
        let value = (value ?? "").lowercased()
        if ["src", "srcset", "poster", "xlink:href", "data", "action", "background"].contains(name)
        {
          #expect(value.hasPrefix("data:image/"), "\(tag.name) \(name)=\(value)")
        }
        if name == "href" { #expect(!value.contains("javascript:"), "\(value)") }
      }
    }
  }
}

/// All start tags of a page, outside of its style sheet.
private struct HTMLTags {
  private let bytes: [UInt8]
  private var index = 0

  init(_ page: String) { bytes = Array(page.utf8) }

  mutating func next() -> HTMLTag? {
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<"), let tag = HTMLTag(bytes, at: index) else {
        index += 1
        continue
      }
      index = tag.end
      if tag.isClosing { continue }
      if tag.name == "style" { index = bytes.find("</style>", from: index) ?? bytes.count }
      return tag
    }
    return nil
  }
}

/// The rules of nbformat 4.5 (its JSON schema) that matter for what is written here.
private enum NBFormat {
  static func problems(_ json: JSON) -> [String] {
    var result: [String] = []
    var ids: Set<String> = []
    if json["metadata"]?.members == nil { result.append("no metadata") }
    for (index, cell) in (json["cells"]?.items ?? []).enumerated() {
      let id = cell["id"]?.text ?? ""
      let isID =
        1...64 ~= id.utf8.count
        && id.utf8.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: "-") }
      if !isID || !ids.insert(id).inserted { result.append("cell \(index): id \(id)") }
      if cell["metadata"]?.members == nil { result.append("cell \(index): no metadata") }
      if !isText(cell["source"]) { result.append("cell \(index): source") }
      let keys = Set((cell.members ?? []).map(\.0))
      switch cell["cell_type"]?.text {
      case "code":
        let wanted: Set = ["id", "cell_type", "metadata", "source", "outputs", "execution_count"]
        if keys != wanted { result.append("cell \(index): \(keys)") }
        for output in cell["outputs"]?.items ?? [] { result += problems(output: output, index) }
      case "markdown", "raw":
        if !keys.subtracting(["attachments"]).isSubset(of: [
          "id", "cell_type", "metadata", "source",
        ]) {
          result.append("cell \(index): \(keys)")
        }
      default: result.append("cell \(index): type")
      }
    }
    return result
  }

  private static func problems(output: JSON, _ index: Int) -> [String] {
    let keys = Set((output.members ?? []).map(\.0))
    let wanted: Set<String>
    switch output["output_type"]?.text {
    case "stream": wanted = ["output_type", "name", "text"]
    case "display_data": wanted = ["output_type", "data", "metadata"]
    case "execute_result": wanted = ["output_type", "data", "metadata", "execution_count"]
    case "error": wanted = ["output_type", "ename", "evalue", "traceback"]
    default: wanted = []
    }
    return keys == wanted ? [] : ["cell \(index): output \(keys)"]
  }

  /// A text, or a list of lines of which each but the last ends one.
  private static func isText(_ json: JSON?) -> Bool {
    if json?.text != nil { return true }
    guard let lines = json?.items?.map(\.text) else { return false }
    return lines.dropLast().allSatisfy { $0?.hasSuffix("\n") == true }
      && lines.allSatisfy { $0 != nil }
  }
}
