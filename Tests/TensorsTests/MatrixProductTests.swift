import Testing

@testable import Tensors

@Suite struct MatrixProductTests {
  /// The definition: each element accumulated over k in order with fused multiply-add.
  private func reference(_ a: Tensor, _ b: Tensor) -> [Double] {
    let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
    let (x, y) = (a.doubles, b.doubles)
    var result = [Double](repeating: 0, count: m * n)
    for i in 0..<m {
      for j in 0..<n {
        var sum = 0.0
        for p in 0..<k { sum = sum.addingProduct(x[i * k + p], y[p * n + j]) }
        result[i * n + j] = sum
      }
    }
    return result
  }

  /// numpy: [[1, 2], [3, 4]] @ [[5, 6], [7, 8]]
  @Test func byHand() throws {
    let (a, b) = (tensor([1, 2, 3, 4], 2, 2), tensor([5, 6, 7, 8], 2, 2))
    #expect(try Kernels.matmul(a, b).doubles == [19, 22, 43, 50])
    #expect(try Kernels.matmul(a, b, transposeA: true).doubles == [26, 30, 38, 44])
    #expect(try Kernels.matmul(a, b, transposeB: true).doubles == [17, 23, 39, 53])
    #expect(
      try Kernels.matmul(a, b, transposeA: true, transposeB: true).doubles == [23, 31, 34, 46])
  }

  /// Sizes around the edges of tiles, strips and blocks; all four transpositions; bit for bit.
  @Test(arguments: [
    [1, 1, 1], [1, 5, 9], [9, 5, 1], [1, 40, 33], [2, 3, 4], [7, 8, 9], [12, 16, 16], [13, 17, 25],
    [33, 40, 31], [50, 200, 19], [3, 700, 5], [70, 9, 40], [0, 3, 2], [2, 0, 3], [2, 3, 0],
  ])
  func matchesTheDefinition(_ sizes: [Int]) throws {
    let (m, k, n) = (sizes[0], sizes[1], sizes[2])
    let a = tensor(spread(m * k, from: -1, to: 1), m, k)
    let b = tensor(spread(k * n, from: -2, to: 3), k, n)
    let expected = Tensor(reference(a, b), shape: Shape([m, n]))
    for transposeA in [false, true] {
      for transposeB in [false, true] {
        let product = try Kernels.matmul(
          transposeA ? Kernels.transpose(a) : a, transposeB ? Kernels.transpose(b) : b,
          transposeA: transposeA, transposeB: transposeB)
        #expect(product.isBitIdentical(to: expected), "\(sizes) \(transposeA) \(transposeB)")
      }
    }
  }

  /// Large enough for several threads and blocks of k; checked on a few rows.
  @Test func threadsDoNotShow() throws {
    let (m, k, n) = (300, 260, 310)
    let a = tensor(spread(m * k, from: -1, to: 1), m, k)
    let b = tensor(spread(k * n, from: -2, to: 3), k, n)
    let whole = try Kernels.matmul(a, b)
    for row in [0, 148, 149, 150, 151, 299] {
      let part = try a.take([.slice(start: row, step: 1, count: 1), .all]).expanded
      let expected = try Kernels.matmul(part, b)
      let actual = try whole.take([.slice(start: row, step: 1, count: 1), .all]).expanded
      #expect(actual.isBitIdentical(to: expected))
    }
  }

  @Test func infinitiesAreNotSkipped() throws {
    let product = try Kernels.matmul(tensor([0, 1], 1, 2), tensor([.infinity, 2], 2, 1))
    #expect(product[flat: 0].isNaN)
  }

  @Test func refuses() {
    #expect(
      throws: TensorFault.shapes(
        operation: "*", Shape([2, 3]), Shape([2, 3]), canBroadcast: false)
    ) { try Kernels.matmul(counting(2, 3), counting(2, 3)) }
    #expect(
      throws: TensorFault.shapes(
        operation: "*", Shape([3, 2]), Shape([3, 2]), canBroadcast: false)
    ) { try Kernels.matmul(counting(2, 3), counting(3, 2), transposeA: true) }
    #expect(throws: TensorFault.self) { try Kernels.matmul(counting(3), counting(3, 2)) }
    #expect(throws: TensorFault.self) { try Kernels.dot(counting(3), counting(2)) }
  }

  @Test func vectors() throws {
    #expect(try Kernels.dot(Tensor([1, 2, 3]), Tensor([4, 5, 6])) == 32)
    #expect(try Kernels.dot(Tensor([]), Tensor([])) == 0)
    let outer = try Kernels.outer(Tensor([1, 2]), Tensor([3, 4, 5]))
    #expect(outer.shape == Shape([2, 3]))
    #expect(outer.doubles == [3, 4, 5, 6, 8, 10])
  }

  /// numpy: matmul of arange tensors of these shapes; sums of all elements by numpy.
  @Test func batches() throws {
    let matrix = try Kernels.batchedMatmul(counting(2, 3), counting(3, 2))
    #expect(matrix.values == [10, 13, 28, 40])
    let left = try Kernels.batchedMatmul(counting(3), counting(3, 2))
    #expect(left.shape == Shape([2]))
    #expect(left.values == [10, 13])
    let right = try Kernels.batchedMatmul(counting(2, 3), counting(3))
    #expect(right.values == [5, 14])
    #expect(try Kernels.batchedMatmul(counting(3), counting(3)).asNumber == 5)
    let batch = try Kernels.batchedMatmul(counting(2, 1, 2, 3), counting(3, 3, 2))
    #expect(batch.shape == Shape([2, 3, 2, 2]))
    #expect(
      batch.values == [
        10, 13, 28, 40, 28, 31, 100, 112, 46, 49, 172, 184, 46, 67, 64, 94, 172, 193, 244, 274, 298,
        319, 424, 454,
      ])
    #expect(try Kernels.batchedMatmul(counting(2, 2, 3), counting(3)).shape == Shape([2, 2]))
    #expect(throws: TensorFault.self) {
      try Kernels.batchedMatmul(counting(2, 2, 3), counting(3, 3, 2))
    }
  }
}
