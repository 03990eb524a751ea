import CKernels

/// A stream of random numbers: Philox 4×32-10, whose i-th word is a function of key and i alone.
///
/// Drawing one by one and drawing a tensor give the same numbers. A uniform and a normal number
/// take one 64-bit word each.
public struct RandomStream: Sendable, Equatable {
  private let key: UInt64
  /// How many words were taken.
  private var position: UInt64 = 0

  public init(seed: UInt64) { key = seed }

  /// The stream that belongs to a label under a seed: FNV-1a over the label, mixed with the seed by
  /// the finalizer of SplitMix64.
  public init(seed: UInt64, label: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    key = mixed(seed &+ mixed(hash))
  }

  /// Where the stream is, so that it can go on from there in another run.
  public var mark: (key: UInt64, position: UInt64) { (key, position) }

  public init(mark: (key: UInt64, position: UInt64)) { (key, position) = mark }

  /// In [0, 1), a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double {
    var value = 0.0
    ck_random_uniform(key, advance(by: 1), &value, 1)
    return value
  }

  /// Standard normal.
  public mutating func normal() -> Double {
    var value = 0.0
    ck_random_open_uniform(key, advance(by: 1), &value, 1)
    return UnaryOp.normalQuantile.apply(value)
  }

  /// In `lower...upper`, each number equally likely.
  public mutating func integer(lower: Int, upper: Int) -> Int {
    guard lower < upper else { return lower }
    let width = UInt64(bitPattern: Int64(upper &- lower)) &+ 1
    if width == 0 { return Int(truncatingIfNeeded: word()) }
    // D. Lemire, "Fast random integer generation in an interval", 2019: the rejected remainders
    // make the rest even.
    let threshold = (0 &- width) % width
    while true {
      let product = word().multipliedFullWidth(by: width)
      if product.low >= threshold { return lower &+ Int(truncatingIfNeeded: product.high) }
    }
  }

  /// - Throws: `tooLarge`, `cancelled`.
  public mutating func uniform(shape: Shape) throws -> Quantity {
    let result = try Tensor(allocating: shape)
    let start = advance(by: result.count)
    result.storage.doubles { ck_random_uniform(key, start, $0, result.count) }
    try TensorBudget.checkDone(result.count)
    return Quantity(collapsing: result)
  }

  /// - Throws: `tooLarge`, `cancelled`.
  public mutating func normal(shape: Shape) throws -> Quantity {
    let result = try Tensor(allocating: shape)
    let start = advance(by: result.count)
    result.storage.doubles {
      ck_random_open_uniform(key, start, $0, result.count)
      UnaryOp.normalQuantile.apply($0, into: $0, count: result.count)
    }
    try TensorBudget.checkDone(result.count)
    return Quantity(collapsing: result)
  }

  /// Whole numbers in `lower...upper`.
  /// - Throws: `tooLarge`, `cancelled`; `empty` if `upper < lower`.
  public mutating func integers(lower: Int, upper: Int, shape: Shape) throws -> Quantity {
    guard lower <= upper else { throw TensorFault.empty(operation: "randint") }
    let result = try Tensor(allocating: shape)
    var watch = TensorBudget.Watch()
    for i in 0..<result.count {
      try watch.worked(8)
      let value = Double(integer(lower: lower, upper: upper))
      result.storage.doubles { $0[i] = value }
    }
    return Quantity(collapsing: result)
  }

  /// The numbers 0 ..< count in random order (Fisher and Yates).
  /// - Throws: `tooLarge`, `cancelled`.
  public mutating func permutation(_ count: Int) throws -> [Int] {
    try TensorBudget.check(Shape(vector: Swift.max(0, count)))
    var order = Array(0..<Swift.max(0, count))
    var watch = TensorBudget.Watch()
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      try watch.worked(8)
      order.swapAt(last, integer(lower: 0, upper: last))
    }
    return order
  }

  private mutating func word() -> UInt64 {
    var value: UInt64 = 0
    ck_random_words(key, advance(by: 1), &value, 1)
    return value
  }

  /// The position before.
  private mutating func advance(by count: Int) -> UInt64 {
    defer { position &+= UInt64(count) }
    return position
  }
}

/// The finalizer of SplitMix64.
private func mixed(_ value: UInt64) -> UInt64 {
  var z = value &+ 0x9e37_79b9_7f4a_7c15
  z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
  return z ^ (z >> 31)
}
