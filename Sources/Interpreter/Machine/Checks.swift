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
    let display = Display(digits: max(digits, 10))
    let (left, right) = (concrete(registers[1]), concrete(registers[2]))
    throw Diagnostic.checkFailed(
      info.text, message,
      sides: [(leftText, display.inline(left)), (rightText, display.inline(right))],
      difference: difference(left, right).map(display.number))
  }

  /// The largest absolute difference between two values of one shape.
  private func difference(_ a: Value, _ b: Value) -> Double? {
    guard let x = a.quantity, let y = b.quantity, x.shape == y.shape else { return nil }
    return zip(elements(x), elements(y)).map { abs($0 - $1) }.max()
  }
}
