import Testing

@testable import Tensors

@Suite struct IndexingTests {
  let x = counting(3, 4)

  /// numpy, with the same indexes: x[1, 2], x[1], x[:, 2], x[1:3, ::-1], x[[2, 0, 2]], x[:, [3, 1]]
  @Test func takes() throws {
    #expect(try x.take([.at(1), .at(2)]).asNumber == 6)
    #expect(try x.take([.at(1), .all]).values == [4, 5, 6, 7])
    #expect(try x.take([.all, .at(2)]).values == [2, 6, 10])
    let block = try x.take([
      .slice(start: 1, step: 1, count: 2), .slice(start: 3, step: -1, count: 4),
    ])
    #expect(block.shape == Shape([2, 4]))
    #expect(block.values == [7, 6, 5, 4, 11, 10, 9, 8])
    #expect(
      try x.take([.list([2, 0, 2]), .all]).values == [8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11])
    #expect(try x.take([.all, .list([3, 1])]).values == [3, 1, 7, 5, 11, 9])
    #expect(try x.take([.at(2), .list([3, 1])]).values == [11, 9])
  }

  /// numpy: x[np.ix_([2, 0], [3, 1])] — lists act on their own axes, they don't pair up.
  @Test func listsAreOrthogonal() throws {
    let y = try x.take([.list([2, 0]), .list([3, 1])])
    #expect(y.shape == Shape([2, 2]))
    #expect(y.values == [11, 9, 3, 1])
    let cube = try counting(2, 3, 2).take([.list([1, 0]), .all, .list([1])])
    #expect(cube.shape == Shape([2, 3, 1]))
    #expect(cube.values == [7, 9, 11, 1, 3, 5])
  }

  @Test func emptySelections() throws {
    #expect(try x.take([.slice(start: 0, step: 1, count: 0), .all]).shape == Shape([0, 4]))
    #expect(try x.take([.slice(start: 99, step: 1, count: 0), .at(1)]).shape == Shape([0]))
    #expect(try x.take([.list([]), .at(1)]).shape == Shape([0]))
  }

  @Test func refuses() {
    #expect(throws: TensorFault.indexCount(given: 1, rank: 2)) { try x.take([.at(0)]) }
    #expect(throws: TensorFault.index(4, axis: 1, size: 3)) { try x.take([.at(3), .all]) }
    #expect(throws: TensorFault.index(0, axis: 2, size: 4)) { try x.take([.all, .at(-1)]) }
    #expect(throws: TensorFault.index(5, axis: 2, size: 4)) {
      try x.take([.all, .slice(start: 2, step: 1, count: 3)])
    }
    #expect(throws: TensorFault.index(7, axis: 1, size: 3)) { try x.take([.list([0, 6]), .all]) }
    #expect(throws: TensorFault.self) {
      try x.take([.slice(start: 1, step: .max, count: .max), .all])
    }
  }

  @Test func replaces() throws {
    let y = try x.replacing([.at(1), .all], with: .tensor(Tensor([9, 8, 7, 6])))
    #expect(y.doubles == [0, 1, 2, 3, 9, 8, 7, 6, 8, 9, 10, 11])
    #expect(x.doubles[4] == 4)
    let z = try x.replacing([.all, .list([0, 3])], with: .number(-1))
    #expect(z.doubles == [-1, 1, 2, -1, -1, 5, 6, -1, -1, 9, 10, -1])
    let last = try Tensor([0]).replacing([.list([0, 0])], with: .tensor(Tensor([5, 6])))
    #expect(last.doubles == [6])
    #expect(throws: TensorFault.self) {
      try x.replacing([.at(1), .all], with: .tensor(counting(3)))
    }
  }

  @Test func replacingInBools() throws {
    let flags = Tensor(bools: [true, true], shape: Shape([2]))
    #expect(try flags.replacing([.at(0)], with: .bool(false)).bools == [false, true])
    #expect(try flags.replacing([.at(0)], with: .bool(false)).dtype == .bool)
    #expect(try flags.replacing([.at(0)], with: .number(5)).doubles == [5, 1])
    #expect(try counting(2).replacing([.at(0)], with: .bool(true)).doubles == [1, 1])
  }

  @Test func replacesInPlaceWhenAlone() throws {
    var y = counting(2, 2)
    let storage = ObjectIdentifier(y.storage)
    try y.replace([.at(0), .at(1)], with: .number(7))
    try y.setElement(at: 1, 1, to: 8)
    #expect(ObjectIdentifier(y.storage) == storage)
    let copy = y
    try y.replace([.all, .all], with: .number(0))
    #expect(copy.doubles == [0, 7, 2, 8])
    #expect(y.doubles == [0, 0, 0, 0])
    #expect(try copy.element(at: 0, 1) == 7)
  }

  /// A value that is (a part of) the tensor itself.
  @Test func replacesByItself() throws {
    var y = Tensor([1, 2, 3])
    try y.replace([.slice(start: 2, step: -1, count: 3)], with: .tensor(y))
    #expect(y.doubles == [3, 2, 1])
  }

  @Test func scatterAccumulates() throws {
    let y = try Tensor.scatterAdd(
      into: Shape([4]), [.list([1, 3, 1])], .tensor(Tensor([10, 20, 30])))
    #expect(y.doubles == [0, 40, 0, 20])
    let whole = try Tensor.scatterAdd(into: Shape([2, 2]), [.at(0), .at(1)], .number(5))
    #expect(whole.doubles == [0, 5, 0, 0])
  }

  /// ⟨take(x), y⟩ = ⟨x, scatterAdd(y)⟩
  @Test func scatterIsTheAdjointOfTake() throws {
    let x = counting(3, 4, 2)
    let indexes: [[AxisIndex]] = [
      [.at(1), .all, .list([1, 0, 1])],
      [.list([2, 2]), .slice(start: 3, step: -2, count: 2), .all],
      [.all, .list([0, 3]), .at(0)], [.at(0), .at(1), .at(1)],
    ]
    for index in indexes {
      let taken = try x.take(index)
      let y = Quantity(
        collapsing: Tensor((0..<taken.shape.count).map { Double($0 * $0 + 1) }, shape: taken.shape))
      let back = try Tensor.scatterAdd(into: x.shape, index, y)
      let left = zip(taken.values, y.values).reduce(0) { $0 + $1.0 * $1.1 }
      let right = zip(x.doubles, back.doubles).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(left == right)
    }
  }
}
