import Foundation
import Testing

/// The chain rule, five ways, over random equation systems: the sum over all paths by brute force, the
/// products that `explain` prints, reverse mode, forward mode, and a central difference.
@Suite struct PathSumTests {
  @Test(arguments: 0..<40)
  func allAgree(seed: Int) throws {
    var random = SystemGenerator(seed: UInt64(seed))
    let system = random.system(equations: 3 + seed % 5)
    let target = try #require(system.equations.last?.name)
    for variable in system.variables {
      guard system.depends(target, on: variable) else { continue }
      let paths = try system.sumOverPaths(from: target, to: variable)
      let reverse = number(system.text + "∂\(target)/∂\(variable)")
      let forward = number(
        system.text + system.function
          + "jvp(\(variable) -> whole(\(system.variables.joined(separator: ", "))), \(variable), 1)[2]"
      )
      let scale = max(1, abs(paths))
      #expect(abs(reverse - paths) <= 1e-12 * scale, "\(system.text): \(variable)")
      #expect(abs(forward - paths) <= 1e-12 * scale, "\(system.text): \(variable)")
      #expect(abs(try system.difference(target, variable) - paths) <= 1e-7 * scale)
      let explained = try system.explained(target, variable)
      #expect(explained.count == 3, "\(system.text): \(variable)")
      #expect(explained.allSatisfy { abs($0 - paths) <= 1e-7 * scale })
      #expect(abs((explained.first ?? .nan) - paths) <= 1e-12 * scale)
    }
  }
}

private struct EquationText {
  let name: String
  let formula: String
  /// The names on the right side, each once.
  let reads: [String]
}

private struct RandomSystem {
  let variables: [String]
  let values: [Double]
  let equations: [EquationText]

  var text: String { text(values) }

  private func text(_ values: [Double]) -> String {
    (zip(variables, values).map { "\($0) = \($1)" }
      + equations.map { "\($0.name) := \($0.formula)" }).joined(separator: "\n") + "\n"
  }

  /// The same as one function of the variables.
  var function: String {
    "function whole(\(variables.joined(separator: ", ")))\n"
      + equations.map { "  \($0.name) = \($0.formula)\n" }.joined()
      + "  \(equations.last?.name ?? "0")\nend\n"
  }

  func depends(_ name: String, on variable: String) -> Bool {
    if name == variable { return true }
    let equation = equations.first { $0.name == name }
    return equation?.reads.contains { depends($0, on: variable) } ?? false
  }

  /// Every path, one after the other: no sharing, no sweep.
  func sumOverPaths(from name: String, to variable: String) throws -> Double {
    if name == variable { return 1 }
    guard let equation = equations.first(where: { $0.name == name }) else { return 0 }
    return try equation.reads.reduce(0) { sum, read in
      guard depends(read, on: variable) else { return sum }
      return sum + (try direct(equation, by: read) * sumOverPaths(from: read, to: variable))
    }
  }

  /// The derivative of one right side by one name on it, all others held.
  private func direct(_ equation: EquationText, by name: String) throws -> Double {
    let values = equation.reads.map { number(text + $0) }
    let arguments = equation.reads.joined(separator: ", ")
    let list = values.map { "\($0)" }.joined(separator: ", ")
    return number(
      "grad((\(arguments)) -> \(equation.formula), wrt=\"\(name)\")(\(list))")
  }

  func difference(_ target: String, _ variable: String) throws -> Double {
    let position = try #require(variables.firstIndex(of: variable))
    func value(_ step: Double) -> Double {
      var moved = values
      moved[position] += step
      return number(text(moved) + target)
    }
    let step = 1e-5
    return (value(step) - value(-step)) / (2 * step)
  }

  /// The three numbers of the check line: the product, reverse mode and a central difference.
  func explained(_ target: String, _ variable: String) throws -> [Double] {
    let shown = run("digits(17)\n" + text + "explain ∂\(target)/∂\(variable)")
    guard let line = shown.split(separator: "\n").first(where: { $0.hasPrefix("check:") }) else {
      return []
    }
    return line.split(separator: " ").compactMap { word in
      Double(word.trimmingCharacters(in: [",", ";"]))
    }.prefix(3).map { $0 }
  }
}

/// S. Vigna's SplitMix64, for systems that are the same in every run.
private struct SystemGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9 &+ 17 }

  private mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) >> 33) % bound
  }

  mutating func system(equations count: Int) -> RandomSystem {
    let variables = ["a", "b", "c"]
    let values = variables.map { _ in Double(next(300) - 150) / 100 }
    var names = variables
    var equations: [EquationText] = []
    for index in 1...count {
      // The latest names are taken most often, so that paths get long.
      let first = names[names.count - 1 - next(min(2, names.count))]
      let second = names[next(names.count)]
      let formula = formula(first, second)
      let reads = first == second ? [first] : [first, second]
      equations.append(EquationText(name: "v\(index)", formula: formula, reads: reads))
      names.append("v\(index)")
    }
    return RandomSystem(variables: variables, values: values, equations: equations)
  }

  private mutating func formula(_ u: String, _ w: String) -> String {
    switch next(9) {
    case 0: "\(u)*\(w)"
    case 1: "\(u) - 2*\(w)"
    case 2: "\(u)/(1 + \(w)^2)"
    case 3: "sin(\(u)) + \(w)"
    case 4: "σ(\(u)*\(w))"
    case 5: "tanh(\(u))*\(w)"
    case 6: "exp(-\(u)^2) + \(w)^2"
    case 7: "atan(\(u) + \(w))"
    default: "sqrt(1 + \(u)^2)*\(w)"
    }
  }
}
