import CMachine
import Diagnostics
import Syntax

/// Which of a function's locals have a value for certain at the point that compilation has reached.
///
/// Reading a local that may have none yet costs an instruction that looks; all other reads are free.
struct DefiniteLocals {
  /// The registers of locals that begin without a value, with where they are assigned first.
  private(set) var declared: [Int: Identifier] = [:]
  private var assigned: Set<Int> = []
  /// No way leads here: behind a `return`, `break` or `continue`.
  private var isUnreachable = false

  mutating func declare(_ register: Int, _ name: Identifier) { declared[register] = name }

  mutating func assign(_ register: Int) {
    if declared[register] != nil { assigned.insert(register) }
  }

  mutating func leave() { isUnreachable = true }

  /// The name of a local that may have no value yet; nil when it has one.
  func doubtful(_ register: Int) -> Identifier? {
    isUnreachable || assigned.contains(register) ? nil : declared[register]
  }

  /// Where two ways come together, only what both have assigned is certain.
  mutating func meet(_ other: DefiniteLocals) {
    if other.isUnreachable { return }
    if isUnreachable { self = other } else { assigned.formIntersection(other.assigned) }
  }
}

extension Compiler {
  /// Makes sure that a local has a value where it is read.
  func requireValue(_ register: Int, _ span: Span) {
    guard let name = definite.doubtful(register) else { return }
    code.locals.append(Code.LocalInfo(name: name.name, assignment: name.span))
    emit(Instruction(.checkLocal, register, wide: code.locals.count - 1), span)
  }
}
