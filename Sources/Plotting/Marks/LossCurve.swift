extension Figure {
  /// Training curves, one per run: the raw losses always; with `options.smooth` their moving average
  /// over them; a cross at the first NaN or ∞; a log axis where the loss falls by more than two
  /// decades.
  ///
  /// - Parameter firstStep: the number of the step that the first loss belongs to.
  public static func lossCurve(
    runs: [(name: String, losses: [Double])], firstStep: Int = 1,
    options: MarkOptions = MarkOptions()
  ) -> Figure {
    let marks = runs.map { run in
      var own = options
      if runs.count > 1 || !run.name.isEmpty { own.label = run.name }
      let steps = run.losses.indices.map { Double($0 + firstStep) }
      return LineMark(x: steps, y: run.losses, options: own, isSequence: true)
    }
    var defaults = FigureOptions(xlabel: "step", ylabel: "loss")
    if fallsByDecades(runs.map(\.losses)) { defaults.yscale = .log }
    return Figure(marks: marks, defaults: defaults)
  }

  private static func fallsByDecades(_ runs: [[Double]]) -> Bool {
    var extent = Extent()
    for losses in runs { extent.include(losses) }
    guard extent.notPositive == 0, !extent.isEmpty else { return false }
    return runs.contains { losses in
      guard let first = losses.first(where: \.isFinite) else { return false }
      let least = losses.lazy.filter(\.isFinite).min() ?? first
      return first > 100 * least
    }
  }
}
