import Diagnostics
import Syntax

/// One instruction: an operation on registers of the current frame, 8 bytes.
///
/// `a` is usually the register that receives the result. Where an operand can be large it takes two
/// fields: `wide` is `b` and `c` together.
struct Instruction {
  var op: Opcode
  var a: UInt16
  var b: UInt16
  var c: UInt16

  init(_ op: Opcode, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0) {
    self.op = op
    self.a = UInt16(truncatingIfNeeded: a)
    self.b = UInt16(truncatingIfNeeded: b)
    self.c = UInt16(truncatingIfNeeded: c)
  }

  init(_ op: Opcode, _ a: Int, wide: Int) {
    self.init(op, a, wide & 0xFFFF, wide >> 16)
  }

  @inline(__always) var wide: Int { Int(b) | Int(c) << 16 }
  @inline(__always) var ra: Int { Int(a) }
  @inline(__always) var rb: Int { Int(b) }
  @inline(__always) var rc: Int { Int(c) }
}

enum Opcode: UInt16 {
  // Moving values. `k` is the constant table, `g` the module's slots.
  case constant  // r[a] = k[wide]
  case nothing  // r[a] = nothing
  case move  // r[a] = r[b]
  case getGlobal  // r[a] = g[wide]
  case setGlobal  // g[wide] = r[a]
  case checkLocal  // r[a] must have a value; locals[wide] tells whose it is
  case getCapture  // r[a] = captures[wide]
  case selfFunction  // r[a] = the function that runs

  // Arithmetic with a fast path on numbers: r[a] = r[b] op r[c].
  case add, subtract, multiply, divide, power
  // The same with a constant number on the right: r[a] = r[b] op k[c].
  case addConstant, subtractConstant, multiplyConstant, divideConstant, powerConstant
  // The same with a constant number on the left: r[a] = k[b] op r[c].
  case constantAdd, constantSubtract, constantMultiply, constantDivide
  // One of these, as `Code.unchecked` says, while `debug_nan` is on.
  case checkedArithmetic
  case negate, plus, squareRoot, not, transpose  // r[a] = op r[b]
  // Any other binary operator; the next word's `wide` is the operator's number.
  case binary

  // Comparisons: r[a] = r[b] op r[c], one bool.
  case equal, notEqual, less, lessEqual, greater, greaterEqual, approximately, elementOf

  // Control flow; targets are absolute.
  case jump  // to wide
  case loop  // to wide, backwards: polls the budget
  case jumpIfFalse  // r[a] must be a bool
  // r[a] op r[b], or k[b] where c is 1, must be true; else to the next word's wide
  case jumpUnlessLess, jumpUnlessLessEqual, jumpUnlessGreater, jumpUnlessGreaterEqual
  case jumpUnlessEqual
  case jumpIfTrue
  case jumpIfDefined
  case andTest  // r[a] false: to wide. true or a bool tensor: go on
  case orTest
  case andCombine, orCombine  // r[a] = r[b] and r[c], after the test
  case iterate  // r[a] = a fresh iteration over r[b]
  case next  // r[a] = next of iteration r[b], skipping the next word when there is one
  case loopNext  // as next, but to the next word's wide when there is one; polls the budget
  case returnValue  // r[a]

  // Building values from consecutive registers.
  case tuple  // r[a] = (r[b] …), c of them
  case record  // r[a] = {…}; r[b] …; names[c]
  case array  // r[a] = [r[b] …]; layouts[c]
  case range  // r[a] = r[b] : r[c]
  case steppedRange  // r[a] = r[b] : r[b+1] : r[c]
  case closure  // r[a] = prototypes[wide]
  case gather  // r[a] = the items of the list r[b] as a tensor; c axes, iterations in r[b+1] …
  case newList, appendList  // r[a] = an empty list; append r[b] to the list r[a]
  case format  // r[a] = text of r[b] by formats[c]
  case concatenate  // r[a] = the texts r[b] …, c of them, joined
  case unpack  // r[a] … = the c items of r[b]

  // Calls and access.
  case call  // r[a] = r[b](r[b+1] …), c arguments; the next word's `wide` is the labels' number
  case callGlobal  // the same for the function g[next word's wide], without labels; r[b] is free
  case dottedCall
  case index  // r[a] = r[b][r[b+1] …], c indexes
  case axisEnd  // r[a] = the size for `end` in r[b]; next word: a = this index, b = how many
  case field  // r[a] = r[b].names[c]
  case update  // r[a] = r[a] with a part replaced by r[b]; paths[c], indexes behind r[b]
  case updateGlobal  // the same for g[next word's wide]

  // The chain rule.
  case derivative  // r[a] = r[b] differentiated c times
  case gradient  // r[a] = ∇ r[b]
  case defineRule  // r[a] = r[b] with the derivative rule r[c]
  case partial  // r[a] = partials[wide]
  case explainPartial  // r[a] = the derivation of partials[wide]
  case explain  // r[a] = the derivation of the function r[b]; c = 1: at r[b + 1]
  case graphFigure  // r[a] = the figure of partials[wide]'s target
  case defineEquation  // equations[wide]
  case minimize  // r[a] = minimizations[wide], its optimizer and steps in r[a+1] …
  case explainMinimize

  // Statements.
  case check  // r[a] must be true; checks[wide] tells how to say it
  case checkShapes  // of the arguments, by the code's annotations
  case importScript  // r[a] = imports[wide]
  case extra  // carries operands of the instruction before it
}

/// Where an instruction came from: the span to mark, and its operands' for messages that quote them.
struct InstructionPlace {
  var span: Span
  var left: Span
  var right: Span
}
