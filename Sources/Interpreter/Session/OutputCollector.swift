import Diagnostics

/// What a cell gives, in order.
struct OutputCollector {
  private(set) var outputs: [CellOutput] = []
  private(set) var notes: [Diagnostic] = []
  private var printedBytes = 0
  /// Gets each output as soon as it comes; text of one `print` at a time.
  var onOutput: ((CellOutput) -> Void)?
  /// Gets to know how far a minimization has come.
  var onProgress: ((TrainingProgress) -> Void)?

  /// Changes whenever something is shown or noted.
  var extent: Int { outputs.count + notes.count + printedBytes }

  mutating func start() {
    outputs = []
    notes = []
    printedBytes = 0
  }

  mutating func print(_ text: String, _ limits: Limits) throws {
    printedBytes += text.utf8.count
    guard printedBytes <= limits.output else { throw Diagnostic.tooMuchOutput(limits.output) }
    onOutput?(.printed(text))
    if case .printed(let earlier)? = outputs.last {
      outputs[outputs.count - 1] = .printed(earlier + text)
    } else {
      outputs.append(.printed(text))
    }
  }

  mutating func show(_ presentation: Presentation) {
    onOutput?(.value(presentation))
    outputs.append(.value(presentation))
  }
  mutating func showText(_ text: String) { show(Presentation(text: text)) }

  mutating func note(_ diagnostic: Diagnostic) {
    let isKnown = notes.contains {
      $0.message == diagnostic.message && $0.primary?.place.span == diagnostic.primary?.place.span
    }
    if !isKnown { notes.append(diagnostic) }
  }
}
