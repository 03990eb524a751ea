import CMachine
import Diagnostics
import Syntax

// The instructions themselves are listed in `CMachine.h`, for both halves of the machine.
extension Instruction {
  init(_ op: Opcode, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0) {
    self.init(
      number: op.rawValue, a: UInt16(truncatingIfNeeded: a), b: UInt16(truncatingIfNeeded: b),
      c: UInt16(truncatingIfNeeded: c))
  }

  init(_ op: Opcode, _ a: Int, wide: Int) {
    self.init(op, a, wide & 0xFFFF, wide >> 16)
  }

  var op: Opcode { vm_opcode(self) }
  var wide: Int { Int(b) | Int(c) << 16 }
  var ra: Int { Int(a) }
  var rb: Int { Int(b) }
  var rc: Int { Int(c) }
}

/// Where an instruction came from: the span to mark, and its operands' for messages that quote them.
struct InstructionPlace {
  var span: Span
  var left: Span
  var right: Span
}
