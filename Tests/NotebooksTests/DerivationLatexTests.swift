import Diagnostics
import Foundation
import Interpreter
import Testing

@testable import Notebooks

/// Every formula of random derivations goes through KaTeX, which rejects what is not well-formed.
@Suite struct DerivationLatexTests {
  private static let count =
    ProcessInfo.processInfo.environment["GRADUS_FULL"] == "1" ? 500 : 30

  @Test func randomDerivationsCompile() throws {
    guard let engine = KaTeX() else { return }
    for seed in 1...Self.count {
      var program = RandomProgram(seed: UInt64(seed))
      let text = program.text()
      let result = Session(limits: .unlimited).run(SourceFile(name: "test", text: text))
      #expect(result.errors.isEmpty, "\(text)")
      for formula in MathFormula.all(in: result.outputs) {
        #expect(throws: Never.self, "\(formula.tex)\n\(text)") { try engine.render(formula) }
      }
    }
  }
}

/// Equations made at random, over the kinds of names and functions that lessons use.
private struct RandomProgram {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  private static let names = [
    "W1", "x_2", "ŷ", "η", "alpha", "loss_total", "O₁", "β2", "b", "θ_hat", "x̄", "N",
  ]
  private static let functions = ["sin", "exp", "tanh", "σ", "softplus", "abs", "cos", "relu"]

  mutating func text() -> String {
    let isTensor = pick(3) == 0
    var known = ["a", "k"]
    var lines = [
      isTensor ? "a = [0.5, -0.25, 1.5]; k = 0.75" : "a = 0.5; k = 0.75", "f(t) = t^2 + 1",
    ]
    var names = Self.names
    for _ in 0..<(2 + pick(4)) {
      let name = names.remove(at: pick(names.count))
      lines.append("\(name) := \(expression(known, depth: 3, isTensor))")
      known.append(name)
    }
    lines.append("E := sum(\(known[known.count - 1])*0.5 + a)")
    lines.append("explain ∂E/∂a")
    return lines.joined(separator: "\n")
  }

  private mutating func expression(_ names: [String], depth: Int, _ isTensor: Bool) -> String {
    if depth == 0 { return leaf(names, isTensor) }
    let a = expression(names, depth: depth - 1, isTensor)
    switch pick(8) {
    case 0: return "(\(a) + \(expression(names, depth: depth - 1, isTensor)))"
    case 1:
      return "(\(a) \(isTensor ? ".*" : "*") \(expression(names, depth: depth - 1, isTensor)))"
    case 2: return "(\(a) ./ (1.5 .+ \(leaf(names, isTensor)).^2))"
    case 3: return "(\(a)).^2"
    case 4: return "sqrt(1.25 .+ (\(a)).^2)"
    case 5: return "f.(\(a))"
    case 6: return "-\(a)"
    default: return "\(Self.functions[pick(Self.functions.count)])(\(a))"
    }
  }

  private mutating func leaf(_ names: [String], _ isTensor: Bool) -> String {
    let shown = isTensor ? names.filter { $0 != "k" } : names
    return shown[pick(shown.count)]
  }

  /// SplitMix64, of which the top bits are used.
  private mutating func pick(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) >> 33) % count
  }
}
