import Foundation
import Testing

/// The test functions of Moré, Garbow and Hillstrom, written in Gradus (`Tests/Tables/least_squares.gradus`),
/// with gradients by JAX and the published minima (`Tests/Tables/least_squares.py` says how).
@Suite struct LeastSquaresTests {
  struct Problem: CustomTestStringConvertible, Sendable {
    let name: String
    let start: [Double]
    let value: Double
    let gradient: [Double]
    let minimizer: [Double]
    let minimum: Double
    var testDescription: String { name }

    init?(line: Substring) {
      let fields = line.components(separatedBy: "\t")
      guard fields.count == 6 else { return nil }
      func numbers(_ text: String) -> [Double] {
        text.split(separator: " ").compactMap { Double($0) }
      }
      name = fields[0]
      start = numbers(fields[1])
      value = Double(fields[2]) ?? .nan
      gradient = numbers(fields[3])
      minimizer = numbers(fields[4])
      minimum = Double(fields[5]) ?? .nan
    }
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Tables")

  static func text(_ name: String) -> String {
    (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
  }

  static let problems = text("least_squares.tsv").split(separator: "\n").compactMap(Problem.init)
  static let functions = text("least_squares.gradus")

  @Test func thereAreEnough() { #expect(Self.problems.count >= 15) }

  @Test(arguments: problems)
  func gradientAtTheStart(problem: Problem) {
    let values = numbers(problem, problem.start)
    #expect(close(values.first ?? .nan, problem.value, scale: abs(problem.value)))
    let scale = problem.gradient.map(abs).max() ?? 1
    #expect(values.count == problem.gradient.count + 1)
    #expect(zip(values.dropFirst(), problem.gradient).allSatisfy { close($0, $1, scale: scale) })
  }

  /// The published minima have six digits. At a minimum the gradient is 0 up to what rounding leaves of
  /// residuals and slopes as large as those at the start.
  @Test(arguments: problems)
  func minimum(problem: Problem) {
    let values = numbers(problem, problem.minimizer)
    let value = values.first ?? .nan
    #expect(abs(value - problem.minimum) <= 1e-5 * problem.minimum + 1e-9)
    let scale = max(1, problem.gradient.map(abs).max() ?? 1)
    #expect(values.dropFirst().allSatisfy { abs($0) <= 1e-9 * scale })
  }

  private func close(_ a: Double, _ b: Double, scale: Double) -> Bool {
    abs(a - b) <= 1e-10 * max(1, scale)
  }

  /// Value and gradient at a point.
  private func numbers(_ problem: Problem, _ point: [Double]) -> [Double] {
    let list = point.map { "\($0)" }.joined(separator: ", ")
    let program = """
      digits(17)
      \(Self.functions)
      value, gradient = value_and_grad(\(problem.name))([\(list)])
      print(value)
      for g in gradient; print(g); end
      """
    return run(program).split(separator: "\n").map { Double($0) ?? .nan }
  }
}
