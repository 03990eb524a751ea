/// The sizes of a tensor's axes, outermost first, kept inline. Rank 0 is a number.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  public static let maxRank = 8
  public static let scalar = Shape([])

  /// Sizes of the axes there are; 1 beyond `rank`, so that equality may compare all of them.
  private var axes: InlineArray<8, Int>
  public private(set) var rank: Int

  /// - Parameter sizes: at most `maxRank` sizes of 0 or more; further axes are dropped and negative
  ///   sizes read as 0. Sizes from a program go through `init(checking:)`.
  public init(_ sizes: [Int]) {
    axes = InlineArray(repeating: 1)
    rank = min(sizes.count, Shape.maxRank)
    for axis in 0..<rank { axes[axis] = max(0, sizes[axis]) }
  }

  /// Nil if there are more than `maxRank` sizes or a negative one.
  public init?(checking sizes: [Int]) {
    guard sizes.count <= Shape.maxRank, sizes.allSatisfy({ $0 >= 0 }) else { return nil }
    self.init(sizes)
  }

  /// A vector's shape.
  init(vector count: Int) {
    axes = InlineArray(repeating: 1)
    axes[0] = count
    rank = 1
  }

  /// The size of an axis, counted from 0.
  public subscript(axis: Int) -> Int { axes[axis] }

  public var sizes: [Int] { (0..<rank).map { axes[$0] } }

  /// The number of elements; `Int.max` where the product does not fit.
  public var count: Int { product(0..<rank) }

  /// `3×2`, a vector's `(3)`, a number's `()`.
  public var description: String {
    if rank < 2 { return "(" + (rank == 1 ? String(axes[0]) : "") + ")" }
    return sizes.map(String.init).joined(separator: "×")
  }

  public static func == (a: Shape, b: Shape) -> Bool {
    guard a.rank == b.rank else { return false }
    for axis in 0..<a.rank where a.axes[axis] != b.axes[axis] { return false }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(rank)
    for axis in 0..<rank { hasher.combine(axes[axis]) }
  }
}

extension Shape {
  /// NumPy's rule: shapes are aligned at the last axis; an axis of size 1, or a missing one,
  /// repeats. Nil where two sizes differ and neither is 1.
  public static func broadcast(_ a: Shape, _ b: Shape) -> Shape? {
    if a == b { return a }
    var result = a.rank >= b.rank ? a : b
    for fromEnd in 1..<(min(a.rank, b.rank) + 1) {
      let (left, right) = (a.axes[a.rank - fromEnd], b.axes[b.rank - fromEnd])
      guard left == right || left == 1 || right == 1 else { return nil }
      result.axes[result.rank - fromEnd] = left == 1 ? right : left
    }
    return result
  }

  /// Resizes a vector's only axis.
  mutating func setVectorCount(_ count: Int) { axes[0] = count }

  /// Adds a last axis; there must be fewer than `maxRank`.
  mutating func append(_ size: Int) {
    axes[rank] = size
    rank += 1
  }

  /// With one axis resized.
  func replacing(_ axis: Int, with size: Int) -> Shape {
    var result = self
    result.axes[axis] = size
    return result
  }

  /// Without the axes for which `removed` is true.
  func removing(where removed: (Int) -> Bool) -> Shape {
    Shape((0..<rank).filter { !removed($0) }.map { axes[$0] })
  }

  /// The number of elements in a half-open range of axes; `Int.max` where the product does not fit.
  func product(_ range: Range<Int>) -> Int {
    var product = 1
    var overflows = false
    for axis in range {
      if axes[axis] == 0 { return 0 }
      let (next, overflow) = product.multipliedReportingOverflow(by: axes[axis])
      product = next
      overflows = overflows || overflow
    }
    return overflows ? .max : product
  }

  /// How far apart neighbours along each axis lie in row-major order.
  var steps: Steps {
    var steps = Steps()
    var step = 1
    for axis in stride(from: rank - 1, through: 0, by: -1) {
      steps[axis] = step
      // Overflows only beside an axis of size 0, where no step is ever taken.
      step &*= axes[axis]
    }
    return steps
  }

  /// The steps of an operand of this shape when it is walked as `result`, to which it broadcasts.
  func steps(broadcastTo result: Shape) -> Steps {
    let own = steps
    var steps = Steps()
    for axis in 0..<rank where axes[axis] != 1 {
      steps[result.rank - rank + axis] = own[axis]
    }
    return steps
  }

  /// The sizes as C kernels take them.
  func withSizes<R>(_ body: (UnsafePointer<Int>) throws -> R) rethrows -> R {
    try withUnsafePointer(to: axes) {
      try $0.withMemoryRebound(to: Int.self, capacity: Shape.maxRank, body)
    }
  }
}

/// For each axis, how many elements apart its neighbours lie; 0 where an operand repeats.
struct Steps {
  private var values = InlineArray<8, Int>(repeating: 0)

  subscript(axis: Int) -> Int {
    get { values[axis] }
    set { values[axis] = newValue }
  }

  /// The steps as C kernels take them.
  func withPointer<R>(_ body: (UnsafePointer<Int>) throws -> R) rethrows -> R {
    try withUnsafePointer(to: values) {
      try $0.withMemoryRebound(to: Int.self, capacity: Shape.maxRank, body)
    }
  }
}
