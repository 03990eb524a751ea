import Dispatch
import Synchronization

/// Turns formulas into MathML, beginning as soon as a formula is known, on a second thread.
///
/// Whoever needs a formula asks for it: one that is not ready yet is set there and then. So the result
/// never depends on how far the second thread has come.
public final class MathTypesetter: Sendable {
  /// A formula's MathML, or why there is none.
  enum Result: Sendable {
    case mathML(String)
    case failed(String)
    /// KaTeX is not installed.
    case unavailable
  }

  private struct State {
    var engine: KaTeX?
    var hasTried = false
    var results: [MathFormula: Result] = [:]

    mutating func typeset(_ formula: MathFormula) -> Result {
      if let known = results[formula] { return known }
      if !hasTried {
        hasTried = true
        engine = KaTeX()
      }
      let result = Self.result(of: formula, from: engine)
      results[formula] = result
      return result
    }

    private static func result(of formula: MathFormula, from engine: KaTeX?) -> Result {
      guard let engine else { return .unavailable }
      do throws(KaTeX.Failure) {
        return .mathML(MathML.polish(try engine.render(formula)))
      } catch {
        return .failed(error.message)
      }
    }
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "math")

  public init() {}

  /// Begins with formulas that will be asked for.
  public func prepare(_ formulas: [MathFormula]) {
    guard !formulas.isEmpty else { return }
    queue.async { [self] in
      for formula in formulas { _ = typeset(formula) }
    }
  }

  func typeset(_ formula: MathFormula) -> Result {
    state.withLock { $0.typeset(formula) }
  }
}
