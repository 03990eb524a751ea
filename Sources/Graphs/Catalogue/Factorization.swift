import Tensors

/// LU factorization with partial pivoting, P·A = L·U (Golub & Van Loan, *Matrix Computations*, 4th ed.,
/// algorithm 3.4.1). Written here rather than taken from LAPACK, so that solving, inverses and
/// determinants give the same bits on every machine.
struct LUFactorization {
  private let n: Int
  /// L below the diagonal (its own diagonal is 1), U on and above it.
  private var lu: [Double]
  /// Which row of A each row of the product is.
  private var order: [Int]
  private var isOddPermutation = false

  /// - Parameter isPivoting: false for rows that are in order already.
  /// - Throws: `cancelled`.
  init(_ elements: [Double], size n: Int, isPivoting: Bool = true) throws {
    self.n = n
    lu = elements
    order = Array(0..<n)
    for k in 0..<n {
      if TensorBudget.isCancelled { throw TensorFault.cancelled }
      if isPivoting { exchange(k, pivotRow(k)) }
      if lu[k * n + k] != 0 { eliminate(k) }
    }
  }

  private func pivotRow(_ k: Int) -> Int {
    var best = k
    for i in k..<n where lu[i * n + k].magnitude > lu[best * n + k].magnitude { best = i }
    return best
  }

  private mutating func exchange(_ i: Int, _ j: Int) {
    if i == j { return }
    for column in 0..<n { lu.swapAt(i * n + column, j * n + column) }
    order.swapAt(i, j)
    isOddPermutation.toggle()
  }

  private mutating func eliminate(_ k: Int) {
    for i in k + 1..<n {
      lu[i * n + k] /= lu[k * n + k]
      let factor = lu[i * n + k]
      if factor == 0 { continue }
      for j in k + 1..<n { lu[i * n + j].addProduct(-factor, lu[k * n + j]) }
    }
  }

  /// L below the diagonal (its own diagonal is 1), U on and above it; row-major.
  var factors: [Double] { lu }
  var diagonal: [Double] { (0..<n).map { lu[$0 * n + $0] } }
  var isSingular: Bool { diagonal.contains(0) }
  var determinant: Double { diagonal.reduce(isOddPermutation ? -1 : 1, *) }

  /// Solves A·X = B for the columns of B, row-major.
  func solve(_ b: [Double], columns: Int) -> [Double] {
    var x = order.flatMap { b[$0 * columns..<($0 + 1) * columns] }
    for i in 0..<n {
      for k in 0..<i { subtract(lu[i * n + k], row: k, from: i, &x, columns) }
    }
    for i in (0..<n).reversed() {
      for k in i + 1..<n { subtract(lu[i * n + k], row: k, from: i, &x, columns) }
      for j in 0..<columns { x[i * columns + j] /= lu[i * n + i] }
    }
    return x
  }

  private func subtract(
    _ factor: Double, row k: Int, from i: Int, _ x: inout [Double], _ columns: Int
  ) {
    for j in 0..<columns { x[i * columns + j].addProduct(-factor, x[k * columns + j]) }
  }
}

/// The order in which partial pivoting takes the rows of any matrix, from 0.
/// - Throws: `cancelled`.
func pivotOrder(_ elements: [Double], rows: Int, columns: Int) throws -> [Int] {
  var a = elements
  var order = Array(0..<rows)
  for k in 0..<min(rows, columns) {
    if TensorBudget.isCancelled { throw TensorFault.cancelled }
    var best = k
    for i in k..<rows where a[i * columns + k].magnitude > a[best * columns + k].magnitude {
      best = i
    }
    if best != k {
      for column in 0..<columns { a.swapAt(k * columns + column, best * columns + column) }
      order.swapAt(k, best)
    }
    if a[k * columns + k] == 0 { continue }
    for i in k + 1..<rows {
      let factor = a[i * columns + k] / a[k * columns + k]
      if factor == 0 { continue }
      for j in k..<columns { a[i * columns + j].addProduct(-factor, a[k * columns + j]) }
    }
  }
  return order
}

/// The lower factor of a symmetric positive definite matrix, A = L·Lᵀ, row by row; nil if it is not one
/// (Golub & Van Loan, algorithm 4.2.2 in its row form). Only the lower triangle is read.
func choleskyFactor(_ a: [Double], size n: Int) throws -> [Double]? {
  var l = [Double](repeating: 0, count: n * n)
  for i in 0..<n {
    if TensorBudget.isCancelled { throw TensorFault.cancelled }
    for j in 0...i {
      var sum = a[i * n + j]
      for k in 0..<j { sum.addProduct(-l[i * n + k], l[j * n + k]) }
      if i == j {
        guard sum > 0 else { return nil }
        l[i * n + i] = sum.squareRoot()
      } else {
        l[i * n + j] = sum / l[j * n + j]
      }
    }
  }
  return l
}
