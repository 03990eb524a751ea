import Diagnostics
import HostFiles
import Interpreter
import Notebooks
import Testing

#if canImport(Glibc)
  import Glibc
#endif

private func cell(_ lines: String...) -> String {
  "```{gradus}\n" + lines.joined(separator: "\n") + "\n```\n"
}

@Suite struct JobTests {
  @Test func aPageIsWrittenBesideTheNotebookAndOnlyOnce() throws {
    let folder = try Folder()
    try folder.write("# T\n\n" + cell("say hello"))
    let first = folder.run()
    #expect(first.code == 0)
    #expect(first.told.notes == ["wrote \(folder.path)/lesson.html"])
    #expect(folder.read("lesson.html")?.contains(">hello</pre>") == true)
    #expect(folder.run().told.notes == ["\(folder.path)/lesson.html is up to date"])
  }

  @Test(arguments: [("fail", 1), ("slow", 3), ("stop", 130)])
  func aFailureIsShownInThePageAndInTheExitCode(line: String, code: Int32) throws {
    let folder = try Folder()
    try folder.write(cell("say before", line) + "\n" + cell("say after"))
    #expect(folder.run().code == code)
    let page = try #require(folder.read("lesson.html"))
    #expect(page.contains("class=\"diagnostic error\""))
    #expect(page.contains(">before</pre>"))
    #expect(page.contains(">after</pre>") == (code != 130))
  }

  /// Five plots and forty formulas with the font that they need: under 250 KB.
  @Test func aLessonIsSmall() throws {
    let folder = try Folder()
    let formulas = (1...40).map { number in
      "$$\\frac{\\partial L}{\\partial W_{\(number)}}"
        + " = \\sum_{i=1}^{\(number)} \\sigma'(z_i)\\,x_i^{\(number)}$$\n"
    }
    let plots = [
      "plot(sin, 0:6)", "scatter(randn(200), randn(200))", "hist(randn(1000))",
      "heatmap(randn(12, 12))", "plot((sin, cos, tanh), -3:3, title=\"Three\")",
    ]
    var text = "# A lesson\n\n"
    for (index, formula) in formulas.enumerated() {
      text += "## Section \(index)\n\nSome prose about $x_{\(index)}$ and its kin.\n\n\(formula)\n"
      if index % 8 == 0 {
        text += cell("#| label: fig-\(index)", "#| fig-cap: A plot", plots[index / 8]) + "\n"
      }
    }
    try folder.write(text)
    let session = Session(seed: 1, limits: .standard, files: .none)
    #expect(folder.run(engine: session).code == 0)
    let page = try #require(folder.read("lesson.html"))
    #expect(page.ranges(of: "<svg ").count == 5)
    #expect(page.ranges(of: "<math").count >= 80)
    #expect(page.utf8.count < 250_000, "\(page.utf8.count) bytes")
  }

  @Test func anEmptyNotebookIsFineWithANote() throws {
    let folder = try Folder()
    try folder.write("")
    let result = folder.run()
    #expect(result.code == 0)
    #expect(result.told.notes.contains("\(folder.path)/lesson.md has no cells"))
    #expect(folder.read("lesson.html") != nil)
  }

  @Test func whatCannotBeDoneIsUsage() throws {
    let folder = try Folder()
    #expect(folder.run().code == 2)
    #expect(folder.run().told.failures == ["\(folder.path)/lesson.md: No such file or directory"])
    try folder.write(cell("say a"))
    #expect(folder.run { $0.output = "/nonexistent/a.html" }.code == 2)
    #expect(folder.run { $0.output = folder.path }.code == 2)
    #expect(folder.run { $0.output = $0.input }.code == 2)
    #expect(folder.run { $0.parameters = ["x=1"] }.code == 2)
    #expect(folder.run { $0.parameterFile = "/nonexistent" }.code == 2)
    #expect(folder.read() == cell("say a"))
    try Files.write([0x80, 0xFF], to: "\(folder.path)/lesson.md")
    #expect(folder.run().told.diagnostics.map(\.code) == ["N0112"])
  }

  @Test func aTextThatIsNoNotebookIsNotRun() throws {
    let folder = try Folder()
    try folder.write(cell("#| lable: x", "stop"))
    let result = folder.run()
    #expect(result.code == 2)
    #expect(result.told.diagnostics.map(\.code) == ["N0103"])
    #expect(folder.read("lesson.html") == nil)
  }

  @Test func inPlaceAndCheckAgree() throws {
    let folder = try Folder()
    try folder.write(cell("say 1") + "\nIt is `{gradus} \"2\"`.\n")
    #expect(folder.run { $0.check = true }.code == 5)
    #expect(folder.run { $0.inPlace = true }.code == 0)
    let written = try #require(folder.read())
    #expect(folder.run { $0.check = true }.code == 0)
    #expect(
      folder.run { $0.inPlace = true }.told.notes == ["\(folder.path)/lesson.md is up to date"])
    try folder.write(written.replacing("\n1\n", with: "\n7\n"))
    let check = folder.run { $0.check = true }
    #expect(check.code == 5)
    #expect(
      check.told.differences == ["\(folder.path)/lesson.md:1: the output of `cell-1` differs"])
    #expect(folder.read()?.contains("\n7\n") == true)
  }

  @Test func aPageIsCheckedWhereNoOutputsAreCommitted() throws {
    let folder = try Folder()
    try folder.write(cell("say 1"))
    #expect(folder.run().code == 0)
    #expect(folder.run { $0.check = true }.code == 0)
    try folder.write(cell("say 2"))
    #expect(folder.run { $0.check = true }.code == 5)
  }

  /// Somebody saves the notebook while it runs.
  private final class Meddler: CellEngine {
    let path: String
    var limits = Limits.standard
    init(_ path: String) { self.path = path }
    func define(_ name: String, _ value: ParameterValue) {}
    func inline(_ file: SourceFile) -> CellResult { CellResult() }
    func run(_ file: SourceFile, label: String?, seed: UInt64?) -> CellResult {
      _ = try? Files.write(Array("edited\n".utf8), to: path)
      return CellResult(outputs: [.printed("x\n")])
    }
  }

  @Test func aNotebookThatChangedWhileItRanIsNotOverwritten() throws {
    let folder = try Folder()
    try folder.write(cell("say 1"))
    let result = folder.run(
      { $0.inPlace = true }, engine: Meddler("\(folder.path)/lesson.md"))
    #expect(result.code == 2)
    #expect(folder.read() == "edited\n")
  }

  @Test func jupyterNotebooksAreReadAndWritten() throws {
    let folder = try Folder()
    try folder.write("# T\n\n" + cell("say 1"))
    #expect(folder.run { $0.format = .ipynb }.code == 0)
    let ipynb = try #require(folder.read("lesson.ipynb"))
    let again = folder.run {
      $0.input = "\(folder.path)/lesson.ipynb"
      $0.inPlace = true
    }
    #expect(again.code == 0)
    #expect(folder.read("lesson.ipynb") == ipynb)
    let check = folder.run {
      $0.input = "\(folder.path)/lesson.ipynb"
      $0.format = .markdown
      $0.output = "\(folder.path)/out.md"
    }
    #expect(check.code == 0)
    #expect(folder.read("out.md")?.contains("```text\n1\n```") == true)
  }

  @Test func imagesComeFromTheNotebooksFolderOnly() throws {
    let folder = try Folder()
    let secret = try Folder()
    try secret.write("<svg>secret</svg>", to: "s.svg")
    try folder.write("<svg>mine</svg>", to: "a.svg")
    symlink("\(secret.path)/s.svg", "\(folder.path)/link.svg")
    let climbing = "../" + secret.path.dropFirst(5) + "/s.svg"
    try folder.write("![a](a.svg) ![b](\(climbing)) ![c](\(secret.path)/s.svg) ![d](link.svg)\n")
    #expect(folder.run().code == 0)
    let page = try #require(folder.read("lesson.html"))
    // base64 of the two files, by `base64 -w0`.
    #expect(page.contains("PHN2Zz5taW5lPC9zdmc+"))
    #expect(!page.contains("PHN2Zz5zZWNyZXQ8L3N2Zz4="))
  }
}

@Suite struct FilesTests {
  @Test func aLinkStaysALink() throws {
    let folder = try Folder()
    try folder.write("a", to: "real.txt")
    symlink("real.txt", "\(folder.path)/link.txt")
    try folder.write("b", to: "link.txt")
    #expect(folder.read("real.txt") == "b")
  }

  @Test func permissionsStay() throws {
    let folder = try Folder()
    try folder.write("a", to: "x")
    chmod("\(folder.path)/x", 0o640)
    try folder.write("b", to: "x")
    var status = stat()
    #expect(stat("\(folder.path)/x", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o640)
  }

  @Test func aFailureLeavesNothingBehind() throws {
    let folder = try Folder()
    mkdir("\(folder.path)/taken", 0o755)
    mkdir("\(folder.path)/taken/in", 0o755)
    #expect(throws: FileFailure.self) { try folder.write("a", to: "taken") }
    #expect(folder.names == ["taken"])
  }
}
