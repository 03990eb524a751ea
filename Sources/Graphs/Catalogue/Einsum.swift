import Tensors

extension Catalogue {
  /// Sums of products by named axes. The adjoint is an einsum again: what comes in takes the place of
  /// the operand.
  public static let einsum: Operation = .init(
    Entry(
      "einsum", group: .linearAlgebra,
      [.init("subscripts", .attribute(.text)), .init("operands", .operands)],
      doc: "The sum of products over the axes that the result does not name: \"ij,jk->ik\" is A*B.",
      examples: [
        .init("einsum(\"ij,j->i\", [1, 2; 3, 4], [1, 1])", "[3, 7]"),
        .init("einsum(\"ij->j\", [1, 2; 3, 4])", "[4, 6]"),
      ]),
    type: { types, attributes in
      let subscripts = try Subscripts(attributes[0])
      let sizes = try subscripts.sizes(of: types.map(\.shape))
      return NodeType(.f64, Shape(subscripts.result.map { sizes[$0] ?? 1 }))
    },
    kernel: { operands, attributes in
      let subscripts = try Subscripts(attributes[0])
      _ = try subscripts.sizes(of: operands.map(\.shape))
      return try subscripts.contract(operands)
    },
    derivative: .rule { adjoint in
      guard let subscripts = try? Subscripts(adjoint.attributes[0]) else { return adjoint.g }
      return subscripts.gradient(adjoint)
    })
}

/// `ij,jk->ik`, parsed.
private struct Subscripts {
  let operands: [[Character]]
  let result: [Character]

  init(operands: [[Character]], result: [Character]) {
    self.operands = operands
    self.result = result
  }

  init(_ attribute: Attribute) throws {
    guard case .text(let text) = attribute else {
      throw CatalogueFault.subscripts("", reason: "subscripts are a text")
    }
    let letters = text.filter { $0 != " " }
    let (left, right) = Subscripts.halves(letters)
    operands = left.split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
    let all = operands.flatMap { $0 }
    // NumPy's rule where no result is given: the letters that occur once, in alphabetical order.
    result =
      right.map(Array.init)
      ?? all.filter { letter in all.filter { $0 == letter }.count == 1 }.sorted()
    try check(text)
  }

  private static func halves(_ text: String) -> (left: Substring, right: Substring?) {
    guard let dash = text.firstIndex(of: "-") else { return (text[...], nil) }
    let rest = text[text.index(after: dash)...]
    return (text[..<dash], rest.hasPrefix(">") ? rest.dropFirst() : rest)
  }

  private func check(_ text: String) throws {
    let lists = operands + [result]
    guard lists.joined().allSatisfy(\.isLetter) else {
      throw CatalogueFault.subscripts(text, reason: "axes are named by single letters")
    }
    guard lists.allSatisfy({ Set($0).count == $0.count }) else {
      throw CatalogueFault.subscripts(text, reason: "a letter stands once in each operand")
    }
    guard Set(result).isSubset(of: operands.joined()) else {
      throw CatalogueFault.subscripts(text, reason: "every axis of the result is one of an operand")
    }
  }

  /// The size of each named axis.
  func sizes(of shapes: [Shape]) throws -> [Character: Int] {
    guard shapes.count == operands.count else {
      throw CatalogueFault.subscripts(text, reason: "it is for \(operands.count) operands")
    }
    var sizes: [Character: Int] = [:]
    for (letters, shape) in zip(operands, shapes) {
      guard letters.count == shape.rank else {
        throw CatalogueFault.subscripts(
          text, reason: "\(String(letters)) is for other axes than \(shape)")
      }
      for (letter, size) in zip(letters, shape.sizes) {
        if let known = sizes[letter], known != size {
          throw CatalogueFault.subscripts(text, reason: "\(letter) is both \(known) and \(size)")
        }
        sizes[letter] = size
      }
    }
    return sizes
  }

  var text: String {
    operands.map { String($0) }.joined(separator: ",") + "->" + String(result)
  }

  // MARK: Value

  /// From left to right, two at a time.
  func contract(_ values: [Quantity]) throws -> Quantity {
    var current = Named(operands[0], values[0].asNumbers)
    for k in operands.indices.dropFirst() {
      let later = Set(operands[(k + 1)...].joined()).union(result)
      current = try current.product(with: Named(operands[k], values[k].asNumbers), keeping: later)
    }
    return try current.summed(keeping: Set(result)).ordered(result).value
  }

  // MARK: Derivative

  /// Axes that only this operand has were summed away, so all of their elements get the same.
  func gradient(_ adjoint: Adjoint) -> Term {
    let own = operands[adjoint.position]
    var others = operands
    others[adjoint.position] = result
    let shared = own.filter { Set(others.joined()).contains($0) }
    let subscripts = Subscripts(operands: others, result: shared)
    var terms = adjoint.inputs
    terms[adjoint.position] = adjoint.g
    let product = Term.apply(Catalogue.einsum, terms, Attributes(.text(subscripts.text)))
    let kept = own.indices.map { shared.contains(own[$0]) ? adjoint.x.shape[$0] : 1 }
    return product.reshaped(to: Shape(kept))
  }
}

/// A value with a name for each of its axes.
private struct Named {
  let letters: [Character]
  let value: Quantity

  init(_ letters: [Character], _ value: Quantity) {
    self.letters = letters
    self.value = value
  }

  func summed(keeping needed: Set<Character>) throws -> Named {
    let axes = letters.indices.filter { !needed.contains(letters[$0]) }
    if axes.isEmpty { return self }
    return Named(
      letters.filter(needed.contains), try ReduceOp.sum.apply(value, axes: axes, keep: false))
  }

  func ordered(_ order: [Character]) throws -> Named {
    Named(order, try value.permuted(order.map { letters.firstIndex(of: $0) ?? 0 }))
  }

  /// A stack of matrix products: shared axes that are needed later count the matrices, those that are
  /// not are summed over.
  func product(with other: Named, keeping later: Set<Character>) throws -> Named {
    let left = try summed(keeping: later.union(other.letters))
    let right = try other.summed(keeping: later.union(letters))
    let shared = left.letters.filter(right.letters.contains)
    let stack = shared.filter(later.contains)
    let summed = shared.filter { !later.contains($0) }
    let rows = left.letters.filter { !shared.contains($0) }
    let columns = right.letters.filter { !shared.contains($0) }
    let product = try Kernels.batchedMatmul(
      left.matrices(stack, rows, summed), right.matrices(stack, summed, columns))
    let sizes = left.sizes(stack + rows) + right.sizes(columns)
    return Named(
      stack + rows + columns,
      try Kernels.reshape(product, to: Shape(computed: sizes, for: "einsum")))
  }

  private func matrices(
    _ stack: [Character], _ rows: [Character], _ columns: [Character]
  ) throws -> Tensor {
    let groups = [stack, rows, columns].map { Shape(sizes($0)).count }
    return try Kernels.reshape(ordered(stack + rows + columns).value, to: Shape(groups))
      .tensor(for: "einsum")
  }

  private func sizes(_ chosen: [Character]) -> [Int] {
    chosen.map { letters.firstIndex(of: $0).map { value.shape[$0] } ?? 1 }
  }
}
