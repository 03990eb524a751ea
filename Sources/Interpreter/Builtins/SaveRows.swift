import Diagnostics
import Graphs
import Plotting

extension Library {
  /// Writing values to files, by kind of value and by the name's extension.
  static let saveRows: [Builtin] = [
    Builtin(
      "save", .data, [.init("value", .value), .init("path", .value)],
      "Writes a value to a file, as the file's name says: a tensor as .npy, a record of tensors as .npz, a table as .csv; a figure as .svg, .txt, and, outside of notebooks, .png and .pdf with the program rsvg-convert."
    ) { machine, arguments in
      guard case .string(let path) = machine.concrete(arguments[1]) else {
        throw Diagnostic.argumentKind("path", "save", "a string", arguments[1])
      }
      try machine.forbidInEquation("save")
      switch machine.concrete(arguments[0]) {
      case .figure(let box): try machine.save(box.figure, to: path.string)
      case let value: try machine.save(data: value, to: path.string)
      }
      return .nothing
    }
  ]
}

extension Machine {
  /// By the extension: vector graphics and text by ourselves, the rest through librsvg's program.
  func save(_ figure: Figure, to path: String) throws {
    let writer = FileWriter(access: files)
    let format = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    switch format {
    case "svg": try writer.write(Array(figure.svg(idPrefix: "figure").utf8), to: path)
    case "txt": try writer.write(Array((figure.text() + "\n").utf8), to: path)
    case "png", "pdf":
      guard files.startsPrograms else { throw Diagnostic.picturesNeedAProgram(path) }
      // Twice the pixels, for print and for fine screens.
      let zoom = format == "png" ? ["--zoom=2"] : []
      let svg = Array(figure.svg(idPrefix: "figure").utf8)
      try writer.run("rsvg-convert", input: svg, writing: path) { temporary in
        ["--format=\(format)"] + zoom + ["--output=\(temporary)", "/dev/stdin"]
      }
    default: throw Diagnostic.figureFormat(path)
    }
  }
}

extension Diagnostic {
  static func figureFormat(_ path: String) -> Diagnostic {
    Diagnostic(
      "E0805", "save can't tell from the name \(path) how to write a figure",
      hint: "figures are saved as .svg, .png, .pdf or .txt")
  }

  static func picturesNeedAProgram(_ path: String) -> Diagnostic {
    Diagnostic(
      "E0806", "a notebook may not start other programs, and \(path) needs one",
      hint: "save as .svg here, or save in the REPL or in a script")
  }
}
