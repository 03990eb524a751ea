extension Figure {
  /// The figure in words, for readers who can't see it: the `alt` option, or made from the data.
  public var description: String {
    drawing?.description ?? options.alt ?? details
  }

  /// What the data do, in words and numbers.
  var details: String {
    let resolved = options.filled(from: defaults)
    switch content {
    case .axes(let marks): return sentences(marks, resolved).joined(separator: ". ") + "."
    case .panels(_, _, let figures):
      let parts = figures.enumerated().map { "Panel \($0 + 1): \($1.description)" }
      return ([resolved.title.map { $0 + "." }].compactMap { $0 } + parts).joined(separator: " ")
    case .nodes(let graph): return graph.summary
    }
  }

  /// A short name: the `alt` option, the title, or what kind of plot of what it is.
  var name: String {
    let resolved = options.filled(from: defaults)
    for given in [resolved.alt, resolved.title] {
      if let given, !given.isEmpty { return given }
    }
    switch content {
    case .axes(let marks): return kind(of: marks, resolved)
    case .panels(_, _, let figures): return "\(figures.count) panels"
    case .nodes: return "Computational graph"
    }
  }

  /// "Line plot of loss against step, with error bars".
  private func kind(of marks: [any Mark], _ resolved: FigureOptions) -> String {
    var kinds: [String] = []
    for kind in marks.compactMap(\.kind) where !kinds.contains(kind) { kinds.append(kind) }
    guard let first = kinds.first else { return "Plot" }
    var text = first.prefix(1).uppercased() + first.dropFirst()
    if let subject = subject(of: marks, kind: first, resolved) { text += " of " + subject }
    if kinds.count > 1 { text += ", with " + kinds[1...].prefix(2).joined(separator: " and ") }
    return text
  }

  private func subject(
    of marks: [any Mark], kind: String, _ resolved: FigureOptions
  ) -> String? {
    switch kind {
    // The heights of a histogram are counts: what is counted stands along the x axis.
    case "histogram": return resolved.xlabel
    // Here the y axis is a place like the x axis, not what is shown.
    case "contour plot", "heatmap", "vector field", "image", "path": return nil
    default:
      let labels = marks.compactMap(\.options.label).filter { !$0.isEmpty }
      let isNamed = (1...3).contains(labels.count) && labels.count == marks.count
      let values = resolved.ylabel ?? (isNamed ? labels.joined(separator: ", ") : nil)
      return values.map { $0 + (resolved.xlabel.map { " against \($0)" } ?? "") }
    }
  }

  private func sentences(_ marks: [any Mark], _ resolved: FigureOptions) -> [String] {
    let context = SummaryContext(
      xlabel: resolved.xlabel, ylabel: resolved.ylabel, xIsLog: resolved.xscale == .log,
      yIsLog: resolved.yscale == .log)
    guard !marks.isEmpty else { return ["Empty plot"] }
    let shown = 12
    var sentences = marks.prefix(shown).map { $0.summary(context) }
    if marks.count > shown { sentences.append("\(marks.count - shown) more series") }
    return sentences + PanelBuilder(marks: marks, options: resolved).notes
  }
}
