import Testing

@testable import Tensors

/// Elementwise operations on operands of different shape.
@Suite struct BroadcastTests {
  /// numpy: arange(6).reshape(2, 3) + [10, 20, 30]; … + [[100], [200]]
  @Test func rowsAndColumns() throws {
    let x = Quantity.tensor(counting(2, 3))
    let row = Quantity.tensor(Tensor([10, 20, 30]))
    let column = Quantity.tensor(tensor([100, 200], 2, 1))
    #expect(try BinaryOp.add.apply(x, row).values == [10, 21, 32, 13, 24, 35])
    #expect(try BinaryOp.add.apply(x, column).values == [100, 101, 102, 203, 204, 205])
    let both = try BinaryOp.subtract.apply(row, column)
    #expect(both.shape == Shape([2, 3]))
    #expect(both.values == [-90, -80, -70, -190, -180, -170])
  }

  @Test func numbersAndBools() throws {
    let mask = Quantity.tensor(Tensor(bools: [true, false], shape: Shape([2])))
    #expect(try BinaryOp.multiply.apply(mask, .number(3)).values == [3, 0])
    #expect(try BinaryOp.add.apply(.bool(true), .bool(true)).asNumber == 2)
    #expect(try BinaryOp.subtract.apply(.number(1), mask).values == [0, 1])
    #expect(UnaryOp.negate.apply(mask).values == [-1, 0])
  }

  /// Against the definition, element by element, over shapes that take each path of the kernels.
  @Test func matchesTheDefinition() throws {
    let shapes: [([Int], [Int])] = [
      ([2, 3, 4], [4]), ([2, 3, 4], [3, 1]), ([2, 1, 4], [1, 3, 1]), ([5, 1], [1, 7]),
      ([3, 40], [40]), ([3, 40], [3, 1]), ([200, 3], [3]), ([200, 3], [200, 1]), ([1, 1], [6]),
      ([4, 1, 3, 1], [2, 1, 5]), ([0, 3], [3]), ([1], [3]),
    ]
    for (left, right) in shapes {
      let (a, b) = (Shape(left), Shape(right))
      let x = Tensor(spread(a.count, from: 1, to: 9), shape: a)
      let y = Tensor(spread(b.count, from: -3, to: 5), shape: b)
      let result = try BinaryOp.subtract.apply(.tensor(x), .tensor(y))
      let expected = try #require(Shape.broadcast(a, b))
      #expect(result.shape == expected)
      let xs = try Kernels.broadcast(.tensor(x), to: expected).values
      let ys = try Kernels.broadcast(.tensor(y), to: expected).values
      #expect(result.values == zip(xs, ys).map { $0 - $1 })
      let less = try CompareOp.less.apply(.tensor(x), .tensor(y))
      #expect(less.values == zip(xs, ys).map { $0 < $1 ? 1 : 0 })
    }
  }

  @Test func refusesOtherShapes() {
    #expect(
      throws: TensorFault.shapes(
        operation: "add", Shape([2]), Shape([3]), canBroadcast: false)
    ) { try BinaryOp.add.apply(.tensor(counting(2)), .tensor(counting(3))) }
    #expect(throws: TensorFault.self) {
      try CompareOp.less.apply(.tensor(counting(2, 2)), .tensor(counting(3)))
    }
  }

  /// numpy: broadcast_to([[1], [2]], (2, 2, 3))
  @Test func broadcastsTo() throws {
    let x = Quantity.tensor(tensor([1, 2], 2, 1))
    let wide = try Kernels.broadcast(x, to: Shape([2, 2, 3]))
    #expect(wide.values == [1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2])
    #expect(try Kernels.broadcast(.bool(true), to: Shape([2])).dtype == .bool)
    #expect(throws: TensorFault.self) { try Kernels.broadcast(x, to: Shape([3, 1])) }
  }

  /// ⟨broadcast(x), y⟩ = ⟨x, sum(y)⟩ for all shapes: that is what adjoint means.
  @Test func sumIsTheAdjointOfBroadcast() throws {
    let pairs: [([Int], [Int])] = [
      ([3], [2, 3]), ([2, 1], [2, 3]), ([], [2, 3]), ([1, 3, 1], [4, 2, 3, 5]), ([1], [7]),
    ]
    for (narrow, wide) in pairs {
      let (from, to) = (Shape(narrow), Shape(wide))
      let x = Quantity(
        collapsing: Tensor((0..<from.count).map { Double($0 + 1) }, shape: from))
      let y = Quantity.tensor(Tensor((0..<to.count).map { Double($0 % 5) }, shape: to))
      let up = try Kernels.broadcast(x, to: to)
      let down = try Kernels.sum(y, to: from)
      #expect(down.shape == from)
      let left = zip(up.values, y.values).reduce(0) { $0 + $1.0 * $1.1 }
      let right = zip(x.values, down.values).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(left == right)
    }
  }
}
