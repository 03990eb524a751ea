import CMachine
import Diagnostics
import Graphs
import Syntax
import Tensors

// `debug_nan(true)`: the first operation that makes a NaN or an infinity out of finite numbers is an error.
//
// Operations of the catalogue are checked where all of them pass, in `apply`. Arithmetic on plain numbers does
// not pass there; so that it costs nothing as long as nobody looks, the instructions themselves are replaced
// by checked ones, in each piece of code when it is entered.
extension Library {
  static let debugRows: [Builtin] = [
    Builtin(
      "debug_nan", .display, [.init("on", .value, default: .flag(true))],
      "Stops at the first operation that makes NaN or Inf out of finite numbers, and shows its operands."
    ) { machine, arguments in
      machine.debugsNumbers = try machine.condition(arguments[0])
      if machine.debugsNumbers { machine.checkNumbersInFrames() }
      return .nothing
    }
  ]
}

extension Code {
  /// Replaces arithmetic on numbers by its checked form. It stays so: the checked form looks whether it is
  /// to check.
  func checkNumbers() {
    guard unchecked.isEmpty else { return }
    unchecked = (0..<instructionCount).map { instructions[$0].op }
    for (index, op) in unchecked.enumerated() {
      let isArithmetic = op.checkedOperator != nil
      instructions[index].number = (isArithmetic ? .checkedArithmetic : op).rawValue
    }
    core.pointee.checks = true
  }
}

extension Opcode {
  /// The operator of an instruction that has a fast path on numbers and may make NaN or Inf.
  var checkedOperator: BinaryOperator? {
    switch self {
    case .add, .addConstant, .constantAdd: .plus
    case .subtract, .subtractConstant, .constantSubtract: .minus
    case .multiply, .multiplyConstant, .constantMultiply: .times
    case .divide, .divideConstant, .constantDivide: .divide
    case .power, .powerConstant: .power
    default: nil
    }
  }

  fileprivate var hasConstantRight: Bool {
    switch self {
    case .addConstant, .subtractConstant, .multiplyConstant, .divideConstant, .powerConstant: true
    default: false
    }
  }

  fileprivate var hasConstantLeft: Bool {
    switch self {
    case .constantAdd, .constantSubtract, .constantMultiply, .constantDivide: true
    default: false
    }
  }
}

extension Machine {
  /// One of the arithmetic instructions, by way of `apply`.
  func checkedArithmetic(_ instruction: Instruction, _ op: Opcode, _ r: Registers, _ k: Registers)
    throws -> Value
  {
    let a = op.hasConstantLeft ? k[instruction.rb] : r[instruction.rb]
    let b = op.hasConstantRight ? k[instruction.rc] : r[instruction.rc]
    guard let symbol = op.checkedOperator else { return .undefined }
    if symbol == .power, case .number = a, case .number = b {
      return try apply(Catalogue.power, [a, b])
    }
    return try binary(symbol, a, b)
  }

  /// - Throws: where the result is not finite and all operands are.
  func checkNumbers(
    _ operation: Operation, _ operands: [Quantity], _ result: Quantity
  ) throws {
    guard !result.isFinite, operands.allSatisfy(\.isFinite) else { return }
    throw Diagnostic.notFinite(operation, operands, result, digits)
  }
}

extension Quantity {
  fileprivate var isFinite: Bool {
    if case .tensor(let tensor) = self { return tensor.withDoubles { $0.allSatisfy(\.isFinite) } }
    return asNumber?.isFinite ?? true
  }
}

extension Diagnostic {
  static func notFinite(
    _ operation: Operation, _ operands: [Quantity], _ result: Quantity, _ digits: Int
  ) -> Diagnostic {
    let display = Display(digits: digits)
    let isNaN =
      if case .tensor(let tensor) = result {
        tensor.withDoubles { $0.contains(where: \.isNaN) }
      } else { result.asNumber?.isNaN == true }
    let values = operands.map { display.inline(Value($0)) }.map {
      $0.count <= 60 ? $0 : $0.prefix(57) + "…"
    }
    return Diagnostic(
      "E0708",
      "\(operation.name) made \(isNaN ? "NaN" : "Inf") out of finite numbers: \(values.joined(separator: " and "))",
      hint: "debug_nan(false) lets such numbers pass")
  }
}
