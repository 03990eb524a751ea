/// Numbers to compare formulas at: the same for an exercise in every run.
struct Sampler {
  private var state: UInt64

  /// Seeded by a name, with the hash FNV-1a.
  init(_ name: String) {
    state = name.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }

  /// SplitMix64.
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of three decimals, so that a counterexample can be retyped.
  mutating func number(_ range: ClosedRange<Double>) -> Double {
    let unit = Double(next() >> 11) * 0x1p-53
    let value = range.lowerBound + unit * (range.upperBound - range.lowerBound)
    return (value * 1000).rounded() / 1000
  }
}
