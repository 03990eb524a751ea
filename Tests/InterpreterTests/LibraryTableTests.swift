import Diagnostics
import Foundation
import Syntax
import Tensors
import Testing

@testable import Interpreter

/// Values of the whole library against other systems: Tests/Tables/library.tsv, which library.py beside it
/// writes and explains.
@Suite struct LibraryTableTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let function: String
    let mode: String
    let limit: Double
    let expression: String
    let expected: [Double]

    var testDescription: String { expression }
  }

  static let lines: [[String]] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appendingPathComponent("../Tables/library.tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }()

  static let inputs = lines.filter { $0[0] == "let" }.map { "\($0[1]) = \($0[2])" }
    .joined(separator: "\n")

  static let rows = lines.filter { $0.count == 5 }.map { line in
    Row(
      function: line[0], mode: line[1], limit: Double(line[2]) ?? 0, expression: line[3],
      expected: line[4].split(separator: " ").map(number))
  }

  private static func number(_ text: Substring) -> Double {
    switch text {
    case "NaN": .nan
    case "Inf": .infinity
    case "-Inf": -.infinity
    default: Double(text) ?? .nan
    }
  }

  /// LANGUAGE.md, section 9: what is neither random nor text.
  static let functions = """
    exp exp2 expm1 log log2 log10 log1p sqrt cbrt abs sign floor ceil round trunc mod div hypot clamp lerp sin cos
    tan asin acos atan sinh cosh tanh asinh acosh atanh atan2 sinc erf erfc erfinv gamma lgamma digamma beta
    factorial binomial xlogy logaddexp sum mean prod max min argmax argmin var std median quantile norm logsumexp
    any all count cumsum cumprod cummax size length ndims reshape flatten transpose permute cat hcat vcat stack
    split repeat tile expand squeeze pad flip roll diff sort argsort unique searchsorted where gather append
    one_hot tril triu diag meshgrid zeros ones fill eye linspace logspace range f32 f64 dot cross outer kron trace
    det logdet inv solve lstsq pinv cholesky qr lu svd eig eigh matrix_rank cond expm einsum sigmoid relu
    leaky_relu elu selu gelu silu softplus log_sigmoid softmax log_softmax dropout conv1d conv2d max_pool avg_pool
    batch_norm layer_norm embedding mse mae huber bce bce_logits cross_entropy hinge kl integrate root ode taylor
    fft ifft
    """

  @Test func everyFunctionHasARow() {
    let covered = Set(Self.rows.map(\.function))
    let missing = Self.functions.split { $0 == " " || $0 == "\n" }.filter {
      !covered.contains(String($0))
    }
    #expect(missing.isEmpty)
  }

  @Test(arguments: Array(Set(rows.map(\.function))).sorted())
  func valuesOf(function: String) throws {
    let machine = Machine(seed: 0)
    _ = try evaluate(Self.inputs + "\nnothing", machine)
    for row in Self.rows where row.function == function {
      let values = try elements(evaluate(row.expression, machine))
      try #require(values.count == row.expected.count, "\(row.expression)")
      let error = Self.error(values, row)
      #expect(error <= row.limit, "\(row.expression): \(error) ulp\n\(values)\n\(row.expected)")
      if ProcessInfo.processInfo.environment["GRADUS_REPORT"] != nil {
        print("ulp\t\(row.function)\t\(error)\t\(row.expression)")
      }
    }
  }

  private func evaluate(_ text: String, _ machine: Machine) throws -> Value {
    let parsed = Parser.parse(SourceFile(name: "table", text: text))
    let (code, problems) = Compiler.compile(parsed, module: machine.names)
    if let problem = problems.first { throw problem }
    machine.budget.limits = .unlimited
    machine.startBudget()
    return try machine.run(code)
  }

  private func elements(_ value: Value) throws -> [Double] {
    let quantity = try #require(value.quantity)
    if case .tensor(let tensor) = quantity { return tensor.doubles }
    return [quantity.asNumber ?? .nan]
  }

  /// The largest error, in units in the last place of the element or of the largest one.
  private static func error(_ values: [Double], _ row: Row) -> Double {
    let largest = row.expected.map(\.magnitude).filter(\.isFinite).max() ?? 0
    return zip(values, row.expected).map { value, expected in
      if value.isNaN || expected.isNaN { return value.isNaN == expected.isNaN ? 0 : .infinity }
      if value == expected {
        return row.mode == "z" && value.sign != expected.sign ? .infinity : 0
      }
      guard value.isFinite, expected.isFinite else { return .infinity }
      let unit = row.mode == "n" ? largest.ulp : expected.ulp
      return (value - expected).magnitude / unit
    }.max() ?? 0
  }
}
