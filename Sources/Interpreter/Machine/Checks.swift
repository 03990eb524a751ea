import Diagnostics
import Syntax

extension Machine {
  /// `check`: passes silently, or fails showing both sides and the difference.
  func check(_ info: Code.CheckInfo, _ registers: Registers) throws {
    if try condition(registers[0]) { return }
    var message: String?
    if info.hasMessage, case .string(let text) = registers[3] { message = text.string }
    guard info.comparison != nil, let leftText = info.leftText, let rightText = info.rightText
    else { throw Diagnostic.checkFailed(info.text, message, sides: nil, difference: nil) }
    let (left, right) = (concrete(registers[1]), concrete(registers[2]))
    let display = display(telling: left, from: right)
    throw Diagnostic.checkFailed(
      info.text, message,
      sides: [(leftText, display.inline(left)), (rightText, display.inline(right))],
      difference: difference(left, right).map(Display(digits: 6).number),
      hint: try hint(info.comparison, left, right))
  }

  /// As many digits as it takes to see that two values differ: 0.1 + 0.2 is not 0.3.
  private func display(telling left: Value, from right: Value) -> Display {
    let enough = (max(digits, 10)...17).first {
      Display(digits: $0).inline(left) != Display(digits: $0).inline(right)
    }
    return Display(digits: enough ?? max(digits, 10))
  }

  private func hint(_ op: ComparisonOperator?, _ left: Value, _ right: Value) throws -> String? {
    if let number = left.plainNumber ?? right.plainNumber, number.isNaN {
      return "NaN is equal to nothing, not even to itself"
    }
    guard op == .equal, left.shape == right.shape, left.isNumeric,
      try approximately(left, right, relative: 1e-8, absolute: 1e-12)
    else { return nil }
    return "== compares every digit; ≈ allows for rounding"
  }

  /// The largest absolute difference between two values of one shape.
  private func difference(_ a: Value, _ b: Value) -> Double? {
    guard let x = a.quantity, let y = b.quantity, x.shape == y.shape else { return nil }
    return zip(elements(x), elements(y)).map { abs($0 - $1) }.max()
  }
}
