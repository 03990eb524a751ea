import Diagnostics
import HostFiles
import Interpreter

/// `gradus run FILE`, `gradus -e CODE`, and a script on standard input.
enum Scripts {
  static func evaluate(_ arguments: [String]) -> Int32 {
    guard arguments.count == 1 else { return Command.fail("-e takes one argument, the code") }
    return run(SourceFile(name: "-e", text: arguments[0]), folder: ".")
  }

  static func runFile(_ arguments: [String]) -> Int32 {
    guard arguments.count == 1 else { return Command.fail("run takes one file") }
    let path = arguments[0]
    guard let text = TextFile.read(path) else { return Command.Code.usage }
    return run(SourceFile(name: path, text: text), folder: PathNames.folder(of: path))
  }

  static func runStandardInput() -> Int32 {
    guard let text = TextFile.read("-") else { return Command.Code.usage }
    return run(SourceFile(name: "standard input", text: text), folder: ".")
  }

  private static func run(_ file: SourceFile, folder: String) -> Int32 {
    Signals.interruptOnControlC()
    let session = Session(limits: .unlimited, files: .own(folder))
    Report.follow(session)
    let result = session.run(file)
    Report.diagnose(result)
    return Report.exitCode(result)
  }
}
