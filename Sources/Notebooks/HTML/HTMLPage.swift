import Diagnostics
import HostFiles
import Interpreter

/// Writes a run as one HTML file that needs nothing else: no script, no request.
public struct HTMLPage {
  public struct Options: Sendable {
    /// Prose HTML is let through as it is.
    public var unsafeHTML = false
    /// The folder that images are read from; nil when there is none.
    public var folder: String?
    /// The folder that images must be below; nil is the same. In a book it is the book's.
    var root: String?

    public init() {}
  }

  private let run: NotebookRun
  private let options: Options
  private let math: HTMLMath
  private let figures: FigureNumbers
  private let links: BookLinks
  /// The page is one of a book, which settles its links when all pages have run.
  private let isInBook: Bool
  private var warnings: [Diagnostic] = []

  /// The page, and what is wrong with it that stops nothing (a formula that can't be set…).
  public static func render(
    _ run: NotebookRun, options: Options, typesetter: MathTypesetter
  ) -> (html: String, warnings: [Diagnostic], images: [String]) {
    var page = HTMLPage(run, options, typesetter)
    let html = page.html()
    return (html, page.warnings, page.links.images)
  }

  private init(
    _ run: NotebookRun, _ options: Options, _ typesetter: MathTypesetter, _ book: BookLinks? = nil
  ) {
    self.run = run
    self.options = options
    links = book ?? BookLinks()
    isInBook = book != nil
    math = HTMLMath(typesetter)
    figures = FigureNumbers(run)
  }

  /// What a page consists of, for those that put it together in another way: the pages of a book.
  struct Parts {
    let title: String
    let lang: String
    let description: String?
    /// The page's own rules: its math font.
    let style: String
    let header: String
    let contents: String
    let body: String
    let sections: [HTMLProse.Heading]
    /// The numbers of its figures, by label.
    let figures: [String: Int]
    let warnings: [Diagnostic]
  }

  static func parts(
    _ run: NotebookRun, options: Options, typesetter: MathTypesetter, book: BookLinks
  ) -> Parts {
    HTMLPage(run, options, typesetter, book).parts()
  }

  private mutating func html() -> String {
    let parts = parts()
    warnings = parts.warnings
    let frame = HTMLFrame(
      title: parts.title, lang: parts.lang, description: parts.description,
      style: StyleSheet.text + parts.style, policy: options.unsafeHTML ? nil : HTMLFrame.policy)
    return frame.html(
      parts.header + parts.contents + "<main id=\"content\">\n" + parts.body + "</main>\n")
  }

  private func parts() -> Parts {
    let notebook = run.notebook
    let taken = Set(notebook.cells.compactMap(\.options.label) + ["content", "contents"])
    let prose = HTMLProse(notebook.markedProse, taken: taken, plain: { [self] in plain(of: $0) })
    let body = filtered(prose.html)
    let contents = isInBook ? "" : filtered(Self.contents(prose.headings))
    let sections =
      isInBook
      ? prose.headings.map {
        HTMLProse.Heading(level: $0.level, id: $0.id, html: filtered($0.html))
      } : []
    return Parts(
      title: title(prose), lang: notebook.frontMatter.lang ?? "en",
      description: notebook.frontMatter.description,
      style: ExerciseHTML.style(for: run) + fontRule(),
      header: header(), contents: contents, body: body + ExerciseHTML.summary(of: run),
      sections: sections, figures: figures.numbers,
      warnings: (isInBook ? [] : figures.warnings + imageWarnings()) + mathWarnings())
  }

  // MARK: Parts

  private func title(_ prose: HTMLProse) -> String {
    if let title = run.notebook.frontMatter.title { return title }
    let first = prose.headings.first { $0.level == 1 } ?? prose.headings.first
    return first.map { PieceMark.replace(in: Self.textOnly($0.html)) { plain(of: $0) } }
      ?? PathNames.stem(of: run.notebook.file.name)
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
      // Formulas are no part of a link's name, so the link says them itself.
      let name =
        heading.html.unicodeScalars.contains(PieceMark.open)
        ? " aria-label=\"\(escapeHTML(heading.text))\"" : ""
      return "<li\(inner)><a href=\"#\(heading.id)\"\(name)>\(heading.html)</a></li>\n"
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

  private func imageWarnings() -> [Diagnostic] {
    let file = run.notebook.file
    return links.missingImages.map { url in
      let bytes = Array(url.utf8)
      let place = file.bytes[...].position(of: bytes).map {
        Place(file, Span($0, $0 + bytes.count))
      }
      return Diagnostic(
        "N0303", "there is no image `\(url)` in the notebook's folder", at: place,
        severity: .warning)
    }
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
      image: { [self] in image($0) })
    if isInBook { filter.link = links.mark }
    return HTMLNoBreak.apply(filter.filter(html))
  }

  private func image(_ url: String) -> String? {
    let uri = options.folder.flatMap { LocalImage($0, within: options.root) }?.dataURI(of: url)
    if !url.contains("://") { links.image(url, isThere: uri != nil) }
    return uri
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
      if !isDisplay { return markup }
      let attributes = ScrollArea.attributes("Formula", width: HTMLMath.width(of: tex))
      return "<span class=\"math\"\(attributes)>\(markup)</span>"
    case .reference(let label):
      if figures.numbers[label] == nil, isInBook { return links.reference(label) }
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
      let text = value.text.oneLine
      // A hyphen is no minus, and a line may break behind it.
      if text.hasPrefix("-"), Double(text) != nil {
        return "<span class=\"nb\">−\(escapeHTML(String(text.dropFirst())))</span>"
      }
      return escapeHTML(text)
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
