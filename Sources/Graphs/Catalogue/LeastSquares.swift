import Tensors

// What is done with singular values: least squares, rank, condition. Derivatives of the pseudo-inverse:
// G. Golub & V. Pereyra, *The differentiation of pseudo-inverses and nonlinear least squares problems
// whose variables separate* (1973).
extension Catalogue {
  static let leastSquares: [Operation] = [lstsq, pinv, cond, matrixRank]

  public static let pinv: Operation = .init(
    Entry(
      "pinv", group: .linearAlgebra, [.init("A")],
      doc: "The pseudo-inverse of any matrix (Moore–Penrose).",
      examples: [.init("pinv([2, 0; 0, 4; 0, 0])", "[0.5, 0, 0; 0, 0.25, 0]")]),
    type: { types, _ in
      let (m, n) = try matrixSizes("pinv", types[0].shape)
      return NodeType(.f64, Shape([n, m]))
    },
    kernel: { operands, _ in
      let (m, n) = (operands[0].shape[0], operands[0].shape[1])
      let factors = try SingularValues(operands[0], for: "pinv")
      return .make(factors.solve(try Kernels.eye(m, m).doubles, columns: m), Shape([n, m]))
    },
    derivative: .rule { adjoint in
      let (a, p, g) = (adjoint.x, adjoint.y, adjoint.g)
      let (m, n) = (a.shape[0], a.shape[1])
      let inner = -product(product(p, g, true), p, false, true)
      // 0 on the side on which A has an inverse.
      let left = a.identity(m) - product(a, p)
      let right = a.identity(n) - product(p, a)
      let h = transpose(g)
      return inner + product(left, product(h, product(p, p, false, true)))
        + product(product(product(p, p, true), h), right)
    }, notation: .postfix("⁺", latex: "^{+}"), domain: .wellConditioned,
    convention: "Right where the rank does not change.")

  public static let lstsq: Operation = .init(
    Entry(
      "lstsq", group: .linearAlgebra, [.init("A"), .init("b")],
      doc:
        "The x that makes norm(A*x - b) smallest; of several, the shortest one. b is a vector or matrix.",
      examples: [.init("lstsq([1, 0; 1, 1; 1, 2], [1, 3, 5])", "[1, 2]")]),
    type: { types, _ in
      let (m, n) = try matrixSizes("lstsq", types[0].shape)
      let b = types[1].shape
      guard (1...2).contains(b.rank), b[0] == m else {
        throw TensorFault.shapes(operation: "lstsq", types[0].shape, b, canBroadcast: false)
      }
      return NodeType(.f64, Shape([n] + b.sizes.dropFirst()))
    },
    kernel: { operands, _ in
      let b = operands[1]
      let factors = try SingularValues(operands[0], for: "lstsq")
      let x = factors.solve(b.elements, columns: b.shape.rank == 2 ? b.shape[1] : 1)
      return .make(x, Shape([operands[0].shape[1]] + b.shape.sizes.dropFirst()))
    },
    // With z = A⁺ᵀ·g and the residual r = b − A·x: b gets z, A gets −z·xᵀ + r·(A⁺·z)ᵀ and, where columns
    // depend on each other, A⁺ᵀ·x·((I − A⁺·A)·g)ᵀ.
    derivative: .rules([
      { adjoint in
        let (a, g, x) = (adjoint.a, adjoint.g, adjoint.y)
        let p = pinv(a)
        let z = product(p, g, true)
        let residual = adjoint.b - product(a, x)
        let hidden = g - product(p, product(a, g))
        return productOfColumns(residual, product(p, z)) - productOfColumns(z, x)
          + productOfColumns(product(p, x, true), hidden)
      },
      { product(pinv($0.a), $0.g, true) },
    ]), domain: .each([.wellConditioned, .reals]),
    convention: "Right where the rank of A does not change.")

  public static let cond: Operation = .init(
    Entry(
      "cond", group: .linearAlgebra, [.init("A")],
      doc:
        "The condition number: largest by smallest singular value. About log10(cond(A)) digits are lost in A \\ b.",
      examples: [.init("cond([4, 0; 0, 0.5])", "8")]),
    type: { types, _ in
      let (m, n) = try matrixSizes("cond", types[0].shape)
      guard m > 0, n > 0 else { throw TensorFault.empty(operation: "cond") }
      return .number
    },
    kernel: { operands, _ in
      let s = try LAPACK.svd(LAPACK.Matrix(operands[0]), for: "cond").s
      guard let first = s.first, let last = s.last else { return .number(.nan) }
      return .number(first == 0 ? .infinity : first / last)
    },
    // Of a singular value σ the derivative is u·vᵀ.
    derivative: .rule { adjoint in
      let (m, n) = (adjoint.x.shape[0], adjoint.x.shape[1])
      let factors = svdFactors(adjoint.x)
      let last = Swift.min(m, n) - 1
      func value(_ index: Int) -> Term {
        take(factors, with: .selection([.at(m), .at(index)]))
      }
      func slope(_ index: Int) -> Term {
        let u = AxisIndex.slice(start: 0, step: 1, count: m)
        let v = AxisIndex.slice(start: m + 1, step: 1, count: n)
        return outer(
          take(factors, with: .selection([u, .at(index)])),
          take(factors, with: .selection([v, .at(index)])))
      }
      let ratio = value(0) / value(last)
      return (adjoint.g / value(last)) * (slope(0) - ratio * slope(last))
    }, domain: .wellConditioned)

  public static let matrixRank: Operation = .init(
    Entry(
      "matrix_rank", group: .linearAlgebra, [.init("A")],
      doc: "How many singular values are not 0 up to rounding.",
      examples: [.init("matrix_rank([1, 2; 2, 4])", "1")]),
    type: { types, _ in
      _ = try matrixSizes("matrix_rank", types[0].shape)
      return .number
    },
    kernel: { operands, _ in
      .number(Double(try SingularValues(operands[0], for: "matrix_rank").rank))
    },
    derivative: .zero("a rank is a whole number"), domain: .wellConditioned)
}

/// The singular values that count, with their vectors: as NumPy and MATLAB, those above
/// ε·max(m, n)·σ₁.
private struct SingularValues {
  private let u: LAPACK.Matrix
  private let s: [Double]
  private let v: LAPACK.Matrix
  let rank: Int

  init(_ a: Quantity, for operation: String) throws {
    let matrix = LAPACK.Matrix(a)
    (u, s, v) = try LAPACK.svd(matrix, for: operation)
    let size = Double(Swift.max(matrix.rows, matrix.columns))
    let threshold = (s.first ?? 0) * size * Double.ulpOfOne
    rank = s.prefix { $0 > threshold }.count
  }

  /// V·diag(1/s)·Uᵀ·B, for B row-major.
  func solve(_ b: [Double], columns: Int) -> [Double] {
    var result = [Double](repeating: 0, count: v.rows * columns)
    for k in 0..<rank {
      for column in 0..<columns {
        var weight = 0.0
        for i in 0..<u.rows {
          weight.addProduct(u.elements[i * u.columns + k], b[i * columns + column])
        }
        weight /= s[k]
        for j in 0..<v.rows {
          result[j * columns + column].addProduct(v.elements[j * v.columns + k], weight)
        }
      }
    }
    return result
  }
}
