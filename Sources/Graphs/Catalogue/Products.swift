import Tensors

// Products of vectors and matrices.
extension Catalogue {
  static let products: [Operation] = [matmul, dot, outer, cross, kron, trace, diag, tril, triu]

  /// `A*B`, `A*x`, `x*A` of the language, and `@` with stacks of matrices. The flags say which operand
  /// is transposed, so that gradients are products again and no transpose is ever stored.
  public static let matmul: Operation = .init(
    Entry(
      "matmul", group: .linearAlgebra,
      [
        .init("a"), .init("b"),
        .init("transpose_a", .attribute(.flag), default: .flag(false), isKeyword: true),
        .init("transpose_b", .attribute(.flag), default: .flag(false), isKeyword: true),
      ],
      doc: "The product of matrices, of matrix and vector, or of stacks of matrices.",
      examples: [
        .init("matmul([1, 2; 3, 4], [1, 1])", "[3, 7]"), .init("[1, 2; 3, 4] * [1, 1]", "[3, 7]"),
      ]),
    type: { types, attributes in
      let shape = try productShape(
        types[0].shape, types[1].shape, transposeA: attributes.flag(0),
        transposeB: attributes.flag(1))
      return NodeType(.f64, shape)
    },
    kernel: { operands, attributes in
      try productKernel(
        operands[0], operands[1], transposeA: attributes.flag(0), transposeB: attributes.flag(1))
    },
    derivative: .rules([productByLeft, productByRight]), notation: .special)

  // With Y = op(A)·op(B) and incoming G: op(A) gets G·op(B)ᵀ and op(B) gets op(A)ᵀ·G; where an operand
  // is transposed, so is what it gets. Products of a matrix and a vector are the cases with one column
  // or one row.
  private static let productByLeft: Rule = { adjoint in
    let (a, b, g) = (adjoint.a, adjoint.b, adjoint.g)
    let (isTransposed, other) = (adjoint.attributes.flag(0), adjoint.attributes.flag(1))
    switch (a.shape.rank, b.shape.rank) {
    case (1, 1): return g * b
    case (1, 2): return product(g, b, false, !other)
    case (1, _):
      let row = product(g.withAxis(at: g.shape.rank - 1), b, false, !other)
      return row.fitted(to: NodeType(.f64, Shape([1, a.shape[0]]))).reshaped(to: a.shape)
    case (2, 1): return isTransposed ? outer(b, g) : outer(g, b)
    case (_, 1):
      let (row, column) = (b.withAxis(at: 0), g.withAxis(at: g.shape.rank))
      return isTransposed ? b.withAxis(at: 1) * g.withAxis(at: g.shape.rank - 1) : column * row
    default: return isTransposed ? product(b, g, other, true) : product(g, b, false, !other)
    }
  }

  private static let productByRight: Rule = { adjoint in
    let (a, b, g) = (adjoint.a, adjoint.b, adjoint.g)
    let (other, isTransposed) = (adjoint.attributes.flag(0), adjoint.attributes.flag(1))
    switch (a.shape.rank, b.shape.rank) {
    case (1, 1): return g * a
    case (1, 2): return isTransposed ? outer(g, a) : outer(a, g)
    case (1, _):
      let (column, row) = (a.withAxis(at: 1), g.withAxis(at: g.shape.rank - 1))
      return isTransposed ? g.withAxis(at: g.shape.rank) * a.withAxis(at: 0) : column * row
    case (2, 1): return product(a, g, !other, false)
    case (_, 1):
      let column = g.withAxis(at: g.shape.rank)
      let gradient = product(a, column, !other, false)
      return gradient.fitted(to: NodeType(.f64, Shape([b.shape[0], 1]))).reshaped(to: b.shape)
    default: return isTransposed ? product(g, a, true, other) : product(a, g, !other, false)
    }
  }

  /// op(a)·op(b)
  static func product(
    _ a: Term, _ b: Term, _ transposeA: Bool = false, _ transposeB: Bool = false
  ) -> Term {
    matmul(a, b, with: .flag(transposeA), .flag(transposeB))
  }

  public static let dot: Operation = .init(
    Entry(
      "dot", group: .linearAlgebra, [.init("a"), .init("b")],
      doc: "The inner product Σ aᵢ·bᵢ of two tensors of the same shape.",
      examples: [.init("dot([1, 2, 3], [4, 5, 6])", "32")]),
    type: { types, _ in
      try requireEqualShapes("dot", types)
      return NodeType(.f64, .scalar)
    },
    kernel: { operands, _ in
      let flat = try operands.map { try Kernels.reshape($0, to: Shape([$0.shape.count])) }
      return .number(try Kernels.dot(flat[0].tensor(for: "dot"), flat[1].tensor(for: "dot")))
    },
    derivative: .local({ $0.b }, { $0.a }), notation: .infix("⋅", latex: "\\cdot", level: 4))

  public static let outer: Operation = .init(
    Entry(
      "outer", group: .linearAlgebra, [.init("a"), .init("b")],
      doc: "The matrix of all products aᵢ·bⱼ of two vectors.",
      examples: [.init("outer([1, 2], [3, 4])", "[3, 4; 6, 8]")]),
    type: { types, _ in
      guard types[0].shape.rank == 1, types[1].shape.rank == 1 else {
        throw TensorFault.rank(
          operation: "outer", expected: "two vectors",
          types[0].shape.rank == 1 ? types[1].shape : types[0].shape)
      }
      return NodeType(.f64, Shape([types[0].shape.sizes[0], types[1].shape.sizes[0]]))
    },
    kernel: { operands, _ in
      .tensor(try Kernels.outer(operands[0].tensor(for: "outer"), operands[1].tensor(for: "outer")))
    },
    derivative: .rules([
      { product($0.g, $0.b, false, false) }, { product($0.g, $0.a, true, false) },
    ]),
    notation: .infix("⊗", latex: "\\otimes", level: 4))

  public static let cross: Operation = .init(
    Entry(
      "cross", group: .linearAlgebra, [.init("a"), .init("b")],
      doc: "The vector product in three dimensions.",
      examples: [.init("cross([1, 0, 0], [0, 1, 0])", "[0, 0, 1]")]),
    type: { types, _ in
      guard types.allSatisfy({ $0.shape.sizes == [3] }) else {
        throw TensorFault.rank(
          operation: "cross", expected: "two vectors of three",
          types[0].shape.sizes == [3] ? types[1].shape : types[0].shape)
      }
      return NodeType(.f64, types[0].shape)
    },
    kernel: { operands, _ in
      let (a, b) = (operands[0].elements, operands[1].elements)
      return .make(
        [0, 1, 2].map { i in
          let (j, k) = ((i + 1) % 3, (i + 2) % 3)
          return a[j] * b[k] - a[k] * b[j]
        }, Shape([3]))
    },
    derivative: .rules([{ cross($0.b, $0.g) }, { cross($0.g, $0.a) }]),
    notation: .infix("×", latex: "\\times", level: 4))

  public static let kron: Operation = .init(
    Entry(
      "kron", group: .linearAlgebra, [.init("a"), .init("b")],
      doc: "The Kronecker product of two matrices: every element of a times all of b.",
      examples: [.init("kron([1, 2], [1, 1])", "[1, 1, 2, 2]")]),
    type: { types, _ in
      // Both operands' axes are told apart on the way, and there are at most eight.
      guard types[0].shape.rank == types[1].shape.rank, types[0].shape.rank <= 4 else {
        throw TensorFault.shapes(
          operation: "kron", types[0].shape, types[1].shape, canBroadcast: false)
      }
      let sizes = try zip(types[0].shape.sizes, types[1].shape.sizes).map {
        try sizeProduct("kron", $0, $1)
      }
      return NodeType(.f64, Shape(sizes))
    },
    kernel: { operands, _ in
      let (a, b) = (operands[0].shape.sizes, operands[1].shape.sizes)
      let left = try Kernels.reshape(operands[0], to: Shape(a.flatMap { [$0, 1] }))
      let right = try Kernels.reshape(operands[1], to: Shape(b.flatMap { [1, $0] }))
      let product = try BinaryOp.multiply.apply(left, right)
      return try Kernels.reshape(product, to: Shape(zip(a, b).map { $0 * $1 }))
    },
    derivative: .rules([
      { $0.kronGradient(of: $0.a, other: $0.b.reshaped(to: $0.interleaved(right: $0.b))) },
      { $0.kronGradient(of: $0.b, other: $0.a.reshaped(to: $0.interleaved(left: $0.a))) },
    ]),
    notation: .infix("⊗", latex: "\\otimes", level: 4))

  // MARK: Diagonals and triangles

  public static let trace: Operation = .init(
    Entry(
      "trace", group: .linearAlgebra, [.init("A")],
      doc: "The sum of the diagonal of a square matrix.",
      examples: [.init("trace([1, 2; 3, 4])", "5")]),
    type: { types, _ in
      guard types[0].shape.rank == 2, types[0].shape.sizes[0] == types[0].shape.sizes[1] else {
        throw TensorFault.rank(
          operation: "trace", expected: "a square matrix", types[0].shape)
      }
      return NodeType(.f64, .scalar)
    },
    kernel: { operands, _ in
      let diagonal = try Kernels.diagonal(operands[0].tensor(for: "trace"))
      return try ReduceOp.sum.apply(.tensor(diagonal), axes: nil, keep: false)
    },
    derivative: .rule { diag($0.g.fitted(to: NodeType(.f64, Shape([$0.x.shape[0]])))) },
    notation: .call(latex: "\\operatorname{tr}"))

  public static let diag: Operation = .init(
    Entry(
      "diag", group: .shape, [.init("x")],
      doc: "The diagonal of a matrix, or the matrix with the given diagonal.",
      examples: [.init("diag([1, 2; 3, 4])", "[1, 4]"), .init("diag([1, 2])", "[1, 0; 0, 2]")]),
    type: { types, _ in
      let dims = types[0].shape.sizes
      switch dims.count {
      case 1: return NodeType(.f64, Shape([dims[0], dims[0]]))
      case 2: return NodeType(.f64, Shape([Swift.min(dims[0], dims[1])]))
      default: throw TensorFault.rank(operation: "diag", expected: "a matrix", types[0].shape)
      }
    },
    kernel: { operands, _ in
      let x = try operands[0].tensor(for: "diag")
      return .tensor(try x.rank == 2 ? Kernels.diagonal(x) : Kernels.diagonalMatrix(x))
    },
    derivative: .rule { adjoint in
      let dims = adjoint.x.shape.sizes
      guard dims.count == 2, dims[0] != dims[1] else { return diag(adjoint.g) }
      let square = diag(adjoint.g)
      let missing = [0, dims[0] - square.shape.sizes[0], 0, dims[1] - square.shape.sizes[1]]
      return pad(square, with: .wholes(missing), .number(0))
    })

  public static let tril: Operation = .triangle(
    "tril", "The part of a matrix on and below its k-th diagonal.", Kernels.tril,
    example: .init("tril([1, 2; 3, 4])", "[1, 0; 3, 4]")
  ) { tril($0.g, with: $0.attributes[0]) }

  public static let triu: Operation = .triangle(
    "triu", "The part of a matrix on and above its k-th diagonal.", Kernels.triu,
    example: .init("triu([1, 2; 3, 4])", "[1, 2; 0, 4]")
  ) { triu($0.g, with: $0.attributes[0]) }
}

extension Operation {
  fileprivate static func triangle(
    _ name: String, _ doc: String, _ kernel: @escaping @Sendable (Tensor, Int) throws -> Tensor,
    example: Entry.Example, rule: @escaping Rule
  ) -> Operation {
    Operation(
      Entry(
        name, group: .shape, [.init("A"), .init("k", .attribute(.whole), default: .whole(0))],
        doc: doc, examples: [example]),
      type: { types, _ in
        guard types[0].shape.rank == 2 else {
          throw TensorFault.rank(operation: name, expected: "a matrix", types[0].shape)
        }
        return NodeType(.f64, types[0].shape)
      },
      kernel: { operands, attributes in
        .tensor(try kernel(operands[0].tensor(for: name), attributes.whole(0)))
      },
      derivative: .rules([rule]))
  }
}

extension Adjoint {
  /// A Kronecker product has axes of size m·p; seen as m×p, one part belongs to each operand.
  fileprivate func kronGradient(of operand: Term, other: Term) -> Term {
    let split = g.reshaped(to: Shape(zip(a.shape.sizes, b.shape.sizes).flatMap { [$0, $1] }))
    let offset = position == 0 ? 1 : 0
    let summed = a.shape.sizes.indices.map { 2 * $0 + offset }
    return Catalogue.sum(split * other, with: .wholes(summed), .flag(false))
  }

  fileprivate func interleaved(right: Term) -> Shape {
    Shape(right.shape.sizes.flatMap { [1, $0] })
  }
  fileprivate func interleaved(left: Term) -> Shape { Shape(left.shape.sizes.flatMap { [$0, 1] }) }
}

extension Term {
  /// The same elements with one more axis, of size 1.
  func withAxis(at position: Int) -> Term {
    var dims = shape.sizes
    dims.insert(1, at: position)
    return reshaped(to: Shape(dims))
  }
}

/// NumPy's rule for `matmul`: vectors count as one row on the left and one column on the right, and
/// leading axes broadcast.
private func productShape(
  _ a: Shape, _ b: Shape, transposeA: Bool, transposeB: Bool
) throws -> Shape {
  guard a.rank > 0, b.rank > 0 else {
    throw TensorFault.shapes(operation: "matmul", a, b, canBroadcast: false)
  }
  let left = matrixDims(a, isTransposed: transposeA, vectorIsRow: true)
  let right = matrixDims(b, isTransposed: transposeB, vectorIsRow: false)
  let stack = Shape.broadcast(Shape(Array(a.sizes.dropLast(2))), Shape(Array(b.sizes.dropLast(2))))
  guard left.columns == right.rows, let stack else {
    throw TensorFault.shapes(operation: "matmul", a, b, canBroadcast: false)
  }
  let rows = a.rank > 1 ? [left.rows] : []
  let columns = b.rank > 1 ? [right.columns] : []
  return Shape(stack.sizes + rows + columns)
}

private func matrixDims(
  _ shape: Shape, isTransposed: Bool, vectorIsRow: Bool
) -> (rows: Int, columns: Int) {
  let dims = shape.sizes
  if dims.count == 1 { return vectorIsRow ? (1, dims[0]) : (dims[0], 1) }
  let (rows, columns) = (dims[dims.count - 2], dims[dims.count - 1])
  return isTransposed ? (columns, rows) : (rows, columns)
}

private func productKernel(
  _ a: Quantity, _ b: Quantity, transposeA: Bool, transposeB: Bool
) throws -> Quantity {
  let shape = try productShape(a.shape, b.shape, transposeA: transposeA, transposeB: transposeB)
  let left = try asMatrix(a, vectorIsRow: true)
  let right = try asMatrix(b, vectorIsRow: false)
  let (isLeft, isRight) = (transposeA && a.shape.rank > 1, transposeB && b.shape.rank > 1)
  if left.rank == 2, right.rank == 2 {
    let product = try Kernels.matmul(left, right, transposeA: isLeft, transposeB: isRight)
    return try Kernels.reshape(.tensor(product), to: shape)
  }
  let product = try Kernels.batchedMatmul(
    isLeft ? Kernels.transpose(left) : left, isRight ? Kernels.transpose(right) : right)
  return try Kernels.reshape(product, to: shape)
}

private func asMatrix(_ x: Quantity, vectorIsRow: Bool) throws -> Tensor {
  let sizes = x.shape.sizes
  if sizes.count > 1 { return try x.tensor(for: "matmul") }
  return try Kernels.reshape(x, to: Shape(vectorIsRow ? [1] + sizes : sizes + [1]))
    .tensor(for: "matmul")
}
