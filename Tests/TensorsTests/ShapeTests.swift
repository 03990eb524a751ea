import Testing

@testable import Tensors

@Suite struct ShapeTests {
  @Test func describesItself() {
    #expect("\(Shape([3, 2]))" == "3×2")
    #expect("\(Shape([3]))" == "(3)")
    #expect("\(Shape.scalar)" == "()")
    #expect("\(Shape([0, 4, 1]))" == "0×4×1")
  }

  @Test func counts() {
    #expect(Shape.scalar.count == 1)
    #expect(Shape([2, 3, 4]).count == 24)
    #expect(Shape([2, 0, 4]).count == 0)
    #expect(Shape([1 << 40, 1 << 40]).count == .max)
    #expect(Shape([1 << 40, 1 << 40, 0]).count == 0)
  }

  @Test func checks() {
    #expect(Shape(checking: Array(repeating: 1, count: 8)) != nil)
    #expect(Shape(checking: Array(repeating: 1, count: 9)) == nil)
    #expect(Shape(checking: [2, -1]) == nil)
  }

  @Test func equalityMindsTheRank() {
    #expect(Shape([3]) != Shape([3, 1]))
    #expect(Shape([1]) != Shape.scalar)
    #expect(Set([Shape([2, 3]), Shape([2, 3]), Shape([3, 2])]).count == 2)
  }

  /// The examples of NumPy's documentation of broadcasting, and its failures.
  @Test func broadcasts() {
    #expect(Shape.broadcast(Shape([8, 1, 6, 1]), Shape([7, 1, 5])) == Shape([8, 7, 6, 5]))
    #expect(Shape.broadcast(Shape([256, 256, 3]), Shape([3])) == Shape([256, 256, 3]))
    #expect(Shape.broadcast(Shape([5, 4]), Shape([1])) == Shape([5, 4]))
    #expect(Shape.broadcast(Shape.scalar, Shape([2])) == Shape([2]))
    #expect(Shape.broadcast(Shape([0]), Shape([1])) == Shape([0]))
    #expect(Shape.broadcast(Shape([3]), Shape([4])) == nil)
    #expect(Shape.broadcast(Shape([2, 1]), Shape([8, 4, 3])) == nil)
    #expect(Shape.broadcast(Shape([0]), Shape([2])) == nil)
  }
}
