import Foundation
import Testing

/// Derivatives that other systems have computed: `Tests/Tables/derivatives.py` and
/// `Tests/Tables/calculus.py` (JAX) and `Tests/Tables/symbolic.py` (SymPy) made the tables and say how.
@Suite struct DerivativeTableTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let expression: String
    /// `x = [1, 2] | y = 3`
    let point: String
    let expected: [Double]

    var names: [String] {
      point.components(separatedBy: " | ").compactMap { part in
        let sides = part.components(separatedBy: " = ")
        return sides.count == 2 ? sides[0] : nil
      }
    }
    var testDescription: String { "\(expression) at \(point)" }
  }

  /// With a column in front that says what is asked for, the rows of that kind.
  static func table(_ name: String, of kind: String? = nil) -> [Row] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Tables/\(name).tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      var fields = line.components(separatedBy: "\t")
      if let kind, fields.removeFirst() != kind { return nil }
      guard fields.count == 3 else { return nil }
      return Row(
        expression: fields[0], point: fields[1],
        expected: fields[2].split(separator: " ").compactMap { Double($0) })
    }
  }

  /// Prints all elements of its argument, one a line.
  static let prelude = """
    digits(17)
    w(y) = dot(flatten(y), cos(1:length(y)))
    function put(g)
      for v in flatten([g]); print(v); end
    end

    """

  @Test func tablesAreThere() {
    #expect(Self.table("gradients").count >= 300)
    #expect(Self.table("hessians").count >= 60)
    #expect(Self.table("symbolic").count >= 300)
    #expect(Self.table("calculus", of: "grad").count >= 45)
    #expect(Self.table("calculus", of: "hessian").count >= 30)
  }

  @Test(arguments: table("gradients") + table("calculus", of: "grad"))
  func gradient(row: Row) {
    let names = row.names
    let list = names.joined(separator: ", ")
    let puts = names.map { "put(g.\($0))" }.joined(separator: "\n")
    compare(row, "g = grad((\(list)) -> \(row.expression), wrt=\"all\")(\(list))\n\(puts)")
  }

  /// The same gradients by forward mode, along each direction in turn.
  @Test(arguments: table("gradients").filter { $0.names == ["x"] })
  func forwardGradient(row: Row) {
    let unit = "reshape(one_hot([i], length(x)), size(x))"
    compare(
      row, "for i in 1:length(x); put(jvp(x -> \(row.expression), x, \(unit))[2]); end")
  }

  @Test(arguments: table("hessians") + table("calculus", of: "hessian"))
  func hessian(row: Row) {
    compare(row, "put(hessian(x -> \(row.expression))(x))")
  }

  /// A function of one number, its first and its second derivative.
  @Test(arguments: table("symbolic"))
  func symbolic(row: Row) {
    compare(row, "f(x) = \(row.expression)\nput(f(x)); put(f'(x)); put(f''(x))")
  }

  /// To 10⁻¹⁰, relative to the largest number of the row where that is more than 1.
  private func compare(_ row: Row, _ program: String) {
    let point = row.point.replacingOccurrences(of: " | ", with: "\n")
    // A row with floor in it has a note at the end.
    let shown = run(Self.prelude + point + "\n" + program).components(separatedBy: "\nnote")[0]
    let values = shown.split(separator: "\n").map { Double($0) ?? .nan }
    let scale = row.expected.reduce(1) { max($0, abs($1)) }
    let isClose =
      values.count == row.expected.count
      && zip(values, row.expected).allSatisfy { abs($0 - $1) <= 1e-10 * scale }
    #expect(isClose, "\(row.testDescription): \(shown), expected \(row.expected)")
  }
}
