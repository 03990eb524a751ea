extension Figure {
  /// The figure in words, for readers who can't see it: the `alt` option, or made from the data.
  public var description: String {
    if let drawing { return drawing.description }
    if let alt = options.alt { return alt }
    let resolved = options.filled(from: defaults)
    switch content {
    case .axes(let marks): return sentences(marks, resolved).joined(separator: ". ") + "."
    case .panels(_, _, let figures):
      let parts = figures.enumerated().map { "Panel \($0 + 1): \($1.description)" }
      return ([resolved.title.map { $0 + "." }].compactMap { $0 } + parts).joined(separator: " ")
    case .nodes(let graph): return graph.summary
    }
  }

  /// A short name: the title, or the kind of plot.
  var name: String {
    let resolved = options.filled(from: defaults)
    if let title = resolved.title, !title.isEmpty { return title }
    switch content {
    case .axes:
      guard let ylabel = resolved.ylabel else { return "Plot" }
      return "Plot of \(ylabel)" + (resolved.xlabel.map { " against \($0)" } ?? "")
    case .panels(_, _, let figures): return "\(figures.count) panels"
    case .nodes: return "Graph"
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
