import Diagnostics
import Syntax

/// `gradus fmt [--check] FILE…`: scripts, and the cells of notebooks; `-` is standard input.
enum Format {
  static func run(_ arguments: [String]) -> Int32 {
    let isCheck = arguments.contains("--check")
    let paths = arguments.filter { $0 != "--check" }
    if let option = paths.first(where: { $0.hasPrefix("-") && $0 != "-" }) {
      return Command.fail("fmt has no option \(option); it has --check")
    }
    guard !paths.isEmpty else { return Command.fail("fmt takes files, or - for standard input") }
    var worst = Command.Code.fine
    for path in paths {
      worst = max(worst, path == "-" ? standardInput() : file(path, isCheck: isCheck))
    }
    return worst
  }

  private static func standardInput() -> Int32 {
    guard let text = TextFile.read("-") else { return Command.Code.usage }
    guard let formatted = formatted(text, name: "standard input") else {
      return Command.Code.failed
    }
    Terminal.write(formatted)
    return Command.Code.fine
  }

  private static func file(_ path: String, isCheck: Bool) -> Int32 {
    TextFile.update(
      path, isCheck: isCheck, stale: "\(path) is not formatted", done: "formatted \(path)"
    ) { formatted($0, name: path) }
  }

  /// nil when something can't be read; the diagnostics are written.
  private static func formatted(_ text: String, name: String) -> String? {
    if name.hasSuffix(".md") { return NotebookCells.format(text, name: name, report: report) }
    let file = SourceFile(name: name, text: text)
    if let formatted = Formatter.format(file) { return formatted }
    report(file)
    return nil
  }

  private static func report(_ file: SourceFile) {
    let renderer = TextRenderer(color: Terminal.errorHasColor)
    for diagnostic in Parser.parse(file).diagnostics where diagnostic.severity == .error {
      Terminal.writeError(renderer.render(diagnostic) + "\n")
    }
  }
}
