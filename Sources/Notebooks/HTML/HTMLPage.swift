import Diagnostics
import Interpreter

/// Writes a run as one HTML file that needs nothing else: no script, no request.
public struct HTMLPage {
  public struct Options: Sendable {
    /// Prose HTML is let through as it is.
    public var unsafeHTML = false
    /// The folder that images are read from; nil when there is none.
    public var folder: String?

    public init() {}
  }

  private let run: NotebookRun
  private let options: Options
  private let math: HTMLMath
  private let figures: FigureNumbers
  private var warnings: [Diagnostic] = []

  /// The page, and what is wrong with it that stops nothing (a formula that can't be set…).
  public static func render(
    _ run: NotebookRun, options: Options, typesetter: MathTypesetter
  ) -> (html: String, warnings: [Diagnostic]) {
    var page = HTMLPage(run, options, typesetter)
    let html = page.html()
    return (html, page.warnings)
  }

  private init(_ run: NotebookRun, _ options: Options, _ typesetter: MathTypesetter) {
    self.run = run
    self.options = options
    math = HTMLMath(typesetter)
    figures = FigureNumbers(run)
  }

  private mutating func html() -> String {
    let notebook = run.notebook
    let taken = Set(notebook.cells.compactMap(\.options.label) + ["content", "contents"])
    let prose = HTMLProse(notebook.markedProse, taken: taken, plain: { [self] in plain(of: $0) })
    let body = filtered(prose.html)
    let contents = filtered(Self.contents(prose.headings))
    let header = self.header()
    let title = self.title(prose)
    warnings = figures.warnings + mathWarnings()
    let style = StyleSheet.text + ExerciseHTML.style(for: run) + fontRule()
    return Self.page(
      title: title, lang: notebook.frontMatter.lang ?? "en",
      description: notebook.frontMatter.description, style: style,
      body: header + contents + "<main id=\"content\">\n" + body
        + ExerciseHTML.summary(of: run) + "</main>\n",
      isClosed: !options.unsafeHTML)
  }

  private static func page(
    title: String, lang: String, description: String?, style: String, body: String, isClosed: Bool
  ) -> String {
    let about = description.map {
      "<meta name=\"description\" content=\"\(escapeHTML($0))\">\n"
    }
    // The browser is told as well that this page fetches and runs nothing.
    let policy = """
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; img-src data:; font-src data:">\n
      """
    return """
      <!DOCTYPE html>
      <html lang="\(escapeHTML(lang))">
      <head>
      <meta charset="utf-8">
      \(isClosed ? policy : "")<meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      \(about ?? "")<title>\(escapeHTML(title))</title>
      <style>
      \(style)</style>
      </head>
      <body>
      <a class="skip" href="#content">To the text</a>
      \(body)</body>
      </html>

      """
  }

  // MARK: Parts

  private func title(_ prose: HTMLProse) -> String {
    if let title = run.notebook.frontMatter.title { return title }
    let first = prose.headings.first { $0.level == 1 } ?? prose.headings.first
    return first.map { PieceMark.replace(in: Self.textOnly($0.html)) { plain(of: $0) } }
      ?? run.notebook.file.name
  }

  private static func textOnly(_ html: String) -> String {
    var isTag = false
    let text = String(
      html.filter { character in
        if character == "<" { isTag = true }
        defer { if character == ">" { isTag = false } }
        return !isTag
      })
    return HTMLEntities.decode(text)
  }

  private func header() -> String {
    let matter = run.notebook.frontMatter
    guard let title = matter.title else { return "" }
    var result = "<header>\n<h1>\(escapeHTML(title))</h1>\n"
    if let subtitle = matter.subtitle {
      result += "<p class=\"subtitle\">\(escapeHTML(subtitle))</p>\n"
    }
    let byline = matter.authors + (matter.shownDate.map { [$0] } ?? [])
    if !byline.isEmpty {
      result += "<p class=\"byline\">\(escapeHTML(byline.joined(separator: " · ")))</p>\n"
    }
    return result + "</header>\n"
  }

  /// A table of contents where there are enough sections to want one.
  private static func contents(_ headings: [HTMLProse.Heading]) -> String {
    let shown = headings.filter { 2...3 ~= $0.level }
    guard shown.count >= 3 else { return "" }
    let top = shown.map(\.level).min() ?? 2
    let items = shown.map { heading in
      let inner = heading.level > top ? " class=\"inner\"" : ""
      return "<li\(inner)><a href=\"#\(heading.id)\">\(heading.html)</a></li>\n"
    }
    return """
      <nav class="contents" aria-label="Contents">
      <p id="contents">Contents</p>
      <ul>
      \(items.joined())</ul>
      </nav>

      """
  }

  private func fontRule() -> String {
    guard !math.characters.isEmpty, let font = MathFont.subset(math.characters) else { return "" }
    return """
      @font-face{font-family:"Page Math";src:url(data:font/otf;base64,\(base64(font)))}

      """
  }

  private func mathWarnings() -> [Diagnostic] {
    var result = math.failures.map { failure in
      Diagnostic(
        "N0301", "the formula `\(failure.tex)` can't be set: \(failure.reason)",
        at: place(of: failure.tex), severity: .warning)
    }
    if math.isUnavailable {
      result.append(
        Diagnostic(
          "N0302", "formulas are shown as TeX, since KaTeX is not installed", severity: .warning,
          hint: "Debian has it in the package libjs-katex"))
    }
    return result
  }

  private func place(of tex: String) -> Place? {
    run.notebook.pieces.lazy.compactMap { piece -> Place? in
      guard case .math(let other, _) = piece.kind, other == tex else { return nil }
      return Place(run.notebook.file, Span(piece.range))
    }.first
  }

  // MARK: Pieces

  private func filtered(_ html: String) -> String {
    var filter = HTMLFilter(
      isTrusting: options.unsafeHTML,
      piece: { [self] in HTMLFilter.Replacement(html: self.html(of: $0), plain: plain(of: $0)) },
      image: { [self] in options.folder.flatMap(LocalImage.init)?.dataURI(of: $0) })
    return HTMLNoBreak.apply(filter.filter(html))
  }

  private func html(of index: Int) -> String {
    guard run.notebook.pieces.indices.contains(index) else { return "" }
    let piece = run.notebook.pieces[index]
    switch piece.kind {
    case .cell(let cell):
      return HTMLCell(math: math, figures: figures).html(run.notebook.cells[cell], run.cells[cell])
    case .value(let value): return html(of: run.values[value])
    case .math(let tex, let isDisplay):
      let markup = math.html(MathFormula(tex, isDisplay: isDisplay))
      return isDisplay ? "<span class=\"math\" tabindex=\"0\">\(markup)</span>" : markup
    case .reference(let label):
      let title = escapeHTML(figures.title(of: label))
      return figures.numbers[label] == nil
        ? title : "<a href=\"#\(escapeHTML(label))\">\(title)</a>"
    case .frontMatter, .earlierOutput: return ""
    }
  }

  private func html(of value: ValueRun) -> String {
    switch value {
    case .value(let value):
      if let latex = value.latex { return math.html(MathFormula(latex, isDisplay: false)) }
      return escapeHTML(value.text.oneLine)
    case .failed(let errors):
      let message = errors.first?.message ?? ""
      return "<span class=\"bad\" title=\"\(escapeHTML(message))\">⚠ \(escapeHTML(message))</span>"
    case .notReached: return "<span class=\"bad\">not run</span>"
    }
  }

  /// A piece where no markup may stand: in an attribute, in the page's title.
  private func plain(of index: Int) -> String {
    guard run.notebook.pieces.indices.contains(index) else { return "" }
    switch run.notebook.pieces[index].kind {
    case .value(let value): return run.values[value].plainText
    case .math(let tex, _): return UnicodeMath.convert(tex)
    case .reference(let label): return figures.title(of: label)
    case .cell, .frontMatter, .earlierOutput: return ""
    }
  }
}

extension ValueRun {
  /// The value as text of one line.
  public var plainText: String {
    switch self {
    case .value(let value): value.text.oneLine
    case .failed(let errors): "⚠ \(errors.first?.message ?? "")".oneLine
    case .notReached: "⚠ not run"
    }
  }
}

extension String {
  /// Line breaks as blanks.
  var oneLine: String {
    split(whereSeparator: \.isNewline).map(\.trimmed).joined(separator: " ")
  }
}
