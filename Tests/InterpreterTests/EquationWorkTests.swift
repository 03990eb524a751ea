import Diagnostics
import Testing

@testable import Interpreter

/// Work grows with the number of equations and not faster: counted, not timed.
@Suite struct EquationWorkTests {
  /// A chain, or a system in which each equation reads three others and a variable.
  private static func program(_ count: Int, isChain: Bool) -> String {
    var text = "x0 = 0.5; a = 0.3\n"
    for k in 1...count {
      text +=
        isChain
        ? "x\(k) := sin(x\(k - 1)) + 0.1\n"
        : "x\(k) := sin(x\(k - 1)) + 0.1*x\(max(0, k - 7)) - a*x\(k / 2)\n"
    }
    return text
  }

  /// What one update of all equations takes: computations, and looks at what they read.
  private func work(_ count: Int, isChain: Bool) -> (computations: Int, looks: Int) {
    let session = Session(limits: .unlimited)
    func run(_ text: String) { _ = session.run(SourceFile(name: "test", text: text)) }
    run(Self.program(count, isChain: isChain) + "x\(count)")
    let (computations, looks) = (session.machine.computations, session.machine.equationLooks)
    run("x0 = 0.6; x\(count)")
    return (
      Int(session.machine.computations - computations), session.machine.equationLooks - looks
    )
  }

  @Test(arguments: [true, false])
  func updatesAreLinear(isChain: Bool) {
    let (small, large) = (work(100, isChain: isChain), work(1600, isChain: isChain))
    #expect(small.computations == 100)
    #expect(large.computations == 1600)
    #expect(small.looks > 0)
    #expect(large.looks <= 17 * small.looks)
  }

  /// What did not change is not computed again, whatever is read in between.
  @Test func onlyWhatChangedIsComputed() {
    let session = Session(limits: .unlimited)
    func run(_ text: String) { _ = session.run(SourceFile(name: "test", text: text)) }
    run("a = 1; b = 2; p := a^2; q := b^2; s := p + q; s")
    let before = session.machine.computations
    run("b = 3; s")
    #expect(session.machine.computations == before + 2)
    run("s; p; q")
    #expect(session.machine.computations == before + 2)
  }

  /// The graph of a system, and of its gradient, has so many nodes an equation, however many there are.
  @Test func graphsAreLinear() throws {
    func nodes(_ count: Int) throws -> Int {
      let session = Session(limits: .unlimited)
      let text = Self.program(count, isChain: false) + "∂x\(count)/∂a"
      _ = session.run(SourceFile(name: "test", text: text))
      let systems = session.machine.systems.systems.values
      return try #require(systems.first?.system.programs.values.first).graph.nodes.count
    }
    #expect(try nodes(1600) <= 17 * (try nodes(100)))
  }
}
