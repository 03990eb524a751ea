import Diagnostics
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
}
