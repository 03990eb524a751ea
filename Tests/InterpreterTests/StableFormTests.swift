import Foundation
import Testing

/// Derivatives where naive formulas overflow, vanish or cancel.
@Suite struct StableFormTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let expression: String
    let expected: [Double]
    /// How many units in the last place the result may be off.
    let units: Double

    var testDescription: String { expression }
  }

  /// By mpmath with 60 digits: `Tests/Tables/stable.py` says how.
  static let table: [Row] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Tables/stable.tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      let fields = line.components(separatedBy: "\t")
      guard fields.count == 3, let units = Double(fields[2]) else { return nil }
      let values = fields[1].split(separator: " ").compactMap { Double($0) }
      return Row(expression: fields[0], expected: values, units: units)
    }
  }()

  @Test func tableIsThere() { #expect(Self.table.count >= 160) }

  @Test(arguments: table)
  func agreesToUnits(row: Row) {
    let program = """
      digits(17)
      function put(g)
        for v in flatten([g]); print(v); end
      end
      g = \(row.expression)
      \(puts(row.expression))
      """
    let shown = run(program)
    let values = shown.split(separator: "\n").map { Double($0) ?? .nan }
    let isClose =
      values.count == row.expected.count
      && zip(values, row.expected).allSatisfy { value, expected in
        // Next to an exact 0 the unit is that of numbers of size 1.
        let unit = expected == 0 ? Double.ulpOfOne : expected.ulp
        return abs(value - expected) <= row.units * unit
      }
    #expect(isClose, "\(row.expression): \(shown), expected \(row.expected)")
  }

  /// A gradient by several parameters is a record.
  private func puts(_ expression: String) -> String {
    guard expression.contains("wrt="), let open = expression.range(of: "grad(("),
      let close = expression.range(of: ") ->")
    else { return "put(g)" }
    return expression[open.upperBound..<close.lowerBound].split(separator: ",")
      .map { "put(g.\($0.trimmingCharacters(in: .whitespaces)))" }.joined(separator: "\n")
  }

  /// Exact values at edges, and values by hand: determinants are polynomials, also where a matrix is
  /// singular; a target of 0 or 1 leaves one side of the binary cross entropy.
  @Test(arguments: [
    ("grad(det)([1, 2; 2, 4])", "[4, -2; -2, 1]"), ("grad(det)(zeros(3, 3))", "zeros(3, 3)"),
    ("grad(v -> det(diag(v)))([0, 2, 3, 5])", "[30, 0, 0, 0]"),
    ("hessian(det)([1, 2; 2, 4])[1, 1, :, :]", "[0, 0; 0, 1]"),
    ("hessian(A -> det(A))(diag([0, 0, 2, 3]))[1, 1, 2, 2]", "6"),
    ("hessian(A -> det(A))(diag([0, 0, 2, 3]))[1, 2, 2, 1]", "-6"),
    ("grad(p -> bce(p, [0, 1]))([0, 1])", "[0.5, -0.5]"),
    ("(x -> x^0)'(0)", "0"), ("(x -> 0^x)'(2)", "0"), ("(x -> x^1)''(0)", "0"),
    ("grad(prod)([0, 3, 4])", "[12, 0, 0]"), ("grad(prod)([0, 0, 4])", "[0, 0, 0]"),
    ("grad(x -> sum(where(x .> 0, log(x), 0)))([0, 1])", "[0, 1]"),
    ("(x -> where(x == 0, 1, sin(x)/x))'(0)", "0"), ("(x -> xlogy(0, x))'(0)", "0"),
    ("grad(norm)([0, 0])", "[0, 0]"), ("grad(std)([2, 2, 2])", "[0, 0, 0]"),
    ("grad((a, b) -> hypot(a, b), wrt=\"all\")(0, 0)", "{a: 0, b: 0}"),
  ])
  func edges(program: String, expected: String) { #expect(run(program) == run(expected)) }

  /// Along a line the determinant is a polynomial: by SymPy 24 − 95t − 187t² − 88t³ − 12t⁴.
  @Test func determinantsToAnyOrder() {
    let shown = run(
      """
      A = [1, 2, 3, 4; 2, 5, 1, 0; 3, 1, 0, 2; 1, 1, 1, 1]
      f(t) = det(A + t*[1, 0, 2, 1; 0, 1, 1, 0; 3, 0, 1, 1; 0, 1, 0, 2])
      (f(0), f'(0), f''(0), f'''(0), f''''(0))
      """)
    #expect(shown == "(24, -95, -374, -528, -288)")
  }

  /// ψ⁽²⁾(−½) and ψ⁽³⁾(−1.75) by mpmath; ∫₀¹|x − a| dx = a² − a + ½.
  @Test(arguments: [
    ("digamma''(-0.5)", -0.82879664423431999560, 1e-12),
    ("digamma'''(-1.75)", 1558.38484041654952642, 1e-12),
    ("(a -> integrate(x -> abs(x - a), 0, 1))'(0.3)", -0.4, 1e-7),
  ])
  func values(program: String, expected: Double, tolerance: Double) {
    #expect(abs(number("digits(17); " + program) - expected) <= tolerance * max(1, abs(expected)))
  }
}
