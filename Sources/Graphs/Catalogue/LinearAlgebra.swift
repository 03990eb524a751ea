import Tensors

// Equations, inverses, determinants. Derivatives: M. Giles, *An extended collection of matrix derivative
// results for forward and reverse mode algorithmic differentiation* (2008); for the Cholesky factor
// I. Murray, *Differentiation of the Cholesky decomposition* (2016).
extension Catalogue {
  static let linearAlgebra: [Operation] = [
    solve, inv, det, adjugate, adjugateSlope, logdet, cholesky, solveTriangular, expm, einsum,
  ]

  public static let solve: Operation = .init(
    Entry(
      "solve", group: .linearAlgebra, [.init("A"), .init("b")],
      doc: "The x with A*x = b, for a square A and a vector or matrix b: A \\ b.",
      examples: [
        .init("solve([2, 0; 0, 4], [2, 2])", "[1, 0.5]"),
        .init("[2, 0; 0, 4] \\ [2, 2]", "[1, 0.5]"),
      ]),
    type: { types, _ in
      try requireSquare("solve", types[0].shape)
      guard (1...2).contains(types[1].shape.rank), types[1].shape[0] == types[0].shape[0] else {
        throw TensorFault.shapes(
          operation: "solve", types[0].shape, types[1].shape, canBroadcast: false)
      }
      return NodeType(.f64, types[1].shape)
    },
    kernel: { operands, _ in
      let lu = try regularFactorization("solve", operands[0])
      let b = operands[1]
      let columns = b.shape.rank == 2 ? b.shape[1] : 1
      return .make(lu.solve(b.elements, columns: columns), b.shape)
    },
    // With z = A⁻ᵀ·g, b gets z and A gets −z·yᵀ.
    derivative: .rules([
      { -productOfColumns(solve(transpose($0.a), $0.g), $0.y) },
      { solve(transpose($0.a), $0.g) },
    ]), notation: .infix("\\", latex: "\\backslash", level: 4),
    domain: .each([.wellConditioned, .reals]))

  static func productOfColumns(_ a: Term, _ b: Term) -> Term {
    a.shape.rank == 1 ? outer(a, b) : matmul(a, b, with: .flag(false), .flag(true))
  }

  public static let inv: Operation = .init(
    Entry(
      "inv", group: .linearAlgebra, [.init("A")], doc: "The inverse of a square matrix.",
      examples: [.init("inv([2, 0; 0, 4])", "[0.5, 0; 0, 0.25]")]),
    type: { types, _ in
      try requireSquare("inv", types[0].shape)
      return NodeType(.f64, types[0].shape)
    },
    kernel: { operands, _ in
      let n = operands[0].shape[0]
      let lu = try regularFactorization("inv", operands[0])
      return .make(lu.solve(try Kernels.eye(n, n).doubles, columns: n), operands[0].shape)
    },
    derivative: .rule {
      let left = matmul($0.y, $0.g, with: .flag(true), .flag(false))
      return -matmul(left, $0.y, with: .flag(false), .flag(true))
    }, notation: .postfix("⁻¹", latex: "^{-1}"), domain: .wellConditioned)

  // MARK: Determinants

  public static let det: Operation = .init(
    Entry(
      "det", group: .linearAlgebra, [.init("A")], doc: "The determinant of a square matrix.",
      examples: [.init("det([1, 2; 3, 4])", "-2")]),
    type: { types, _ in
      try requireSquare("det", types[0].shape)
      return .number
    },
    kernel: { operands, _ in
      .number(try LUFactorization(operands[0].elements, size: operands[0].shape[0]).determinant)
    },
    // Jacobi's formula; the adjugate is det(A)·A⁻¹, and exists where the inverse does not.
    derivative: .rule { $0.g * transpose(adjugate($0.x)) },
    notation: .call(latex: "\\det"), domain: .wellConditioned)

  public static let logdet: Operation = .init(
    Entry(
      "logdet", group: .linearAlgebra, [.init("A")],
      doc: "log |det A|, without overflow.", examples: [.init("logdet([ℯ, 0; 0, ℯ])", "2")]),
    type: { types, _ in
      try requireSquare("logdet", types[0].shape)
      return .number
    },
    kernel: { operands, _ in
      let lu = try LUFactorization(operands[0].elements, size: operands[0].shape[0])
      return .number(lu.diagonal.reduce(0) { $0 + UnaryOp.log.apply($1.magnitude) })
    },
    derivative: .rule { $0.g * transpose(inv($0.x)) }, notation: .call(latex: "\\log\\det"),
    domain: .wellConditioned)

  // MARK: Cholesky

  public static let cholesky: Operation = .init(
    Entry(
      "cholesky", group: .linearAlgebra, [.init("A")],
      doc: "The lower L with L*Lᵀ = A, for a symmetric positive definite A.",
      examples: [.init("cholesky([4, 2; 2, 5])", "[2, 0; 1, 2]")]),
    type: { types, _ in
      try requireSquare("cholesky", types[0].shape)
      return NodeType(.f64, types[0].shape)
    },
    kernel: { operands, _ in
      let (elements, n) = (operands[0].elements, operands[0].shape[0])
      guard isSymmetric(elements, size: n), let factor = try choleskyFactor(elements, size: n)
      else {
        throw CatalogueFault.notPositiveDefinite
      }
      return .make(factor, operands[0].shape)
    },
    // L⁻ᵀ·Φ(Lᵀ·G)·L⁻¹, made symmetric; Φ takes the lower triangle and half of the diagonal.
    derivative: .rule { adjoint in
      let l = adjoint.y
      let product = matmul(l, tril(adjoint.g, with: .whole(0)), with: .flag(true), .flag(false))
      let half = tril(product, with: .whole(0)) - 0.5 * diag(diag(product))
      let left = solveTriangular(l, half)
      let whole = transpose(solveTriangular(l, transpose(left)))
      return 0.5 * (whole + transpose(whole))
    }, domain: .positiveDefinite)

  /// Lᵀ·x = b by back substitution: all that the rule of `cholesky` needs.
  static let solveTriangular: Operation = .init(
    Entry(
      "solve_triangular", group: .linearAlgebra, [.init("L"), .init("b")],
      doc: "The x with Lᵀ*x = b for a lower triangular L.", isInternal: true),
    type: solve.type,
    kernel: { operands, _ in
      let lower = try Kernels.tril(operands[0].tensor(for: "solve_triangular"))
      return try solve.kernel([.tensor(Kernels.transpose(lower)), operands[1]], .none)
    },
    // As for solve, with Lᵀ in the place of A: z = L⁻¹·g, and L gets −y·zᵀ, below the diagonal.
    derivative: .rules([
      {
        let z = solve(tril($0.a, with: .whole(0)), $0.g)
        return -tril(productOfColumns($0.y, z), with: .whole(0))
      },
      { solve(tril($0.a, with: .whole(0)), $0.g) },
    ]), domain: .each([.wellConditioned, .reals]))

  // MARK: Exponential

  public static let expm: Operation = .init(
    Entry(
      "expm", group: .linearAlgebra, [.init("A")],
      doc: "The matrix exponential I + A + A²/2 + ….",
      examples: [.init("expm(zeros(2, 2))", "[1, 0; 0, 1]")]),
    type: { types, _ in
      try requireSquare("expm", types[0].shape)
      return NodeType(.f64, types[0].shape)
    },
    kernel: { operands, _ in .tensor(try matrixExponential(operands[0].tensor(for: "expm"))) },
    // The derivative along E is the upper right block of expm([A, E; 0, A]) (N. Higham, *Functions of
    // Matrices*, 2008, section 3.1); the adjoint is the same with Aᵀ.
    derivative: .rule { adjoint in
      let n = adjoint.x.shape[0]
      let a = transpose(adjoint.x)
      let top = hcat(a, adjoint.g.fitted(to: a.type))
      let bottom = hcat(adjoint.constant(0).fitted(to: a.type), a)
      let upper = AxisIndex.slice(start: 0, step: 1, count: n)
      let right = AxisIndex.slice(start: n, step: 1, count: n)
      return take(expm(vcat(top, bottom)), with: .selection([upper, right]))
    }, domain: .between(-1, 1))
}

func requireSquare(_ operation: String, _ shape: Shape) throws {
  guard shape.rank == 2, shape[0] == shape[1] else {
    throw TensorFault.rank(operation: operation, expected: "a square matrix", shape)
  }
}

private func regularFactorization(_ operation: String, _ a: Quantity) throws -> LUFactorization {
  let lu = try LUFactorization(a.elements, size: a.shape[0])
  if lu.isSingular { throw CatalogueFault.singular(operation: operation) }
  return lu
}

/// Scaling and squaring with a Taylor polynomial: at norm ½ its 18th remainder is below 10⁻²².
private func matrixExponential(_ a: Tensor) throws -> Tensor {
  let n = a.shape[0]
  let norm = a.doubles.reduce(0) { $0 + $1.magnitude }
  guard norm.isFinite else { return try Tensor.filled(.nan, shape: a.shape) }
  let squarings = norm > 0.5 ? norm.exponent + 2 : 0
  let scaled = try BinaryOp.multiply.apply(.tensor(a), .number(exp2(-squarings)))
  let one = Quantity.tensor(try Kernels.eye(n, n))
  var sum = one
  // Horner's scheme: I + A/1·(I + A/2·(I + A/3·(…))).
  for k in stride(from: 18, through: 1, by: -1) {
    let product = try Catalogue.matmul.kernel([scaled, sum], .none)
    sum = try BinaryOp.add.apply(one, BinaryOp.divide.apply(product, .number(Double(k))))
  }
  for _ in 0..<squarings { sum = try Catalogue.matmul.kernel([sum, sum], .none) }
  return try sum.tensor(for: "expm")
}

private func exp2(_ n: Int) -> Double { Double(sign: .plus, exponent: n, significand: 1) }
