import Testing

@testable import Tensors

@Suite struct TensorTests {
  @Test func holdsValues() {
    let x = tensor([1, 2, 3, 4, 5, 6], 2, 3)
    #expect(x.shape == Shape([2, 3]))
    #expect((x.rank, x.count, x.dtype) == (2, 6, .f64))
    #expect(x[flat: 4] == 5)
    #expect(x.doubles == [1, 2, 3, 4, 5, 6])
  }

  @Test func holdsBools() {
    let x = Tensor(bools: [true, false, true], shape: Shape([3]))
    #expect(x.dtype == .bool)
    #expect(x.bools == [true, false, true])
    #expect(x.doubles == [1, 0, 1])
    #expect(x.asDoubles.dtype == .f64)
    #expect(x.asDoubles.asBools.isBitIdentical(to: x))
    #expect(x[flat: 2] == 1)
  }

  @Test func emptyTensorsAreFine() {
    let x = Tensor([], shape: Shape([2, 0]))
    #expect(x.doubles == [])
    #expect(UnaryOp.exp.apply(x).shape == Shape([2, 0]))
  }

  @Test func identity() {
    let x = counting(3)
    let y = x
    #expect(x.isIdentical(to: y))
    #expect(!x.isIdentical(to: counting(3)))
    #expect(x.isBitIdentical(to: counting(3)))
    #expect(x.asDoubles.isIdentical(to: x))
  }

  @Test func bitIdentity() {
    #expect(!Quantity.number(0).isBitIdentical(to: .number(-0.0)))
    #expect(Quantity.number(.nan).isBitIdentical(to: .number(-.nan)))
    #expect(!Quantity.number(1).isBitIdentical(to: .bool(true)))
    #expect(!Quantity.tensor(counting(2, 3)).isBitIdentical(to: .tensor(counting(3, 2))))
  }

  @Test func appendingLeavesCopiesAlone() {
    var x = Tensor([1])
    let before = x
    x.append(2)
    let between = x
    for i in 3...100 { x.append(Double(i)) }
    #expect(before.doubles == [1])
    #expect(between.doubles == [1, 2])
    #expect(x.doubles == (1...100).map(Double.init))
    #expect(x.shape == Shape([100]))
  }

  @Test func appendingIsInPlaceWithSpareRoom() {
    var x = Tensor([])
    var moves = 0
    for i in 0..<1000 {
      let before = ObjectIdentifier(x.storage)
      x.append(Double(i))
      if ObjectIdentifier(x.storage) != before { moves += 1 }
    }
    #expect(moves < 12)
    #expect(x.count == 1000)
  }

  @Test func appendingANumberToBools() {
    var x = Tensor(bools: [true], shape: Shape([1]))
    x.append(0.5)
    #expect(x.dtype == .f64)
    #expect(x.doubles == [1, 0.5])
  }

  @Test func quantitiesOfRankZero() {
    #expect(Quantity.number(2).shape == .scalar)
    #expect(Quantity.bool(true).asNumber == 1)
    #expect(Quantity.bool(true).dtype == .bool)
    #expect(Quantity.tensor(counting(1)).asNumber == nil)
  }
}
