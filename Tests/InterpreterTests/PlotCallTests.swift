import Diagnostics
import Foundation
import Plotting
import Testing

@testable import Interpreter

/// The plot calls of the language: every form gives a figure, and every slip a diagnostic.
@Suite struct PlotCallTests {
  /// The figure that a program ends with.
  static func figure(_ program: String, files: FileAccess = .none) throws -> Figure {
    let session = Session(limits: .unlimited, files: files)
    let result = session.run(SourceFile(name: "test", text: program))
    let errors = result.errors.map(\.message)
    try #require(errors.isEmpty, "\(errors)")
    for case .value(let presentation) in result.outputs.reversed() {
      if let figure = presentation.figure { return figure }
    }
    throw PlotError("the program shows no figure")
  }

  static let forms: [(program: String, says: [String])] = [
    ("plot([1, 4, 9])", ["rises from 1 to 9 for x from 1 to 3"]),
    ("plot(2:4, [1, 4, 9])", ["for x from 2 to 4"]),
    ("plot([1, 2; 3, 4; 5, 6])", ["1: rises from 1 to 5", "2: rises from 2 to 6"]),
    ("plot(1:2, [1, 2; 3, 4], label=(\"a\", \"b\"))", ["a: rises from 1 to 3", "b: rises"]),
    ("plot(([1, 2], [4, 3]), label=(\"up\", \"down\"))", ["up: rises", "down: falls from 4 to 3"]),
    ("plot({a: [1, 2], b: [2, 1]})", ["a: rises", "b: falls"]),
    ("plot(3:4, {a: [1, 2]})", ["a: rises from 1 to 2 for x from 3 to 4"]),
    ("plot(sqrt, 0:4)", ["sqrt(x): rises from 0 to 2 for x from 0 to 4"]),
    ("f(t) = 2*t; plot(f, (0, 3))", ["f(t): rises from 0 to 6 for t from 0 to 3"]),
    ("f(t) = t^2; plot((f, f'), 0:1)", ["f: rises from 0 to 1", "f': rises from 0 to 2"]),
    ("plot({twice: x -> 2*x, half: x -> x/2}, 0:1)", ["twice: rises", "half: rises"]),
    ("plot(x -> 1, 0:1)", ["constant at 1"]),
    ("scatter([1, 2], [3, 4])", ["2 points, x from 1 to 2, y from 3 to 4"]),
    ("scatter([1, 3; 2, 4])", ["2 points, x from 1 to 2, y from 3 to 4"]),
    ("scatter([1, 3; 2, 4], color=(\"no\", \"yes\"))", ["2 groups: no (1), yes (1)"]),
    ("scatter([1, 3; 2, 4], color=[7, 8])", ["2 groups: 7 (1), 8 (1)"]),
    ("scatter([1, 3; 2, 4], color=[0.5, 8], label=\"age\")", ["coloured by age from 0.5 to 8"]),
    ("bar([1, 2])", ["1 1, 2 2"]),
    ("bar((\"a\", \"b\"), [1, 2])", ["a 1, b 2"]),
    ("bar({a: 1, b: 2})", ["a 1, b 2"]),
    ("bar((\"a\", \"b\"), {l: [1, 2], r: [3, 4]})", ["l: a 1, b 2", "r: a 3, b 4"]),
    ("bar((\"a\", \"b\"), [1, 3; 2, 4], label=(\"l\", \"r\"))", ["l: a 1, b 2", "r: a 3, b 4"]),
    ("hist([1, 2, 2, 3], bins=2)", ["histogram of 4 values in 2 bins from 1 to 3"]),
    ("hist({a: [1, 2], b: [1, 2, 3]})", ["histogram of 2 a", "histogram of 3 b"]),
    ("errorbars([1, 2], [3, 4], 0.5)", ["rises from 3 to 4", "with error bars"]),
    ("errorbars([3, 4], [0.5, 1])", ["for x from 1 to 2, with error bars"]),
    ("errorbars([1, 2], [3, 4], (0.5, [1, 2]))", ["with error bars"]),
    ("area([1, 2])", ["area under"]), ("area([1, 2], [3, 4])", ["for x from 1 to 2"]),
    ("area([1, 2], [0, 0], [3, 4])", ["area under"]), ("area(sin, 0:1)", ["area under"]),
    ("path([0, 0; 1, 2])", ["path of 2 points from (0, 0) to (1, 2)"]),
    ("path(((0, 0), [1, 2]))", ["path of 2 points from (0, 0) to (1, 2)"]),
    ("path([0, 1], [0, 2], label=\"descent\")", ["descent of 2 points"]),
    ("heatmap([1, 2; 3, 4])", ["heatmap of 2 × 2 values from 1 to 4"]),
    ("heatmap((x, y) -> x + y, -1:1, -1:1)", ["heatmap of 60 × 60 values from −2 to 2"]),
    ("heatmap([1, 2; 3, 4], [0, 1], [5, 6], map=\"gray\")", ["2 × 2 values"]),
    ("contour((x, y) -> x^2 + y^2, -1:1, -1:1, levels=[0.5, 1])", ["contours at 0.5, 1"]),
    ("contour((x, y) -> x, -1:1, -1:1, levels=3)", ["values from −1 to 1"]),
    ("contour([0, 1; 2, 3], levels=(1, 2))", ["contours at 1, 2; values from 0 to 3"]),
    ("field((x, y) -> (-y, x), -1:1, [0, 1, 2])", ["vector field, 45 arrows"]),
    ("image([0, 1; 1, 0])", ["image of 2 × 2 pixels"]),
    ("image(zeros(2, 4, 3))", ["image of 4 × 2 pixels"]),
    ("plot([1, 2]) + scatter([1], [2])", ["rises from 1 to 2", "1 point"]),
    ("annotate(1, 2, \"here\")", ["labels: here"]),
    ("grid(2, 2, plot([1]), plot([2]), plot([3]))", ["Panel 3: "]),
    ("hstack(plot([1]), plot([2]), title=\"both\")", ["both. Panel 1: ", "Panel 2: "]),
    ("vstack((plot([1]), plot([2])))", ["Panel 2: "]),
    ("plot([1, 2], alt=\"two points\")", ["two points"]),
    (
      "w = [1.0]; plot(minimize(w -> w[1]^2, w, using=gd(0.1), steps=5))",
      ["loss: falls from 1 to", "in 5 steps"]
    ),
    (
      """
      w = [1.0]; r = minimize(w -> w[1]^2, w, using=gd(0.1), steps=5)
      plot({slow: r, same: r})
      """, ["slow: falls from 1", "same: falls from 1"]
    ),
  ]

  @Test(arguments: forms)
  func isDrawn(program: String, says: [String]) throws {
    let figure = try Self.figure(program)
    for words in says {
      #expect(figure.description.contains(words), "\(figure.description)")
    }
    #expect(figure.svg().hasPrefix("<svg "))
    #expect(!figure.text().isEmpty)
  }

  @Test func everyOptionIsTaken() throws {
    let figure = try Self.figure(
      """
      plot([1, 10, 100], title="T", xlabel="X", ylabel="Y", label="L", legend="top left",
        xlim=(0, 4), ylim=(1, nothing), xscale="linear", yscale="log", width=300, height=200,
        color="C2", marker="square", style="dotted", alpha=0.5, smooth=0.5)
      """)
    let svg = figure.svg()
    for text in [">T<", ">X<", ">Y<", "viewBox=\"0 0 300 200\"", "s-c2", "opacity=\"0.5\""] {
      #expect(svg.contains(text), "\(text)")
    }
  }

  static let slips: [(program: String, code: String)] = [
    ("plot(sin)", "E0807"), ("plot([1], yscale=\"lgo\")", "E0804"), ("plot(\"a\")", "E0407"),
    ("plot([1, 2], [1, 2, 3])", "E0801"), ("plot([1], color=\"bleu\")", "E0804"),
    ("plot([1], color=[1])", "E0407"), ("plot([1], width=2)", "E0803"),
    ("plot([1], alpha=2)", "E0803"), ("plot([1], smooth=1)", "E0803"),
    ("plot([1], xlim=(1, 1))", "E0803"), ("hist([1, 2], bins=0)", "E0803"),
    ("hist([1, 2], bins=1e8)", "E0803"), ("plot([1, 2], label=(\"a\", \"b\"))", "E0803"),
    ("plot((sin, cos), 0:1, label=(\"a\", \"b\", \"c\"))", "E0803"),
    ("scatter([1], [1], label=(\"a\", \"b\"))", "E0407"),
    ("contour((x, y) -> x, 0:1, 0:1, levels=-3)", "E0803"),
    ("contour((x, y) -> x, 0:1, 0:1, levels=\"a\")", "E0407"),
    ("errorbars([1, 2], [1, 2], -1)", "E0801"), ("grid(0, 1)", "E0801"),
    ("plot([1], xlim=3)", "E0407"),
    ("plot([1], legend=\"left\")", "E0804"), ("plot([1], marker=3)", "E0407"),
    ("plot(sin, \"a\")", "E0407"), ("plot(sin, (1, 1))", "E0801"),
    ("plot(x -> [x, x], 0:1)", "E0407"), ("plot([1], wdth=3)", "E0403"),
    ("scatter([1, 2, 3])", "E0407"), ("scatter([1, 2], [1, 2], color=(1, 2, 3))", "E0801"),
    ("bar((\"a\",), [1, 2])", "E0801"), ("hist([1], bins=1.5)", "E0408"),
    ("contour(sin, 0:1)", "E0405"), ("contour(3, 0:1, 0:1)", "E0407"),
    ("field((x, y) -> x, 0:1, 0:1)", "E0407"), ("image([1, 2])", "E0407"),
    ("image(zeros(2, 2, 2))", "E0801"), ("heatmap([1, 2; 3, 4], map=\"jet\")", "E0804"),
    ("path([1, 2, 3])", "E0407"), ("grid(1, 1, plot([1]), plot([2]))", "E0801"),
    ("hstack(3)", "E0407"), ("plot([1]) + 3", "E0209"),
    ("plot([1]) + hstack(plot([1]))", "E0801"), ("text(3)", "E0407"),
    ("text(plot([1]), charset=\"utf\")", "E0804"), ("save(3, \"a.svg\")", "E0912"),
    ("save(plot([1]), \"a.jpg\")", "E0805"), ("save(plot([1]), \"a.svg\")", "E0904"),
    ("save(plot([1]), \"a.png\")", "E0806"),
  ]

  @Test(arguments: slips)
  func slipIsADiagnostic(program: String, code: String) {
    #expect(errorCodes(program) == [code], "\(run(program))")
  }

  @Test func savedFigures() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "gradus-save-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let access = FileAccess(readRoot: folder.path, writeRoots: [folder.path])
    let program = "save(plot([1, 4, 9]), \"a.svg\"); save(plot([1, 4, 9]), \"a.txt\")"
    let session = Session(limits: .unlimited, files: access)
    #expect(session.run(SourceFile(name: "test", text: program)).errors.isEmpty)
    let svg = try String(contentsOf: folder.appendingPathComponent("a.svg"), encoding: .utf8)
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    let text = try String(contentsOf: folder.appendingPathComponent("a.txt"), encoding: .utf8)
    #expect(text.contains("└"))
    for path in ["../b.svg", "/tmp/b.svg", "a.svg/b.svg", "nowhere/b.svg"] {
      let result = session.run(
        SourceFile(name: "test", text: "save(plot([1]), \"\(path)\")"))
      #expect(["E0903", "E0904"].contains(result.errors.first?.code), "\(path)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.sorted() == ["a.svg", "a.txt"], "no temporary files stay")
  }

  @Test func aMissingProgramIsSaid() throws {
    let missing = ChildProgram(name: "gradus-has-no-such-program")
    #expect {
      try missing.run([], input: [])
    } throws: { error in
      (error as? Diagnostic)?.code == "E0905"
    }
    #expect {
      try ChildProgram(name: "false").run([], input: [1])
    } throws: { error in
      (error as? Diagnostic)?.code == "E0906"
    }
    try ChildProgram(name: "true").run([], input: [1])
  }
}
