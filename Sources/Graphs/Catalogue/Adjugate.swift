import Tensors

// The derivatives of determinants. They are polynomials in the entries, so they exist for singular matrices,
// too, where det(A)·A⁻¹ does not.
extension Catalogue {
  public static let adjugate: Operation = .init(
    Entry(
      "adjugate", group: .linearAlgebra, [.init("A")],
      doc:
        "The transposed matrix of cofactors, with A*adjugate(A) = det(A)*I: the derivative of det is its transpose.",
      examples: [
        .init("adjugate([1, 2; 3, 4])", "2×2 f64\n   4  -2\n  -3   1"),
        .init("adjugate([1, 2; 2, 4])", "2×2 f64\n   4  -2\n  -2   1"),
      ]),
    type: { types, _ in
      try requireSquare("adjugate", types[0].shape)
      return NodeType(.f64, types[0].shape)
    },
    kernel: { operands, _ in
      .make(
        try adjugateMatrix(operands[0].elements, size: operands[0].shape[0]), operands[0].shape)
    },
    derivative: .rule { transpose(adjugateSlope($0.x, transpose($0.g))) },
    notation: .call(latex: "\\operatorname{adj}"), domain: .wellConditioned)

  /// The adjugate's change along E, d/dt adj(A + t·E): the second derivative of the determinant is
  /// ⟨Fᵀ, adjugate_slope(A, E)⟩ along E and F, and the same with E and F exchanged.
  static let adjugateSlope: Operation = .init(
    Entry(
      "adjugate_slope", group: .linearAlgebra, [.init("A"), .init("E")],
      doc: "The derivative of adjugate(A) along E.", isInternal: true),
    type: { types, _ in
      try requireSquare("adjugate_slope", types[0].shape)
      try requireEqualShapes("adjugate_slope", types)
      return NodeType(.f64, types[0].shape)
    },
    kernel: { operands, _ in
      let n = operands[0].shape[0]
      return .make(
        try adjugateChange(operands[0].elements, operands[1].elements, size: n), operands[0].shape)
    },
    // By A only where A has an inverse B: with d = det A, S = d·(tr(B·E)·B − B·E·B), and
    // ⟨G, S⟩ = d·(tr(B·E)·tr(Gᵀ·B) − tr(Gᵀ·B·E·B)).
    derivative: .rules([
      { adjoint in
        let (b, e, h) = (inv(adjoint.a), adjoint.b, transpose(adjoint.g))
        let (be, bh) = (matmul(b, e), matmul(b, h))
        let (p, q, r) = (trace(be), trace(bh), trace(matmul(be, bh)))
        let (beb, bhb) = (matmul(be, b), matmul(bh, b))
        let all = (p * q - r) * b - q * beb - p * bhb
        let crossed = matmul(be, bhb) + matmul(bh, beb)
        return det(adjoint.a) * transpose(all + crossed)
      },
      { transpose(adjugateSlope($0.a, transpose($0.g))) },
    ]), domain: .each([.wellConditioned, .reals]))
}

/// Up to 3 by 3 by cofactors, exact for small whole numbers; beyond by det(A)·A⁻¹, or by singular values
/// where that would lose digits: adj(U·S·Vᵀ) = det(U)·det(V)·V·adj(S)·Uᵀ.
private func adjugateMatrix(_ a: [Double], size n: Int) throws -> [Double] {
  if n <= 3 { return smallAdjugate(a, n) }
  let lu = try LUFactorization(a, size: n)
  if isWellConditioned(lu) {
    let inverse = lu.solve(try Kernels.eye(n, n).doubles, columns: n)
    return inverse.map { $0 * lu.determinant }
  }
  let basis = try SingularBasis(a, n)
  let others = (0..<n).map { basis.product(without: [$0]) }
  var diagonal = [Double](repeating: 0, count: n * n)
  for i in 0..<n { diagonal[i * n + i] = basis.sign * others[i] }
  return basis.back(diagonal)
}

/// In the basis of the singular vectors A is diagonal, and the second-order part of its determinant is
/// Σ pᵢⱼ·(eᵢᵢ·eⱼⱼ − eᵢⱼ·eⱼᵢ) over i < j, with pᵢⱼ the product of the other singular values.
private func adjugateChange(_ a: [Double], _ e: [Double], size n: Int) throws -> [Double] {
  let basis = try SingularBasis(a, n)
  let along = basis.forward(e)
  var slope = [Double](repeating: 0, count: n * n)
  for i in 0..<n {
    for j in 0..<n where i != j {
      let rest = basis.sign * basis.product(without: [i, j])
      slope[i * n + i] += rest * along[j * n + j]
      slope[i * n + j] = -rest * along[i * n + j]
    }
  }
  return basis.back(slope)
}

private func smallAdjugate(_ a: [Double], _ n: Int) -> [Double] {
  switch n {
  case 0: return []
  case 1: return [1]
  case 2: return [a[3], -a[1], -a[2], a[0]]
  default:
    return (0..<9).map { place in
      // The cofactor of (row, column) stands at (column, row); cyclic neighbours need no signs.
      let (column, row) = (place / 3, place % 3)
      let (i, k) = ((row + 1) % 3, (row + 2) % 3)
      let (j, l) = ((column + 1) % 3, (column + 2) % 3)
      return a[i * 3 + j] * a[k * 3 + l] - a[i * 3 + l] * a[k * 3 + j]
    }
  }
}

/// By the spread of the pivots: good enough to tell when an inverse is safe.
private func isWellConditioned(_ lu: LUFactorization) -> Bool {
  let pivots = lu.diagonal.map(\.magnitude)
  guard let least = pivots.min(), let most = pivots.max() else { return true }
  return least > 1e-6 * most && most.isFinite
}

/// A = U·diag(s)·Vᵀ of a square matrix.
private struct SingularBasis {
  private let n: Int
  private let u: [Double]
  private let v: [Double]
  private let values: [Double]
  /// det(U)·det(V), 1 or −1.
  let sign: Double

  init(_ a: [Double], _ n: Int) throws {
    let (u, s, v) = try LAPACK.svd(LAPACK.Matrix(n, n, a), for: "adjugate")
    self.n = n
    (self.u, self.v, values) = (u.elements, v.elements, s)
    let product =
      try LUFactorization(u.elements, size: n).determinant
      * LUFactorization(v.elements, size: n).determinant
    sign = product < 0 ? -1 : 1
  }

  func product(without left: Set<Int>) -> Double {
    values.indices.reduce(1) { left.contains($1) ? $0 : $0 * values[$1] }
  }

  /// Uᵀ·E·V
  func forward(_ e: [Double]) -> [Double] { times(times(u, e, transposed: true), v) }

  /// V·M·Uᵀ
  func back(_ m: [Double]) -> [Double] {
    let left = times(v, m)
    var right = u
    for i in 0..<n { for j in 0..<n { right[i * n + j] = u[j * n + i] } }
    return times(left, right)
  }

  private func times(_ a: [Double], _ b: [Double], transposed: Bool = false) -> [Double] {
    var result = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for k in 0..<n {
        let factor = transposed ? a[k * n + i] : a[i * n + k]
        for j in 0..<n { result[i * n + j] += factor * b[k * n + j] }
      }
    }
    return result
  }
}
