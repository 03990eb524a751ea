import CLAPACK
import Tensors

/// Row-major matrices through LAPACK, with signs and order made definite: what a factorization leaves
/// open is decided here, so that results don't depend on the library's version.
enum LAPACK {
  struct Matrix {
    let rows: Int
    let columns: Int
    /// Row-major.
    var elements: [Double]

    init(_ rows: Int, _ columns: Int, _ elements: [Double]) {
      self.rows = rows
      self.columns = columns
      self.elements = elements
    }

    init(_ quantity: Quantity) {
      self.init(quantity.shape[0], quantity.shape[1], quantity.elements)
    }

    var transposed: Matrix {
      var result = elements
      for i in 0..<rows {
        for j in 0..<columns { result[j * rows + i] = elements[i * columns + j] }
      }
      return Matrix(columns, rows, result)
    }

    // 0 − x, so that no 0 becomes −0.
    mutating func negateColumn(_ j: Int) {
      for i in 0..<rows { elements[i * columns + j] = 0 - elements[i * columns + j] }
    }

    mutating func negateRow(_ i: Int) {
      for j in 0..<columns { elements[i * columns + j] = 0 - elements[i * columns + j] }
    }

    /// The first of a column's entries that are largest in magnitude, up to rounding, is negative.
    func isNegativeColumn(_ j: Int) -> Bool {
      let column = (0..<rows).map { elements[$0 * columns + j] }
      let largest = column.reduce(0) { Swift.max($0, $1.magnitude) }
      return (column.first { $0.magnitude >= largest * (1 - 1e-8) } ?? 0) < 0
    }

    /// The columns in the given order.
    func columns(_ order: [Int]) -> Matrix {
      Matrix(
        rows, order.count,
        (0..<rows).flatMap { i in order.map { elements[i * columns + $0] } })
    }
  }

  /// A = U·diag(s)·Vᵀ, the values falling, the largest entry of each column of U positive.
  static func svd(
    _ a: Matrix, for operation: String
  ) throws -> (u: Matrix, s: [Double], v: Matrix) {
    let (m, n, k) = (a.rows, a.columns, Swift.min(a.rows, a.columns))
    var s = [Double](repeating: 0, count: k)
    // Read column by column, the row-major A is Aᵀ = V·diag(s)·Uᵀ.
    var v = [Double](repeating: 0, count: n * k)
    var u = [Double](repeating: 0, count: k * m)
    var work = a.elements
    if k > 0 {
      try prepare(a, operation)
      let info = cl_svd(Int32(n), Int32(m), &work, &s, &v, &u)
      try check(info, operation)
    }
    var left = Matrix(m, k, u)
    var right = Matrix(k, n, v).transposed
    for j in 0..<k where left.isNegativeColumn(j) {
      left.negateColumn(j)
      right.negateColumn(j)
    }
    return (left, s, right)
  }

  /// A = Q·R for at least as many rows as columns, the diagonal of R not negative.
  static func qr(_ a: Matrix, for operation: String) throws -> (q: Matrix, r: Matrix) {
    let (m, n) = (a.rows, a.columns)
    var columns = a.transposed.elements
    var r = [Double](repeating: 0, count: n * n)
    if n > 0 {
      try prepare(a, operation)
      try check(cl_qr(Int32(m), Int32(n), &columns, &r), operation)
    }
    var (q, upper) = (Matrix(n, m, columns).transposed, Matrix(n, n, r).transposed)
    for i in 0..<n where upper.elements[i * n + i] < 0 {
      q.negateColumn(i)
      upper.negateRow(i)
    }
    return (q, upper)
  }

  /// Eigenvalues of a symmetric matrix, ascending, and orthonormal eigenvectors in columns, the largest
  /// entry of each positive.
  static func eigh(_ a: Matrix) throws -> (values: [Double], vectors: Matrix) {
    let n = a.rows
    var columns = a.elements
    var values = [Double](repeating: 0, count: n)
    if n > 0 {
      try prepare(a, "eigh")
      try check(cl_eigh(Int32(n), &columns, &values), "eigh")
    }
    return (values, withPositiveColumns(Matrix(n, n, columns).transposed))
  }

  /// The same for any square matrix with a real spectrum; the vectors have norm 1.
  static func eig(_ a: Matrix) throws -> (values: [Double], vectors: Matrix) {
    let n = a.rows
    var columns = a.transposed.elements
    var (re, im) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
    var vectors = [Double](repeating: 0, count: n * n)
    if n > 0 {
      try prepare(a, "eig")
      try check(cl_eig(Int32(n), &columns, &re, &im, &vectors), "eig")
    }
    if let complex = im.firstIndex(where: { $0 != 0 }) {
      throw CatalogueFault.complexSpectrum(re: re[complex], im: im[complex])
    }
    let order = re.indices.sorted { (re[$0], $0) < (re[$1], $1) }
    let sorted = Matrix(n, n, vectors).transposed.columns(order)
    return (order.map { re[$0] }, withPositiveColumns(sorted))
  }

  private static func withPositiveColumns(_ matrix: Matrix) -> Matrix {
    var result = matrix
    for j in 0..<matrix.columns where result.isNegativeColumn(j) { result.negateColumn(j) }
    return result
  }

  /// LAPACK may not return from a matrix with NaN in it.
  private static func prepare(_ a: Matrix, _ operation: String) throws {
    if TensorBudget.isCancelled { throw TensorFault.cancelled }
    guard a.elements.allSatisfy(\.isFinite) else {
      throw CatalogueFault.notFinite(operation: operation)
    }
    // Sizes and the work space, which grows with the square of the smaller one, are 32-bit numbers.
    guard a.rows <= 20_000, a.columns <= 20_000 || a.rows == 1 else {
      throw TensorFault.tooLarge(elements: Double(a.rows) * Double(a.columns))
    }
    guard cl_load() else {
      throw CatalogueFault.library(
        operation: operation, reason: String(cString: cl_failure()))
    }
  }

  private static func check(_ info: Int32, _ operation: String) throws {
    if info == 0 { return }
    throw CatalogueFault.noConvergence(operation: operation)
  }
}
