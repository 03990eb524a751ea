import Foundation
import Testing

/// Derivatives through very many steps. s ← s + a·sin(s) has a derivative that is the product of 1 + a·cos(s)
/// over all steps, which the same program computes along the way.
@Suite struct LongLoopTests {
  static let isFull = ProcessInfo.processInfo.environment["GRADUS_FULL"] != nil

  private func program(_ steps: Int, _ asked: String) -> String {
    """
    function f(x)
      s = x
      for i in 1:\(steps)
        s = s + 1e-6*sin(s)
      end
      s
    end
    function slope(x)
      s, d = x, 1
      for i in 1:\(steps)
        s, d = s + 1e-6*sin(s), d*(1 + 1e-6*cos(s))
      end
      d
    end
    \(asked)
    """
  }

  /// Long enough to be differentiated piece by piece; a million steps, and within 1 GB, if asked for.
  @Test func reverseMode() {
    let steps = Self.isFull ? 1_000_000 : 30_000
    #expect(run(program(steps, "abs(f'(1)/slope(1) - 1) < 1e-10")) == "true")
    #expect(run(program(steps, "abs(grad(v -> f(v[1]))([1])[1]/slope(1) - 1) < 1e-10")) == "true")
    if Self.isFull, let peak = peakMemory() { #expect(peak < 1 << 30) }
  }

  /// The second derivative makes the whole adjoint: some 3 KB a step.
  @Test func secondOrder() {
    let steps = Self.isFull ? 100_000 : 2_000
    let shown = run(program(steps, "abs(f''(1) - slope'(1)) < 1e-9*max(1, abs(f''(1)))"))
    #expect(shown == "true")
  }

  /// A checkpoint gives the same derivative.
  @Test func checkpoints() {
    let steps = Self.isFull ? 1_000 : 100
    let parts = program(
      steps,
      """
      h(x) = fold((s, k) -> checkpoint(f)(s), x, 1:20)
      p(x) = fold((s, k) -> f(s), x, 1:20)
      h'(1) == p'(1)
      """)
    #expect(run(parts) == "true")
  }

  /// The most memory that this process has had, in bytes.
  private func peakMemory() -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM") })
    else { return nil }
    return Int(line.filter(\.isNumber)).map { $0 << 10 }
  }
}
