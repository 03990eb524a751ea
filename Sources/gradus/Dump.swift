import Diagnostics
import Syntax

/// `gradus dump tree FILE`
enum Dump {
  static func run(_ arguments: [String]) -> Int32 {
    guard arguments.count == 2, arguments[0] == "tree" else {
      return Command.fail("dump is used as: gradus dump tree FILE")
    }
    guard let text = TextFile.read(arguments[1]) else { return Command.Code.usage }
    return dump(SourceFile(name: arguments[1], text: text))
  }

  private static func dump(_ file: SourceFile) -> Int32 {
    let parsed = Parser.parse(file)
    Terminal.write(TreeDumper.dump(parsed.statements))
    let renderer = TextRenderer(color: Terminal.errorHasColor)
    for diagnostic in parsed.diagnostics {
      Terminal.writeError(renderer.render(diagnostic) + "\n")
    }
    return parsed.diagnostics.isEmpty ? Command.Code.fine : Command.Code.failed
  }
}
