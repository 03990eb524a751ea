import Tensors

extension Expression {
  /// An operation by the notation of its row.
  static func applying(
    _ operation: Operation, to operands: [Expression], _ attributes: Attributes, _ shapes: [Shape]
  ) -> Expression {
    switch operation.notation {
    case .special where operation.name == "matmul":
      return matrixProduct(operands, attributes, shapes)
    // A function with a rule of its own is what its body says.
    case .special where operation.name == "with_rule": return operands[1]
    case .special where operation.name == "take":
      return indexed(operands[0], attributes.selection(0))
    case .special where operation.name == "mask_select":
      let mask = operands[1]
      return .postfix(
        text: "[\(UnicodeWriter.text(mask))]", latex: "_{\(LatexWriter.text(mask))}", operands[0])
    case .infix(let sign, let latex, let level) where operands.count == 2:
      // Comparisons of tensors element by element are dotted.
      let text = level == 7 && shapes.contains { $0.rank > 0 } ? "." + sign : sign
      return .infix(
        .init(text: text, latex: latex, level: level, left: operands[0], right: operands[1]))
    case .prefix(let text, let latex, let level) where operands.count == 1:
      return .prefix(text: text, latex: latex, level: level, operands[0])
    case .postfix(let text, let latex) where operands.count == 1:
      return .postfix(text: text, latex: latex, operands[0])
    case .invisible where operands.count == 1: return operands[0]
    case .call(let latex): return call(operation, latex, operands, attributes, shapes)
    default: return call(operation, nil, operands, attributes, shapes)
    }
  }

  private static func call(
    _ operation: Operation, _ latex: String?, _ operands: [Expression], _ attributes: Attributes,
    _ shapes: [Shape]
  ) -> Expression {
    if operation.name == "sum_to" {
      return sum(operands[0], from: shapes[0], to: attributes.shape(0))
    }
    return .call(
      Call(
        name: operation.displayName, latex: latex, arguments: operands,
        keywords: operation.keywords(attributes, rank: shapes.first?.rank ?? 0)))
  }

  /// `Aᵀ*x`, or `A @ B` for stacks of matrices.
  private static func matrixProduct(
    _ operands: [Expression], _ attributes: Attributes, _ shapes: [Shape]
  ) -> Expression {
    let isStack = shapes.contains { $0.rank > 2 }
    return .infix(
      .init(
        text: isStack ? "@" : "*", latex: "\\,", level: 4,
        left: attributes.flag(0) ? operands[0].transposed : operands[0],
        right: attributes.flag(1) ? operands[1].transposed : operands[1]))
  }

  /// (Aᵀ)ᵀ is A.
  private var transposed: Expression {
    if case .postfix("ᵀ", _, let inner) = self { return inner }
    return .postfix(text: "ᵀ", latex: "^{\\top}", self)
  }

  /// `A[1, :]`, counted from 1.
  private static func indexed(_ operand: Expression, _ selection: [AxisIndex]) -> Expression {
    let indices = selection.map(\.sourceText)
    return .postfix(
      text: "[\(indices.joined(separator: ", "))]", latex: "_{\(indices.joined(separator: ","))}",
      operand)
  }

  /// The sum that undoes a broadcast, over the axes that it added or stretched.
  private static func sum(_ operand: Expression, from shape: Shape, to target: Shape) -> Expression
  {
    var call = Call(name: "sum", latex: nil, arguments: [operand])
    let added = shape.rank - target.rank
    let stretched = (0..<target.rank).filter { target[$0] == 1 && shape[added + $0] != 1 }
    let axes = Array(1..<(added + 1)) + stretched.map { added + $0 + 1 }
    if target.rank > 0, !axes.isEmpty {
      let list = axes.map(String.init).joined(separator: ", ")
      call.keywords.append(("dim", axes.count == 1 ? list : "(\(list))"))
      if !stretched.isEmpty { call.keywords.append(("keep", "true")) }
    }
    return .call(call)
  }
}

extension AxisIndex {
  /// As the language writes it, from 1.
  fileprivate var sourceText: String {
    switch self {
    case .at(let position): "\(position + 1)"
    case .all: ":"
    case .list(let positions):
      "[" + positions.map { "\($0 + 1)" }.joined(separator: ", ") + "]"
    case .slice(let start, let step, let count):
      step == 1
        ? "\(start + 1):\(start + count)" : "\(start + 1):\(step):\(start + 1 + (count - 1) * step)"
    }
  }
}

extension Operation {
  /// The symbol where one is usual, σ for sigmoid.
  fileprivate var displayName: String {
    entry.aliases.first { $0.count == 1 && $0.unicodeScalars.allSatisfy { !$0.isASCII } } ?? name
  }

  /// The attributes that differ from their defaults, as a user would write them: axes count from 1.
  fileprivate func keywords(_ attributes: Attributes, rank: Int) -> [(name: String, value: String)]
  {
    let parameters = entry.parameters.filter(\.isAttribute)
    return parameters.enumerated().compactMap { position, parameter in
      let value = attributes[position]
      if value == .absent || value == parameter.resolvedDefault(rank: rank) { return nil }
      return (parameter.name, parameter.text(of: value))
    }
  }
}

extension Entry.Parameter {
  fileprivate var isAttribute: Bool {
    if case .attribute = kind { true } else { false }
  }

  fileprivate var isAxis: Bool {
    switch kind {
    case .attribute(.axis), .attribute(.newAxis), .attribute(.axes): true
    default: false
    }
  }

  /// The default as kernels get it: an axis from 0.
  fileprivate func resolvedDefault(rank: Int) -> Attribute? {
    guard isAxis, case .whole(let axis)? = defaultValue else { return defaultValue }
    return .whole(axis < 0 ? rank + axis : axis - 1)
  }

  fileprivate func text(of value: Attribute) -> String {
    switch value {
    case .whole(let axis) where isAxis: "\(axis + 1)"
    case .wholes(let axes) where isAxis && axes.count == 1: "\(axes[0] + 1)"
    case .wholes(let axes) where isAxis: Attribute.wholes(axes.map { $0 + 1 }).sourceText
    case .number(let number): NumberText.plain(number)
    default: value.sourceText
    }
  }
}
