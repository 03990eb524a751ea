import CMachine
import Testing

@testable import Interpreter

/// What `CMachine/values.h` takes for granted about values and functions in memory.
@Suite struct MachineLayoutTests {
  private func words(_ value: Value) -> (payload: UInt64, tag: UInt8) {
    withUnsafeBytes(of: value) { ($0.load(as: UInt64.self), $0[8]) }
  }

  @Test func sizes() {
    #expect(MemoryLayout<Value>.stride == 16)
    #expect(MemoryLayout<Instruction>.size == 8)
  }

  @Test func numbers() {
    #expect(words(.number(1.5)) == ((1.5).bitPattern, 0))
    #expect(words(.number(-.infinity)) == ((-Double.infinity).bitPattern, 0))
  }

  @Test func bools() {
    #expect(words(.bool(false)).payload & 1 == 0)
    #expect(words(.bool(true)).payload & 1 == 1)
    #expect(words(.bool(true)).tag == 1)
  }

  @Test func casesWithoutPayload() {
    #expect(words(.undefined) == (0, 15))
    #expect(words(.nothing) == (1, 15))
  }

  @Test func otherCasesAreCounted() {
    let values: [Value] = [
      .text("a"), .tuple(Tuple([])), .range(Range(start: 1, step: 1, count: 2, end: 2)),
    ]
    for value in values { #expect(![0, 1, 15].contains(words(value).tag)) }
  }

  @Test func functions() {
    guard case .function(let function)? = Library.value(of: "sin") else {
      Issue.record("sin is a function")
      return
    }
    let value = words(.function(function))
    #expect(value.tag == 7)
    let object = Unmanaged.passUnretained(function).toOpaque()
    #expect(value.payload == UInt64(UInt(bitPattern: object)))
    let core = object.load(fromByteOffset: 16, as: vm_function.self)
    #expect(core.code == nil)
    #expect(core.unary == function.core.unary)
    #expect(core.unary >= 0)
  }
}
