import CKernels
import Testing

@testable import Tensors

@Suite struct RandomStreamTests {
  private func philox(_ counter: [UInt32], _ key: [UInt32]) -> [UInt32] {
    var out = [UInt32](repeating: 0, count: 4)
    ck_philox(key, counter, &out)
    return out
  }

  /// The known answers for philox4x32-10 that Random123 publishes with its source (kat_vectors).
  @Test func knownAnswers() {
    #expect(
      philox([0, 0, 0, 0], [0, 0])
        == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    #expect(
      philox(Array(repeating: .max, count: 4), [.max, .max])
        == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    #expect(
      philox(
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0])
        == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  /// The first word of seed 0 is made of the first two of the known answer.
  @Test func uniformsAreTheWords() {
    var stream = RandomStream(seed: 0)
    let word: UInt64 = 0xe169_c58d_6627_e8d5
    #expect(stream.uniform() == Double(word >> 11) / 0x1p53)
  }

  @Test func oneByOneEqualsAllAtOnce() throws {
    for start in 0..<5 {
      var (one, many) = (RandomStream(seed: 7), RandomStream(seed: 7))
      for _ in 0..<start {
        _ = one.uniform()
        _ = many.uniform()
      }
      let uniforms = (0..<37).map { _ in one.uniform() }
      #expect(try many.uniform(shape: Shape([37])).values == uniforms)
      let normals = (0..<37).map { _ in one.normal() }
      #expect(try many.normal(shape: Shape([37])).values == normals)
      let integers = (0..<37).map { _ in Double(one.integer(lower: -3, upper: 3)) }
      #expect(try many.integers(lower: -3, upper: 3, shape: Shape([37])).values == integers)
    }
  }

  @Test func streamsDiffer() {
    var streams = [
      RandomStream(seed: 1), RandomStream(seed: 2), RandomStream(seed: 1, label: "a"),
      RandomStream(seed: 1, label: "b"), RandomStream(seed: 2, label: "a"),
    ]
    let first = streams.indices.map { streams[$0].uniform() }
    #expect(Set(first).count == streams.count)
    var again = RandomStream(seed: 1, label: "a")
    #expect(again.uniform() == first[2])
  }

  /// Moments within four standard errors: mean 1/2 and variance 1/12; mean 0, variance 1, skewness
  /// 0 and kurtosis 3.
  @Test func moments() throws {
    let n = 20_000.0
    var stream = RandomStream(seed: 2026)
    let uniforms = try stream.uniform(shape: Shape([Int(n)])).values
    #expect(uniforms.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = uniforms.reduce(0, +) / n
    let variance = uniforms.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / n
    #expect(abs(mean - 0.5) < 4 * 0.2887 / n.squareRoot())
    #expect(abs(variance - 1 / 12) < 4 * 0.0745 / n.squareRoot())
    let normals = try stream.normal(shape: Shape([Int(n)])).values
    let power = (1...4).map { p in
      normals.reduce(0) { sum, z in sum + (0..<p).reduce(1) { value, _ in value * z } } / n
    }
    #expect(abs(power[0]) < 4 / n.squareRoot())
    #expect(abs(power[1] - 1) < 4 * 1.414 / n.squareRoot())
    #expect(abs(power[2]) < 4 * 3.873 / n.squareRoot())
    #expect(abs(power[3] - 3) < 4 * 9.798 / n.squareRoot())
  }

  @Test func integersAreEven() throws {
    var stream = RandomStream(seed: 3)
    let values = try stream.integers(lower: 1, upper: 6, shape: Shape([6000])).values
    for face in 1...6 {
      // Binomial with p = 1/6: standard deviation 28.9.
      #expect(abs(values.filter { $0 == Double(face) }.count - 1000) < 116)
    }
    #expect(stream.integer(lower: 4, upper: 4) == 4)
    let wide = stream.integer(lower: .min, upper: .max)
    #expect(wide != stream.integer(lower: .min, upper: .max))
    #expect(throws: TensorFault.empty(operation: "randint")) {
      try stream.integers(lower: 2, upper: 1, shape: Shape([1]))
    }
  }

  @Test func permutations() throws {
    var stream = RandomStream(seed: 4)
    let order = try stream.permutation(50)
    #expect(order.sorted() == Array(0..<50))
    #expect(order != Array(0..<50))
    #expect(try stream.permutation(0) == [])
    // All six orders of three come up.
    #expect(try Set((0..<100).map { _ in try stream.permutation(3) }).count == 6)
  }

  @Test func numbersHaveRankZero() throws {
    var stream = RandomStream(seed: 5)
    #expect(try stream.uniform(shape: .scalar).asNumber != nil)
    #expect(try stream.normal(shape: Shape([2, 2])).shape == Shape([2, 2]))
  }
}
