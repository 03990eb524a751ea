import Diagnostics
import Tensors

// E07: budgets and interruption. E08: checks. E09: files.
extension Diagnostic {
  static func tooDeep(_ depth: Int) -> Diagnostic {
    Diagnostic(
      "E0701", "functions are nested more than \(depth) calls deep",
      hint: "does the recursion have an end?")
  }

  static func tooDeepNatively() -> Diagnostic {
    Diagnostic(
      "E0701", "functions within map, grad and the like are nested too deep",
      hint: "does the recursion have an end?")
  }

  static func tooManySteps(_ steps: Int) -> Diagnostic {
    Diagnostic(
      "E0702", "stopped after \(Display(digits: 6).number(Double(steps))) steps",
      hint: "does the loop have an end?")
  }

  static func tooLong(_ seconds: Double) -> Diagnostic {
    Diagnostic(
      "E0703", "stopped after \(Display(digits: 6).number(seconds)) seconds",
      hint: "does the loop have an end? `timeout` gives a cell more time")
  }

  static func tooMuchMemory(_ limit: Int) -> Diagnostic {
    Diagnostic(
      "E0704", "the values of this program exceed the memory budget of \(limit >> 20) MiB",
      hint: "does a text or tuple grow without an end?")
  }

  static func tooMuchOutput(_ bytes: Int) -> Diagnostic {
    Diagnostic("E0705", "stopped after printing \(bytes) bytes")
  }

  static func nestedTooDeep(_ limit: Int) -> Diagnostic {
    Diagnostic(
      "E0707", "values stand in values more than \(limit) levels deep",
      hint: "a tuple that grows at its end stays flat: append(xs, x)")
  }

  static func interrupted() -> Diagnostic { Diagnostic("E0706", "interrupted") }

  /// The cancel flag is up: because of ctrl-C, because time was up within a kernel, or because all tensors
  /// together outgrew their budget.
  static func stopped() -> Diagnostic {
    if TensorBudget.timeWasExceeded { return tooLong(TensorBudget.timeLimit) }
    guard TensorBudget.wasExceeded else { return interrupted() }
    return Diagnostic(
      "E0704", "all tensors together exceed the memory budget of \(TensorBudget.limit >> 20) MiB")
  }

  /// What reverse mode keeps of each step has outgrown the memory budget.
  static func recordTooLong(_ steps: Int, _ bytes: Int) -> Diagnostic {
    Diagnostic(
      "E0704",
      "the record of \(Display(digits: 3).number(Double(steps))) steps for a derivative exceeds the memory budget of \(bytes >> 20) MiB",
      hint: "checkpoint(f) keeps only a call's arguments and computes the inside again")
  }

  static func checkFailed(
    _ text: String, _ message: String?, sides: [(text: String, value: String)]?,
    difference: String?, hint: String? = nil
  ) -> Diagnostic {
    var words = ["check failed: \(message ?? text)"]
    for side in sides ?? [] where side.text != side.value {
      words.append("\(side.text) is \(side.value)")
    }
    if let difference { words.append("they differ by \(difference)") }
    return Diagnostic("E0802", words.joined(separator: "; "), hint: hint)
  }

  static func cannotRead(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic("E0901", "can't read \(path): \(reason)")
  }

  static func outsideFolder(_ path: String) -> Diagnostic {
    Diagnostic(
      "E0902", "\(path) is outside the folder that this program may read",
      hint: "put the file beside the notebook")
  }

  static func circularImport(_ path: String) -> Diagnostic {
    Diagnostic(
      "E0910", "\(path) imports itself, directly or through another script",
      hint: "move what both need to a script of its own")
  }

  /// Whether the run should not go on: a budget is used up, or somebody wants it to end. Too deep a
  /// recursion is a fault of the one cell.
  var interruption: CellResult.Interruption? {
    switch code {
    case "E0702", "E0703", "E0704", "E0705": .budget
    case "E0706": .user
    default: nil
    }
  }
}
