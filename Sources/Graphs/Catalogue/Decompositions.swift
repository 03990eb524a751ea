import Tensors

// Factorizations with several results. A node has one value, so the factors stand in one matrix, by rows,
// from which the library takes them: one call of LAPACK for all of them, and one derivative rule in which
// the gradients of all of them meet.
//
// Rules: J. Townsend, *Differentiating the singular value decomposition* (2016); M. Giles, *An extended
// collection of matrix derivative results* (2008); for QR S. Walter & L. Lehmann, *Algorithmic
// differentiation of linear algebra functions with application in optimum experimental design* (2010).
extension Catalogue {
  static let decompositions: [Operation] = [
    svdFactors, qrFactors, eighFactors, eigFactors, luFactors, luOrder,
  ]

  // MARK: Singular values

  /// For an m×n matrix and k = min(m, n): the m rows of U, the row of singular values, the n rows of V.
  public static let svdFactors: Operation = .init(
    internalEntry("svd", "The factors of A = U*diag(S)*Vᵀ: rows of U, S, rows of V."),
    type: { types, _ in
      let (m, n) = try matrixSizes("svd", types[0].shape)
      return NodeType(.f64, try Shape(computed: [m + 1 + n, Swift.min(m, n)], for: "svd"))
    },
    kernel: { operands, _ in
      let factors = try LAPACK.svd(LAPACK.Matrix(operands[0]), for: "svd")
      let rows = factors.u.rows + 1 + factors.v.rows
      return .make(
        factors.u.elements + factors.s + factors.v.elements, Shape([rows, factors.s.count]))
    },
    derivative: .rule(svdRule), domain: .wellConditioned,
    convention: "Singular vectors of equal singular values have no derivative: Inf or NaN.")

  private static let svdRule: Rule = { adjoint in
    let (m, n) = (adjoint.x.shape[0], adjoint.x.shape[1])
    let (y, g) = (adjoint.y, adjoint.g)
    let (u, s, v) = (y.rows(0, m), y.row(m), y.rows(m + 1, n))
    let (gu, gs, gv) = (g.rows(0, m), g.row(m), g.rows(m + 1, n))
    let gaps = inverseGaps(s * s)
    let left = zeroMultiply(antisymmetric(product(u, gu, true)), gaps) * s.withAxis(at: 0)
    let right = s.withAxis(at: 1) * zeroMultiply(antisymmetric(product(v, gv, true)), gaps)
    var sum = product(product(u, left + right + diag(gs)), v, false, true)
    // What of the gradients of U and V lies outside of their columns.
    if m > n {
      let outside = gu - product(u, product(u, gu, true))
      sum = sum + product(zeroDivide(outside, s.withAxis(at: 0)), v, false, true)
    }
    if n > m {
      let outside = gv - product(v, product(v, gv, true))
      sum = sum + product(u, zeroDivide(outside, s.withAxis(at: 0)), false, true)
    }
    return sum
  }

  // MARK: Orthogonal and triangular

  /// For m ≥ n: n rows, of Qᵀ beside R.
  public static let qrFactors: Operation = .init(
    internalEntry("qr", "The factors of A = Q*R: Qᵀ beside R."),
    type: { types, _ in
      let (m, n) = try matrixSizes("qr", types[0].shape)
      guard m >= n else {
        throw TensorFault.rank(
          operation: "qr", expected: "at least as many rows as columns", types[0].shape)
      }
      return NodeType(.f64, try Shape(computed: [n, m + n], for: "qr"))
    },
    kernel: { operands, _ in
      let (q, r) = try LAPACK.qr(LAPACK.Matrix(operands[0]), for: "qr")
      let (left, n, m) = (q.transposed, q.columns, q.rows)
      var elements: [Double] = []
      for i in 0..<n {
        elements += left.elements[i * m..<(i + 1) * m]
        elements += r.elements[i * n..<(i + 1) * n]
      }
      return .make(elements, Shape([n, m + n]))
    },
    // (Ḡ + Q·copyltu(R·R̄ᵀ − Q̄ᵀ·Q))·R⁻ᵀ, where copyltu mirrors the lower triangle to the upper one.
    derivative: .rule { adjoint in
      let (m, n) = (adjoint.x.shape[0], adjoint.x.shape[1])
      let q = transpose(adjoint.y.columns(0, m))
      let r = adjoint.y.columns(m, n)
      let gq = transpose(adjoint.g.columns(0, m))
      let gr = triu(adjoint.g.columns(m, n), with: .whole(0))
      let inner = product(r, gr, false, true) - product(gq, q, true)
      let mirrored =
        tril(inner, with: .whole(0)) + transpose(tril(inner, with: .whole(-1)))
      return transpose(solve(r, transpose(gq + product(q, mirrored))))
    }, domain: .wellConditioned)

  // MARK: Eigenvalues

  /// A row of eigenvalues above the eigenvectors in columns.
  public static let eighFactors: Operation = .init(
    internalEntry("eigh", "The eigenvalues of a symmetric A, above its eigenvectors."),
    type: eigenvalueType("eigh"),
    kernel: { operands, _ in
      let a = LAPACK.Matrix(operands[0])
      guard isSymmetric(a.elements, size: a.rows) else {
        throw CatalogueFault.notSymmetric(operation: "eigh")
      }
      let (values, vectors) = try LAPACK.eigh(a)
      return .make(values + vectors.elements, Shape([a.rows + 1, a.rows]))
    },
    derivative: .rule { adjoint in
      let n = adjoint.x.shape[0]
      let (values, v) = (adjoint.y.row(0), adjoint.y.rows(1, n))
      let (gValues, gv) = (adjoint.g.row(0), adjoint.g.rows(1, n))
      let inner = diag(gValues) + zeroMultiply(product(v, gv, true), inverseGaps(values))
      let whole = product(product(v, inner), v, false, true)
      return 0.5 * (whole + transpose(whole))
    }, domain: .positiveDefinite,
    convention: "Eigenvectors of equal eigenvalues have no derivative: Inf or NaN.")

  public static let eigFactors: Operation = .init(
    internalEntry("eig", "The eigenvalues of A, above its eigenvectors."),
    type: eigenvalueType("eig"),
    kernel: { operands, _ in
      let a = LAPACK.Matrix(operands[0])
      let (values, vectors) = try LAPACK.eig(a)
      return .make(values + vectors.elements, Shape([a.rows + 1, a.rows]))
    },
    // V⁻ᵀ·(diag(λ̄) + F∘(Vᵀ·W))·Vᵀ, where W is the part of V̄ that leaves the norms of the columns at 1.
    derivative: .rule { adjoint in
      let n = adjoint.x.shape[0]
      let (values, v) = (adjoint.y.row(0), adjoint.y.rows(1, n))
      let (gValues, gv) = (adjoint.g.row(0), adjoint.g.rows(1, n))
      let along = sum(v * gv, with: .wholes([0]), .flag(false))
      let across = gv - v * along.withAxis(at: 0)
      let inner = diag(gValues) + zeroMultiply(product(v, across, true), inverseGaps(values))
      return product(solve(transpose(v), inner), v, false, true)
    }, domain: .positiveDefinite,
    convention: "Eigenvectors of equal eigenvalues have no derivative: Inf or NaN.")

  private static func eigenvalueType(_ name: String) -> Operation.TypeRule {
    { types, _ in
      try requireSquare(name, types[0].shape)
      let n = types[0].shape[0]
      return NodeType(.f64, try Shape(computed: [n + 1, n], for: name))
    }
  }

  // MARK: Lower and upper

  /// The factors of a square A = L·U whose rows are in order already: L below the diagonal (its own
  /// diagonal is 1), U on and above it.
  public static let luFactors: Operation = .init(
    internalEntry("lu", "L below the diagonal, U on and above it."),
    type: { types, _ in
      try requireSquare("lu", types[0].shape)
      return NodeType(.f64, types[0].shape)
    },
    kernel: { operands, _ in
      let n = operands[0].shape[0]
      let factors = try LUFactorization(operands[0].elements, size: n, isPivoting: false)
      return .make(factors.factors, operands[0].shape)
    },
    // L⁻ᵀ·(lower(Lᵀ·L̄) + upper(Ū·Uᵀ))·U⁻ᵀ
    derivative: .rule { adjoint in
      let n = adjoint.x.shape[0]
      let l = tril(adjoint.y, with: .whole(-1)) + adjoint.identity(n)
      let u = triu(adjoint.y, with: .whole(0))
      let gl = tril(adjoint.g, with: .whole(-1))
      let gu = triu(adjoint.g, with: .whole(0))
      let inner =
        tril(product(l, gl, true), with: .whole(-1))
        + triu(product(gu, u, false, true), with: .whole(0))
      return transpose(solve(u, transpose(solve(transpose(l), inner))))
    }, domain: .wellConditioned)

  /// Which row of A each row of L·U is, from 1, for any matrix.
  public static let luOrder: Operation = .init(
    internalEntry("lu_order", "The order of rows in which A is eliminated."),
    type: { types, _ in
      NodeType(.f64, Shape([try matrixSizes("lu", types[0].shape).rows]))
    },
    kernel: { operands, _ in
      let (m, n) = (operands[0].shape[0], operands[0].shape[1])
      return .make(
        try pivotOrder(operands[0].elements, rows: m, columns: n).map { Double($0 + 1) },
        Shape([m]))
    },
    derivative: .zero("an order of rows is whole numbers"))

  // MARK: Common parts of the rules

  private static func internalEntry(_ name: String, _ doc: String) -> Entry {
    Entry(name, group: .linearAlgebra, [.init("A")], doc: doc, isInternal: true)
  }

  private static func antisymmetric(_ a: Term) -> Term { a - transpose(a) }

  /// 1/(xⱼ − xᵢ), and 0 on the diagonal.
  private static func inverseGaps(_ x: Term) -> Term {
    let n = x.shape[0]
    let identity = x.identity(n)
    let gaps = x.withAxis(at: 0) - x.withAxis(at: 1)
    return (1 - identity) / (gaps + identity)
  }
}

extension Adjoint {
  fileprivate func identity(_ n: Int) -> Term { x.identity(n) }
}

extension Term {
  func identity(_ n: Int) -> Term {
    constant(
      .tensor(
        Tensor(shape: Shape([n, n])) { elements in
          for index in elements.indices { elements[index] = index % (n + 1) == 0 ? 1 : 0 }
        }))
  }

  fileprivate func rows(_ start: Int, _ count: Int) -> Term {
    Catalogue.take(
      self, with: .selection([.slice(start: start, step: 1, count: count), .all]))
  }

  fileprivate func columns(_ start: Int, _ count: Int) -> Term {
    Catalogue.take(
      self, with: .selection([.all, .slice(start: start, step: 1, count: count)]))
  }

  fileprivate func row(_ index: Int) -> Term {
    Catalogue.take(self, with: .selection([.at(index), .all]))
  }
}

func matrixSizes(_ operation: String, _ shape: Shape) throws -> (rows: Int, columns: Int) {
  guard shape.rank == 2 else {
    throw TensorFault.rank(operation: operation, expected: "a matrix", shape)
  }
  return (shape[0], shape[1])
}

func isSymmetric(_ elements: [Double], size n: Int) -> Bool {
  for i in 0..<n {
    for j in 0..<i {
      let (a, b) = (elements[i * n + j], elements[j * n + i])
      guard (a - b).magnitude <= 1e-10 * Swift.max(a.magnitude, b.magnitude, 1) else {
        return false
      }
    }
  }
  return true
}
