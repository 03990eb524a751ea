import Diagnostics

// E062–E063: minimize and optimizers.
extension Diagnostic {
  static func notOptimizer(_ value: Value) -> Diagnostic {
    Diagnostic(
      "E0620", "an optimizer is expected here, not \(value.phrase)",
      hint: value.isFunction ? "call it to make one: adam(0.05)" : "using adam(0.05)")
  }

  static func optimizerResult(_ value: Value) -> Diagnostic {
    Diagnostic("E0621", "the update of an optimizer gives (p, state), not \(value.phrase)")
  }

  static func minimizeOverEquation(_ name: String) -> Diagnostic {
    Diagnostic(
      "E0622", "\(name) is an equation: what it is follows from other names",
      hint: "minimize over the names that it depends on")
  }

  static func lossNotNumber(_ text: String) -> Diagnostic {
    Diagnostic(
      "E0623", "what is minimized must be a number; \(text) is not", hint: "sum(…) or mean(…)")
  }

  static func lossNotFinite(
    _ loss: Double, step: Int, origin: NonFinite?, place: Place?
  ) -> Diagnostic {
    let what =
      loss.isFinite
      ? "the gradient is not finite" : "the loss is \(Display(digits: 6).number(loss))"
    var message = "\(what) at step \(step)"
    if let origin {
      message += ": it begins with \(origin.operation)"
      message += origin.equation.map { " in \($0)" } ?? (loss.isFinite ? " in the derivative" : "")
    }
    var diagnostic = Diagnostic(
      "E0624", message,
      hint: "a smaller learning rate may help; explain ∂L/∂W shows which factor grows")
    if let place {
      diagnostic.secondary.append(Diagnostic.Label(place, "the first value that is not finite"))
    }
    return diagnostic
  }

  static func notStepwise() -> Diagnostic {
    Diagnostic(
      "E0626", "this optimizer can't be used step by step: it works on all parameters together",
      hint: "minimize L over W, b using lbfgs()")
  }

  static func noUpdateEquations() -> Diagnostic {
    Diagnostic(
      "E0627", "this optimizer says no equations that could be explained",
      hint:
        "{name: \"mine\", parameters: {lr: lr}, equations: (\"p ← p - lr*g\",), start: …, update: …}"
    )
  }

  static func batchRows(_ rows: Int, _ phrase: String) -> Diagnostic {
    Diagnostic("E0625", "batches need data with \(rows) rows each; one part is \(phrase)")
  }
}
