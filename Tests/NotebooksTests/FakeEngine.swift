import Diagnostics
import Interpreter
import Notebooks

/// A language of one word a line, so that these tests do not depend on Gradus: `say x` prints, `set x 1`
/// defines, `show x` and a name show a value, `fail` fails, `slow` exceeds its time, `stop` is ctrl-C.
final class FakeEngine: CellEngine {
  var limits = Limits.standard
  private(set) var names: [String: String] = [:]
  /// The limits of each cell that ran, and the labels and seeds that came with them.
  private(set) var seconds: [Double] = []
  private(set) var seeds: [UInt64?] = []

  func define(_ name: String, _ value: ParameterValue) {
    switch value {
    case .number(let number): names[name] = "\(number)"
    case .bool(let bool): names[name] = "\(bool)"
    case .text(let text): names[name] = text
    }
  }

  func run(_ file: SourceFile, label: String?, seed: UInt64?) -> CellResult {
    seconds.append(limits.seconds)
    seeds.append(seed)
    var result = CellResult()
    var offset = 0
    for line in file.text.split(separator: "\n", omittingEmptySubsequences: false) {
      let place = Place(file, Span(offset, offset + line.utf8.count))
      offset += line.utf8.count + 1
      guard result.errors.isEmpty else { break }
      step(String(line), place, &result)
    }
    return result
  }

  private func step(_ line: String, _ place: Place, _ result: inout CellResult) {
    let words = line.split(separator: " ", maxSplits: 2).map(String.init)
    let rest = line.split(separator: " ", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
    switch words.first {
    case nil: break
    case "say": result.outputs.append(.printed(rest.replacing("⏎", with: "\n") + "\n"))
    case "set": names[words[1]] = words[2]
    case "show": result.outputs.append(.value(Presentation(text: rest)))
    case "tex": result.outputs.append(.value(Presentation(text: rest, latex: rest)))
    case "fail": result.errors = [Diagnostic("E0000", "it failed", at: place, label: "here")]
    case "clock": result.usesClock = true
    case "slow":
      result.errors = [Diagnostic("E0001", "out of time", at: place)]
      result.interruption = .budget
    case "stop":
      result.errors = [Diagnostic("E0002", "interrupted", at: place)]
      result.interruption = .user
    case let word?:
      if word.hasPrefix("#") { break }
      if let value = names[word] { result.outputs.append(.value(Presentation(text: value))) }
    }
  }

  func inline(_ file: SourceFile) -> CellResult {
    let text = file.text
    if text.hasPrefix("\"") {
      let inner = String(text.dropFirst().dropLast())
      return CellResult(outputs: [.value(Presentation(text: inner))])
    }
    if let value = names[text] { return CellResult(outputs: [.value(Presentation(text: value))]) }
    let place = Place(file, Span(0, file.bytes.count))
    return CellResult(errors: [Diagnostic("E0003", "no `\(text)`", at: place)])
  }
}

/// A notebook that has run.
func run(_ text: String, settings: RunSettings = RunSettings()) -> NotebookRun {
  Runner.run(NotebookParser.parse(text, name: "lesson.md"), in: FakeEngine(), settings: settings)
}

/// The page of a notebook.
func page(_ text: String, unsafeHTML: Bool = false) -> String {
  var options = HTMLPage.Options()
  options.unsafeHTML = unsafeHTML
  return HTMLPage.render(run(text), options: options, typesetter: MathTypesetter()).html
}

/// A notebook with its outputs in place.
func inPlace(_ text: String) -> String { InPlace.render(run(text), folder: "lesson_files").text }
