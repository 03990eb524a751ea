/// What a line does, in words: "loss, log scale: falls from 0.29 to 0.0012 in 500 steps".
enum SeriesSummary {
  static func text(
    x: [Double], y: [Double], label: String?, context: SummaryContext
  ) -> String {
    let name = label ?? context.ylabel ?? "line"
    let subject = context.yIsLog ? "\(name), log scale" : name
    guard let finite = FiniteValues(x, y) else { return "\(subject): no finite value" }
    var text = "\(subject): \(course(x, y, finite, context))"
    if let index = y.firstIndex(where: { !$0.isFinite }) {
      let kind = y[index].isNaN ? "NaN" : "infinite"
      text += "; \(kind) at \(context.xlabel ?? "x") \(NumberText.format(x[index]))"
    }
    return text
  }

  private static func course(
    _ x: [Double], _ y: [Double], _ finite: FiniteValues, _ context: SummaryContext
  ) -> String {
    let (first, last, least, most) = (finite.first, finite.last, finite.least, finite.most)
    let (start, end) = (NumberText.format(y[first]), NumberText.format(y[last]))
    if finite.count == 1 { return "one point, \(start) at \(NumberText.format(x[first]))" }
    let where_ = span(x, first, last, count: finite.count, context)
    if y[least] == y[most] { return "constant at \(start) \(where_)" }
    let range = y[most] * 0.25 - y[least] * 0.25
    let change = y[last] * 0.25 - y[first] * 0.25
    let verb = change < 0 ? "falls" : "rises"
    if change.magnitude > range * 0.8 { return "\(verb) from \(start) to \(end) \(where_)" }
    let extremes =
      "least \(NumberText.format(y[least])) at \(NumberText.format(x[least])), "
      + "greatest \(NumberText.format(y[most])) at \(NumberText.format(x[most]))"
    return "goes from \(start) to \(end) \(where_), \(extremes)"
  }

  private static func span(
    _ x: [Double], _ first: Int, _ last: Int, count: Int, _ context: SummaryContext
  ) -> String {
    if let name = context.xlabel, ["step", "epoch", "iteration"].contains(name) {
      return "in \(last - first + 1) \(name)s"
    }
    let name = context.xlabel ?? "x"
    return "for \(name) from \(NumberText.format(x[first])) to \(NumberText.format(x[last]))"
  }
}

/// Where the first, last, least and greatest of a series' finite values stand.
private struct FiniteValues {
  private(set) var count = 0
  private(set) var first = 0
  private(set) var last = 0
  private(set) var least = 0
  private(set) var most = 0

  /// nil where there is none.
  init?(_ x: [Double], _ y: [Double]) {
    for index in y.indices where y[index].isFinite && x[index].isFinite {
      if count == 0 { (first, least, most) = (index, index, index) }
      count += 1
      last = index
      if y[index] < y[least] { least = index }
      if y[index] > y[most] { most = index }
    }
    if count == 0 { return nil }
  }
}
