import Diagnostics
import Graphs
import Tensors

// Factorizations as records. The graph has one node for all factors of a matrix; here they are taken apart.
extension Library {
  private static let a = Entry.Parameter("A", .value)

  static let linearAlgebraRows: [Builtin] = [
    Builtin(
      "svd", .linearAlgebra, [a],
      "The singular value decomposition A = U*diag(S)*Vᵀ as {U, S, V}; the largest entry of each column of U is positive.",
      examples: [.init("svd([3, 0; 0, 4]).S", "[4, 3]")]
    ) { machine, arguments in
      let (m, n) = try machine.matrixSizes(arguments[0], "svd")
      let factors = try machine.apply(Catalogue.svdFactors, [arguments[0]])
      return record(
        ("U", try machine.rows(factors, 0, m)), ("S", try machine.row(factors, m)),
        ("V", try machine.rows(factors, m + 1, n)))
    },
    Builtin(
      "qr", .linearAlgebra, [a],
      "A = Q*R with orthonormal columns in Q and an upper triangular R, as {Q, R}; the diagonal of R is not negative.",
      examples: [.init("qr([3, 1; 4, 2]).R", "[5, 2.2; 0, 0.4]")]
    ) { machine, arguments in
      let (m, n) = try machine.matrixSizes(arguments[0], "qr")
      let k = min(m, n)
      let factors = try machine.apply(
        Catalogue.qrFactors, [machine.columns(arguments[0], 0, k)])
      let q = try machine.transpose(machine.columns(factors, 0, m))
      var r = try machine.columns(factors, m, k)
      if n > k {
        // What does not take part in the elimination: Qᵀ times the columns behind.
        let rest = try machine.columns(arguments[0], k, n - k)
        r = try machine.joined(r, machine.multiply(q, rest, isLeftTransposed: true))
      }
      return record(("Q", q), ("R", r))
    },
    Builtin(
      "lu", .linearAlgebra, [a],
      "P*A = L*U with a unit lower triangular L, an upper triangular U and a permutation P, as {L, U, P}.",
      examples: [.init("lu([1, 2; 4, 2]).U", "[4, 2; 0, 1.5]")]
    ) { machine, arguments in try machine.eliminated(arguments[0]) },
    Builtin(
      "eigh", .linearAlgebra, [a],
      "Eigenvalues of a symmetric matrix, ascending, and orthonormal eigenvectors in columns, as {values, vectors}; the largest entry of each vector is positive.",
      examples: [.init("eigh([2, 1; 1, 2]).values", "[1, 3]")]
    ) { machine, arguments in
      try machine.eigen(Catalogue.eighFactors, arguments[0], "eigh")
    },
    Builtin(
      "eig", .linearAlgebra, [a],
      "Eigenvalues of a matrix, ascending, and eigenvectors of norm 1 in columns, as {values, vectors}. A complex spectrum is an error.",
      examples: [.init("eig([2, 0; 1, 3]).values", "[2, 3]")]
    ) { machine, arguments in
      try machine.eigen(Catalogue.eigFactors, arguments[0], "eig")
    },
  ]
}

/// A record of named values.
func record(_ fields: (String, Value)...) -> Value {
  .record(Record(names: fields.map(\.0), values: fields.map(\.1)))
}

extension Machine {
  fileprivate func matrixSizes(_ value: Value, _ name: String) throws -> (Int, Int) {
    guard let shape = value.shape else { throw Diagnostic.notNumeric(name, value) }
    guard shape.rank == 2 else {
      throw TensorFault.rank(operation: name, expected: "a matrix", shape)
    }
    return (shape[0], shape[1])
  }

  fileprivate func eigen(
    _ operation: Operation, _ matrix: Value, _ name: String
  ) throws -> Value {
    let (n, _) = try matrixSizes(matrix, name)
    let factors = try apply(operation, [matrix])
    return record(("values", try row(factors, 0)), ("vectors", try rows(factors, 1, n)))
  }

  /// The elimination is that of the leading square part, its rows in the order that pivoting chose; what
  /// lies below or beside it follows by solving.
  fileprivate func eliminated(_ matrix: Value) throws -> Value {
    let (m, n) = try matrixSizes(matrix, "lu")
    let k = min(m, n)
    let order = try wholeNumbers(apply(Catalogue.luOrder, [concrete(matrix)]), "a row")
    let sorted = try take(matrix, [.list(order.map { $0 - 1 }), .all])
    let top = AxisIndex.slice(start: 0, step: 1, count: k)
    let square = try take(sorted, [top, top])
    let factors = try apply(Catalogue.luFactors, [square])
    let below = try apply(Catalogue.tril, [factors], Attributes(.whole(-1)))
    var lower = try apply(Catalogue.add, [below, .tensor(Kernels.eye(k, k))])
    var upper = try apply(Catalogue.triu, [factors], Attributes(.whole(0)))
    if m > k {
      let rest = try take(sorted, [.slice(start: k, step: 1, count: m - k), .all])
      let solved = try apply(Catalogue.solve, [transpose(upper), transpose(rest)])
      lower = try apply(Catalogue.cat, [lower, transpose(solved)], Attributes(.whole(0)))
    }
    if n > k {
      let rest = try take(sorted, [.all, .slice(start: k, step: 1, count: n - k)])
      upper = try joined(upper, apply(Catalogue.solve, [lower, rest]))
    }
    return record(("L", lower), ("U", upper), ("P", permutationMatrix(order)))
  }

  private func permutationMatrix(_ order: [Int]) -> Value {
    .tensor(
      Tensor(shape: Shape([order.count, order.count])) { elements in
        elements.initialize(repeating: 0)
        for (row, position) in order.enumerated() {
          elements[row * order.count + position - 1] = 1
        }
      })
  }

  // MARK: Parts of matrices, followed by traces

  func take(_ value: Value, _ selection: [AxisIndex]) throws -> Value {
    try apply(Catalogue.take, [value], Attributes(.selection(selection)))
  }

  fileprivate func rows(_ value: Value, _ start: Int, _ count: Int) throws -> Value {
    try take(value, [.slice(start: start, step: 1, count: count), .all])
  }

  fileprivate func columns(_ value: Value, _ start: Int, _ count: Int) throws -> Value {
    try take(value, [.all, .slice(start: start, step: 1, count: count)])
  }

  fileprivate func row(_ value: Value, _ index: Int) throws -> Value {
    try take(value, [.at(index), .all])
  }

  fileprivate func joined(_ left: Value, _ right: Value) throws -> Value {
    try apply(Catalogue.cat, [left, right], Attributes(.whole(1)))
  }

  fileprivate func multiply(_ a: Value, _ b: Value, isLeftTransposed: Bool) throws -> Value {
    try apply(Catalogue.matmul, [a, b], Attributes(.flag(isLeftTransposed), .flag(false)))
  }
}
