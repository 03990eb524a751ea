import Foundation
import Testing

/// The optimizers against PyTorch's: `Tests/Tables/optimizers.tsv` holds trajectories over 1000 steps that
/// `optimizers.py` beside it made with PyTorch 2.15.
@Suite struct OptimizerTests {
  struct Row: CustomTestStringConvertible {
    let optimizer: String
    let points: [(step: Int, p: [Double])]
    var testDescription: String { optimizer }
  }

  static let rows: [Row] = {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Tables/optimizers.tsv")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    var table: [(String, [(Int, [Double])])] = []
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: "\t").map(String.init)
      guard cells.count == 5, let step = Int(cells[1]) else { continue }
      let point = (step, cells[2...].compactMap { Double($0) })
      if table.last?.0 == cells[0] {
        table[table.count - 1].1.append(point)
      } else {
        table.append((cells[0], [point]))
      }
    }
    return table.map { Row(optimizer: $0.0, points: $0.1.map { (step: $0.0, p: $0.1) }) }
  }()

  private static let problem = """
    a = [0.5, 1.25, 0.05]; c = [0.25, -1, 3]
    loss(p) = sum(a .* (p - c).^2) + sum(sin(3*p))/2
    p0 = [1, -0.5, 2]

    """

  @Test func thereIsATable() { #expect(Self.rows.count == 18) }

  /// A run reports the parameters before steps 1, 2, 5, 10, …, which is after one step less.
  @Test(arguments: rows)
  func followsPyTorch(row: Row) throws {
    let text = run(
      "digits(17)\n" + Self.problem + "tell(k, l, p) = print(k - 1, p[1], p[2], p[3])\n"
        + "r = minimize(loss, p0, using=\(row.optimizer), steps=1000, report=tell)")
    let lines = text.split(separator: "\n").map {
      $0.split(separator: " ").compactMap { Double($0) }
    }
    for (step, expected) in row.points {
      let found = try #require(lines.first { $0.first == Double(step) }, "\(text)")
      for (value, wanted) in zip(found.dropFirst(), expected) {
        #expect(abs(value - wanted) <= 1e-10, "step \(step): \(value) against \(wanted)")
      }
    }
  }

  /// `start` and `step` by hand are the same as `minimize`.
  @Test func stepwiseUse() {
    let byHand = """
      opt = clip_norm(adam(0.1), 0.5); p = p0; state = start(opt, p)
      for k in 1:20; p, state = step(opt, p, grad(loss)(p), state); end
      p == minimize(loss, p0, using=opt, steps=20).params
      """
    #expect(run(Self.problem + byHand) == "true")
    #expect(errorCodes(Self.problem + "start(lbfgs(), p0)") == ["E0626"])
  }

  /// A rule of one's own needs no more than `start` and `update`.
  @Test func ownOptimizers() {
    let own = """
      half = {start: p -> 0, update: (p, g, s, t) -> (p - g/2, s)}
      minimize(x -> x^2, 3, using=half, steps=1).params
      """
    #expect(run(own) == "0")
  }
}
