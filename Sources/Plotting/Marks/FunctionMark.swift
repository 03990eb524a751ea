extension Figure {
  /// The graph of a function over an interval, sampled where it bends.
  ///
  /// - Parameter evaluate: called with a whole array of arguments at a time; it gives as many values.
  ///   What it throws is passed on.
  public static func function(
    from lower: Double, to upper: Double, options: MarkOptions = MarkOptions(),
    evaluate: ([Double]) throws -> [Double]
  ) throws -> Figure {
    let samples = try FunctionSampler.sample(from: lower, to: upper, evaluate: evaluate)
    return Figure(marks: [
      LineMark(
        x: samples.x, y: samples.y, options: options, visible: samples.visible, isFunction: true)
    ])
  }
}
