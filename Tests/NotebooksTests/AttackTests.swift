import Diagnostics
import Interpreter
import Testing

@testable import Notebooks

#if canImport(Glibc)
  import Glibc
#endif

/// Notebooks that mean harm.
struct AttackTests {
  /// Runs a notebook in a folder as `nbrun` does; the exit code and what was told.
  private static func run(
    _ text: String, in folder: Folder, _ change: (inout JobRequest) -> Void = { _ in }
  ) throws -> (code: Int32, told: Recorder) {
    try folder.write(text, to: "inner/lesson.md")
    var request = JobRequest(input: folder.path + "/inner/lesson.md")
    change(&request)
    let recorder = Recorder()
    return (Job(request, reporter: recorder).run(), recorder)
  }

  private static func cell(_ code: String) -> String { "```{gradus}\n\(code)\n```\n" }

  // MARK: Files

  @Test(arguments: [
    "../secret.gradus", "/etc/hostname", "link.gradus", "folder/secret.gradus",
    "./../secret.gradus",
    "x/../../secret.gradus",
  ])
  func nothingOutsideIsRead(path: String) throws {
    let folder = try Folder()
    try folder.write("secret = 12345", to: "secret.gradus")
    try folder.write("", to: "inner/x/y.md")
    try #require(symlink("../secret.gradus", folder.path + "/inner/link.gradus") == 0)
    try #require(symlink("..", folder.path + "/inner/folder") == 0)
    let (code, told) = try Self.run(
      Self.cell("import \"\(path)\" as s\ns.secret"), in: folder)
    #expect(code == 1)
    #expect(told.diagnostics.count == 1)
    #expect(folder.read("inner/lesson.html")?.contains("12345") == false)
  }

  @Test(arguments: [
    "../out.svg", "/tmp/gradus-attack.svg", "link/out.svg", "lesson_files/../../out.svg",
    "other/out.svg", "lesson.md",
  ])
  func nothingIsWrittenElsewhere(path: String) throws {
    let folder = try Folder()
    try folder.write("", to: "inner/other/x.md")
    try #require(symlink("..", folder.path + "/inner/link") == 0)
    let text = Self.cell("save(plot([1, 2]), \"\(path)\")")
    let (code, _) = try Self.run(text, in: folder)
    #expect(code == 1)
    #expect(folder.read("out.svg") == nil)
    #expect(folder.read("inner/other/out.svg") == nil)
    #expect(folder.read("inner/lesson.md") == text)
    #expect(access("/tmp/gradus-attack.svg", F_OK) != 0)
  }

  @Test(arguments: ["../secret.svg", "link.svg", "folder/secret.svg", "%2e%2e/secret.svg"])
  func noImageOutsideComesIn(path: String) throws {
    let folder = try Folder()
    try folder.write("<svg>secret</svg>", to: "secret.svg")
    try folder.write("", to: "inner/x.md")
    try #require(symlink("../secret.svg", folder.path + "/inner/link.svg") == 0)
    try #require(symlink("..", folder.path + "/inner/folder") == 0)
    let (code, told) = try Self.run("![i](\(path))\n", in: folder)
    #expect(code == 0)
    #expect(told.diagnostics.map(\.code) == ["N0303"])
    let page = try #require(folder.read("inner/lesson.html"))
    #expect(!page.contains("data:image"))
  }

  /// A link in the place of the notebook's own folder leads the figures out.
  @Test func figuresStayInTheFolder() throws {
    let folder = try Folder()
    try folder.write("", to: "inner/x.md")
    try folder.write("", to: "outside/x.md")
    try #require(symlink("../outside", folder.path + "/inner/lesson_files") == 0)
    let text = Self.cell("save(plot([1, 2]), \"lesson_files/../../out.svg\")")
    let (code, _) = try Self.run(text, in: folder)
    #expect(code == 1)
    #expect(folder.read("out.svg") == nil)
  }

  // MARK: Budgets

  @Test func endlessLoopsEnd() throws {
    let folder = try Folder()
    let text = Self.cell("while true\nend") + "\n" + Self.cell("40 + 2")
    let (code, told) = try Self.run(text, in: folder) { $0.settings.timeout = 0.3 }
    #expect(code == 3)
    #expect(told.diagnostics.map(\.code) == ["E0703"])
    #expect(folder.read("inner/lesson.html")?.contains("42") == true)
  }

  @Test func aBillionStepsEnd() throws {
    let folder = try Folder()
    let (code, _) = try Self.run(Self.cell("for i in 1:1e9\n  x = i\nend"), in: folder) {
      $0.settings.timeout = 0.3
    }
    #expect(code == 3)
  }

  /// A hundred megabytes of text: the budget of output ends it, and the page stays one.
  @Test func outputIsBounded() throws {
    let folder = try Folder()
    let text = Self.cell(
      "s = \"0123456789\"\nfor i in 1:16\n  s = \"{s}{s}\"\nend\nwhile true\n  print(s)\nend")
    let (code, told) = try Self.run(text, in: folder)
    #expect(code == 3)
    #expect(told.diagnostics.count == 1)
    #expect((folder.read("inner/lesson.html")?.utf8.count ?? 0) < 20_000_000)
  }

  /// Recursion that does not end is an error of the cell; the others exceed a budget of the run.
  @Test(arguments: [
    ("A = zeros(1e6, 1e6)", 3),
    ("f(n) = f(n + 1)\nf(1)", 1),
    ("t = (1,); while true; t = (t, t); end", 1),
    ("s = \"x\"; while true; s = \"{s}{s}\"; end", 3),
  ])
  func memoryAndDepthAreBounded(code: String, exit: Int32) throws {
    let folder = try Folder()
    let (status, told) = try Self.run(Self.cell(code), in: folder) {
      $0.settings.timeout = 2
      $0.settings.memory = 64 << 20
    }
    #expect(status == exit, "\(told.diagnostics.map(\.message))")
  }

  // MARK: Data

  /// Cells of a table that are markup, formulas of a spreadsheet, or the end of a Markdown table.
  @Test func cellsOfATableAreText() throws {
    let folder = try Folder()
    let cells = [
      "<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0", "```\n<script>alert(2)</script>",
      "@SUM(1+1)*cmd|x", "a|b [x](javascript:alert(1)) <!-- nb:end -->", "+1-2",
    ]
    let quoted = cells.map { "\"\($0)\"" }
    try folder.write(
      "name,<script>alert(1)</script>\n"
        + [0, 2, 4].map { "\(quoted[$0]),\(quoted[$0 + 1])\n" }.joined(),
      to: "inner/x.csv")
    let text = """
      ```{gradus}
      D = read_csv("x.csv")
      D
      ```

      ```{gradus}
      print(D.name)
      display(D.name[1]); D.name[2]
      ```

      `{gradus} D.name[1]` and `{gradus} D.name[3]`

      | `{gradus} D.name[3]` | b |
      |---|---|

      ```{gradus}
      #| output: asis
      for name in D.name; print(name); end
      ```

      ```{gradus}
      #| label: fig-x
      plot([1, 2, 3], label=D.name[1], title=D.name[2], xlabel=D.name[3])
      ```
      """
    let (code, told) = try Self.run(text, in: folder)
    #expect(code == 0, "\(told.diagnostics.map(\.message))")
    let page = try #require(folder.read("inner/lesson.html"))
    #expect(PageInspector.problems(page).isEmpty, "\(PageInspector.problems(page))")
    // As data they are what stood in the file: nothing is escaped that is not shown.
    #expect(page.contains("=cmd|' /C calc'!A0"))
    // In place they end no output, and are the same the second time.
    #expect(try Self.run(text, in: folder) { $0.inPlace = true }.code == 0)
    let once = try #require(folder.read("inner/lesson.md"))
    #expect(NotebookParser.parse(once, name: "lesson.md").cells.count == 4)
    #expect(try Self.run(once, in: folder) { $0.inPlace = true }.code == 0)
    #expect(folder.read("inner/lesson.md") == once)
    let svg = try #require(folder.read("inner/lesson_files/fig-x-1.svg"))
    #expect(PageInspector.problems(svg).isEmpty)
  }

  /// A table outside the notebook's folder, in each way that leads there.
  @Test(arguments: ["../secret.csv", "link.csv", "folder/secret.csv", "/etc/passwd"])
  func noTableOutsideIsRead(path: String) throws {
    let folder = try Folder()
    try folder.write("a,b\n12345,2\n", to: "secret.csv")
    try folder.write("", to: "inner/x.md")
    try #require(symlink("../secret.csv", folder.path + "/inner/link.csv") == 0)
    try #require(symlink("..", folder.path + "/inner/folder") == 0)
    let reads = ["read_csv(\"\(path)\")", "load(\"\(path)\")"]
    for read in reads {
      let (code, _) = try Self.run(Self.cell(read), in: folder)
      #expect(code == 1)
      #expect(folder.read("inner/lesson.html")?.contains("12345") == false)
    }
    let (code, _) = try Self.run(
      Self.cell("write_csv(\"\(path)\", {a: [1, 2]})"), in: folder)
    #expect(code == 1)
    #expect(folder.read("secret.csv") == "a,b\n12345,2\n")
  }

  // MARK: Control characters

  /// What a terminal would obey, and what ends a line for Markdown, is shown by its picture; so the
  /// notebook with its outputs is still one that can be read.
  @Test func controlCharactersAreShown() throws {
    let folder = try Folder()
    let text =
      Self.cell(
        "s = \"a\\u{d}b\\u{0}c\\u{1b}[31md\\u{9b}\"\nprint(s)\ns") + "\n`{gradus} s`\n"
    for format in NotebookFormat.allCases {
      let (code, _) = try Self.run(text, in: folder) {
        $0.format = format
        $0.output = folder.path + "/out"
      }
      #expect(code == 0)
      let written = try #require(folder.read("out"))
      #expect(TextProblems.firstControlCharacter(in: Array(written.utf8)) == nil)
      #expect(written.contains("a␍b␀c␛[31md"))
    }
    #expect(try Self.run(text, in: folder) { $0.inPlace = true }.code == 0)
    let once = try #require(folder.read("inner/lesson.md"))
    #expect(try Self.run(once, in: folder) { $0.inPlace = true }.code == 0)
    #expect(folder.read("inner/lesson.md") == once)
  }

  // MARK: Markup

  private static let payloads = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "</style><script>alert(1)</script>", "</title><script>alert(1)</script>",
    "</desc></svg><script>alert(1)</script>", "<!--><script>alert(1)</script>-->",
    "javascript:alert(1)", "]]><script>alert(1)</script>",
    "\u{10FFF0}0\u{10FFF1}<b onclick=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "<math><mtext><script>alert(1)</script>",
  ]

  /// In every place that a text of the author's or of a program's can reach.
  @Test(arguments: payloads)
  func markupIsText(payload: String) throws {
    let folder = try Folder()
    let quoted = JSON.string(payload).compact
    let inCode = quoted.replacing("{", with: "\\{")
    let text = """
      ---
      title: \(quoted)
      subtitle: \(quoted)
      author: [\(quoted)]
      date: \(quoted)
      description: \(quoted)
      params: {p: \(quoted)}
      ---

      # \(payload)

      Text \(payload) and `{gradus} p`, `{gradus} \(inCode)`, $\\text{\(payload)}$ ![\(payload)](x.png "\(payload)").

      ```\(payload.replacing("\u{10FFF0}", with: "").replacing("`", with: ""))
      \(payload)
      ```

      ```{gradus}
      #| label: fig-x
      #| fig-cap: \(quoted)
      #| fig-alt: \(quoted)
      plot([1, 2], title=\(inCode), xlabel=\(inCode), label=\(inCode))
      ```

      ```{gradus}
      print(\(inCode))
      {name: \(inCode)}
      ```

      ```{gradus}
      #| output: asis
      print(\(inCode))
      ```

      ```{gradus}
      #| error: true
      unknown_name + \(inCode)
      ```
      """
    _ = try Self.run(text, in: folder)
    let page = try #require(folder.read("inner/lesson.html"))
    let problems = PageInspector.problems(page)
    #expect(problems.isEmpty, "\(problems)")
    // The same in the other forms that are read by a browser.
    _ = try Self.run(text, in: folder) { $0.inPlace = true }
    if let svg = folder.read("inner/lesson_files/fig-x-1.svg") {
      let problems = PageInspector.problems(svg)
      #expect(problems.isEmpty, "\(problems)")
    }
  }
}

/// Looks for what a browser would run or fetch.
private enum PageInspector {
  static func problems(_ page: String) -> [String] {
    let bytes = Array(page.utf8)
    var result: [String] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<"), let tag = HTMLTag(bytes, at: index) else {
        index += 1
        continue
      }
      index = tag.end
      if ["script", "iframe", "object", "embed", "base", "link"].contains(tag.name) {
        result.append("<\(tag.name)>")
      }
      for (name, value) in tag.attributes {
        let value = (value ?? "").lowercased()
        if name.hasPrefix("on") { result.append("\(tag.name) \(name)") }
        if name == "href" || name == "xlink:href", value.contains("javascript:") {
          result.append("\(tag.name) \(name)=\(value)")
        }
        if name == "src", !value.hasPrefix("data:image/") { result.append("src=\(value)") }
      }
    }
    return result
  }
}
