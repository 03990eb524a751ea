import Diagnostics
import Graphs
import Tensors

/// The history of a minimization: losses before each step, gradient norms, the parameters at the end.
final class TrainingRun {
  let losses: [Double]
  let gradientNorms: [Double]
  let parameters: Value
  let seconds: Double

  init(losses: [Double], gradientNorms: [Double], parameters: Value, seconds: Double) {
    self.losses = losses
    self.gradientNorms = gradientNorms
    self.parameters = parameters
    self.seconds = seconds
  }
}

extension TrainingRun {
  func field(_ name: String, _ machine: Machine) throws -> Value {
    switch name {
    case "loss": return .tensor(Tensor(losses, shape: Shape([losses.count])))
    case "grad_norm": return .tensor(Tensor(gradientNorms, shape: Shape([gradientNorms.count])))
    case "steps": return .number(Double(losses.count))
    case "params": return parameters
    case "seconds":
      machine.usesClock = true
      return .number(seconds)
    default:
      throw Diagnostic.noField(name, ["loss", "grad_norm", "steps", "params", "seconds"])
    }
  }

  func summary(_ display: Display) -> String {
    guard let first = losses.first, let last = losses.last else { return "run of 0 steps" }
    return "run of \(losses.count) steps: loss \(display.number(first)) → \(display.number(last))"
  }

  /// A short table of steps spaced by their logarithm, and the whole course as a line of bars.
  func presentation(_ display: Display) -> Presentation {
    guard losses.count > 1 else { return Presentation(text: summary(display)) }
    let bars = Sparkline.text(losses, width: 24)
    let header: [Derivation.Cell] = [
      .words("step"), .words("loss"), .words("norm of the gradient"),
    ]
    let rows = LogarithmicSteps.among(losses.count).map { step -> [Derivation.Cell] in
      [
        .words("\(step)"), .words(display.number(losses[step - 1])),
        .words(display.number(gradientNorms[step - 1])),
      ]
    }
    let title = summary(display)
    let table = Derivation(headline: title, lines: [.table(header: header, rows: rows)])
    return Presentation(
      text: "\(title)  \(bars)\n\(table.text)",
      blocks: [.paragraph([.text(title + "  "), .code(bars)])] + table.blocks)
  }
}

/// Steps at which a long run is looked at: 1, 2, 5, 10, 20, 50, …
enum LogarithmicSteps {
  static func contains(_ step: Int) -> Bool {
    var power = 1
    while power * 10 <= step { power *= 10 }
    return [power, 2 * power, 5 * power].contains(step)
  }

  /// The first of them after one of them.
  static func following(_ step: Int) -> Int {
    var power = 1
    while power * 10 <= step { power *= 10 }
    return [2 * power, 5 * power, 10 * power].first { $0 > step } ?? 10 * power
  }

  /// At most seven, the first and the last among them.
  static func among(_ count: Int) -> [Int] {
    var steps = (1...max(count, 1)).filter { contains($0) }
    if steps.count > 6 { steps = steps.filter { String($0).first == "1" } }
    return (steps.filter { $0 < count } + [count]).filter { $0 <= count }
  }
}

/// A series as a line of bars of eight heights.
enum Sparkline {
  static func text(_ values: [Double], width: Int) -> String {
    let points = sampled(values.map { $0.isFinite ? $0 : .nan }, width)
    let finite = points.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return "" }
    // A fall by decades shows only on a scale of decades.
    let isLogarithmic = low > 0 && high > 100 * low
    func height(_ value: Double) -> Double { isLogarithmic ? UnaryOp.log.apply(value) : value }
    let (bottom, top) = (height(low), height(high))
    let bars = Array("▁▂▃▄▅▆▇█")
    return String(
      points.map { point -> Character in
        guard point.isFinite else { return "×" }
        let part = top > bottom ? (height(point) - bottom) / (top - bottom) : 0
        return bars[min(7, max(0, Int(part * 7 + 0.5)))]
      })
  }

  private static func sampled(_ values: [Double], _ width: Int) -> [Double] {
    guard values.count > width else { return values }
    return (0..<width).map { values[$0 * (values.count - 1) / (width - 1)] }
  }
}
