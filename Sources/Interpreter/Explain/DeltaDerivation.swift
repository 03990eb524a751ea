import Graphs
import Tensors

/// The derivation in δ form: what each name is, then δ = ∂target/∂name for one name after the other, from
/// the target down. Each is written with those before it, so that the number of lines grows with the
/// number of names and not with the number of paths; and with tensors each has its name's shape.
struct DeltaDerivation {
  private let context: ExplainContext
  private let chain: ChainGraph
  private let machine: Machine
  private let display: Display
  private let rows: [Row]
  let sweep: ChainSweep
  private let isWithinCall: Bool

  /// δ of one name: a sum over the quantities that use it.
  private struct Row {
    let index: Int
    let terms: [ChainSweep.Term]
    let value: Value
  }

  /// - Parameter seed: δ of a call that is looked into, which its parts are written with.
  init(
    _ context: ExplainContext, _ chain: ChainGraph, seed: Value? = nil, _ machine: Machine
  ) throws {
    self.context = context
    self.chain = chain
    self.machine = machine
    display = context.display
    isWithinCall = seed != nil
    let sweep = try ChainSweep(chain, seed: seed, machine)
    self.sweep = sweep
    rows = chain.nodes.indices.dropFirst().map {
      Row(index: $0, terms: sweep.terms[$0], value: sweep.deltas[$0])
    }
  }

  /// The gradient by each leaf of the variable, as the table finds it: 0 by leaves that are not used.
  func gradients(like leaves: [Value]) -> [Value] {
    var result = leaves.map(machine.zero)
    for index in chain.variables {
      guard let leaf = chain.nodes[index].source?.leaf, result.indices.contains(leaf) else {
        continue
      }
      result[leaf] = sweep.deltas[index]
    }
    return result
  }
  // MARK: Text

  var headline: String {
    rows.suffix(chain.variables.count).map { "\(name($0)) = \(formula($0))" }
      .joined(separator: ", ")
  }

  /// The derivation up to its check line.
  func lines() throws -> [Derivation.Line] {
    var lines: [Derivation.Line] = [try forwardTable, backwardTable]
    if !isWithinCall { lines.insert(.words(opening), at: 0) }
    if rows.contains(where: { $0.terms.contains(where: \.adjoint.isNamed) }) {
      lines.append(
        .words("where (∂u/∂v)ᵀ⋅δ_u is the product with the transposed Jacobian, as vjp computes it")
      )
    }
    lines += finalLines
    if let shares { lines.append(shares) }
    return lines
  }

  private var opening: String {
    if chain.variables.count > 1 {
      return "\(context.leibniz) part by part, from \(context.target) down:"
    }
    if chain.pathCount == 1 {
      return "\(context.leibniz) by the chain rule, from \(context.target) down:"
    }
    return "\(context.leibniz) = sum over \(context.number(chain.pathCount)) paths,"
      + " with common parts collected:"
  }

  /// δ_z1, or ∂L/∂W1 for the variable itself.
  private func name(_ row: Row) -> String {
    let node = chain.nodes[row.index]
    if node.part == nil, !isWithinCall { return context.leibniz(by: node.name) }
    return "δ_\(node.name)"
  }

  private func latexName(_ row: Row) -> String {
    let node = chain.nodes[row.index]
    if node.part == nil, !isWithinCall { return context.latexLeibniz(by: node.name) }
    return LatexName.latex("δ_\(node.name)")
  }

  private func formula(_ row: Row) -> String { joined(row.terms.reversed().map(\.adjoint.text)) }
  private func latexFormula(_ row: Row) -> String {
    joined(row.terms.reversed().map(\.adjoint.latex))
  }

  /// Terms as one sum; a term that begins with a minus brings its sign.
  private func joined(_ terms: [String]) -> String {
    var result = terms.first ?? "0"
    for term in terms.dropFirst() {
      result += term.hasPrefix("-") ? " - \(term.dropFirst())" : " + \(term)"
    }
    return result
  }

  /// Longer derivations are not said as code: nobody reads so many lines.
  private static let mostLines = 60

  /// What δ is for one name after the other, as assignments that run, and the derivative itself.
  var code: [String]? {
    guard chain.target.type.isNumber, chain.variables.count == 1, let last = rows.last,
      rows.count <= Self.mostLines,
      rows.dropLast().allSatisfy({ chain.nodes[$0.index].name.isWord })
    else { return nil }
    return rows.dropLast().map { "\(name($0)) = \(formula($0))" } + [formula(last)]
  }

  private var hasTensors: Bool { !chain.nodes.allSatisfy(\.type.isNumber) }

  private var forwardTable: Derivation.Line {
    get throws {
      let inner = Array(chain.nodes.filter { $0.part != nil }.reversed())
      let rows = try Abridged.rows(inner) { node -> [Derivation.Cell] in
        let written = node.written ?? node.name
        return [
          .math(node.name, LatexName.latex(node.name)),
          .math(written, WrittenFormula.latex(written) ?? node.name),
        ] + measures(node.type, try machine.value(of: node), isValue: true)
      }
      return .table(header: header(.words("forward"), "value"), rows: rows)
    }
  }

  private var backwardTable: Derivation.Line {
    let rows = Abridged.rows(rows) { row -> [Derivation.Cell] in
      let type = chain.nodes[row.index].type
      return [
        .math(name(row), latexName(row)), .math(formula(row), latexFormula(row)),
      ] + measures(type, row.value, isValue: false)
    }
    return .table(header: header(backward, hasTensors ? "norm" : "value"), rows: rows)
  }

  /// What δ means, and where it begins when the target is no number.
  private var backward: Derivation.Cell {
    let target = chain.target
    let isNumber = target.type.isNumber
    let seed = isNumber || isWithinCall ? "" : ", δ_\(target.name) = \(ones(target.type.shape))"
    let latexSeed =
      isNumber || isWithinCall ? "" : ",\\; \(LatexName.latex("δ_\(target.name)")) = \\mathbf{1}"
    return .math(
      "backward, δ_z = ∂\(context.target)/∂z\(seed)",
      "\\text{backward, } \\delta_{z} = \\partial \(Leibniz.latexTarget(context.target))"
        + " / \\partial z\(latexSeed)")
  }

  private func ones(_ shape: Shape) -> String {
    "ones(\(shape.sizes.map(String.init).joined(separator: ", ")))"
  }

  private func header(_ first: Derivation.Cell, _ last: String) -> [Derivation.Cell] {
    let middle: [Derivation.Cell] = hasTensors ? [.words("shape")] : []
    return [first, .words("formula")] + middle + [.words(last)]
  }

  /// Shape and size of a value: a number itself, a tensor's norm.
  private func measures(_ type: NodeType, _ value: Value, isValue: Bool) -> [Derivation.Cell] {
    let shape: [Derivation.Cell] =
      hasTensors ? [.words(type.isNumber ? "number" : type.shape.description)] : []
    if type.isNumber || isValue && (value.shape?.count ?? 0) <= 4 {
      let text = text(value)
      return shape + [.math(text, LatexValue.latex(value, display))]
    }
    let norm = context.number(machine.norm(value))
    return shape + [isValue ? .words("norm \(norm)") : .math(norm, LatexNumber.latex(norm))]
  }

  private func text(_ value: Value) -> String {
    let value = machine.concrete(value)
    return value.plainNumber.map(context.number) ?? display.inline(value)
  }

  private var finalLines: [Derivation.Line] {
    rows.suffix(chain.variables.count).map { row in
      let value = display.block(machine.concrete(row.value)).split(separator: "\n").map(String.init)
      let first = "\(name(row)) = \(formula(row))"
      return .formula(
        text: value.count == 1 ? ["\(first) = \(value[0])"] : [first] + value,
        latex: "\(latexName(row)) = \(latexFormula(row)) = \(LatexValue.latex(row.value, display))")
    }
  }

  /// Which of the quantities that use the variable contribute how much.
  private var shares: Derivation.Line? {
    guard let row = rows.last, chain.variables.count == 1, row.terms.count > 1 else { return nil }
    let sizes = row.terms.map { machine.norm($0.value) }
    let total = sizes.reduce(0, +)
    let isNumber = chain.nodes[row.index].type.isNumber
    let body = zip(row.terms, sizes).map { term, size -> [Derivation.Cell] in
      let user = chain.nodes[term.user].name
      let text = isNumber ? self.text(term.value) : context.number(size)
      return [
        .math("through \(user)", "\\text{through }\(LatexName.latex(user))"),
        .math(text, LatexNumber.latex(text)),
        .words(NumberText.fixed(total == 0 ? 0 : size / total * 100, decimals: 1) + " %"),
      ]
    }
    let measure = isNumber ? "contribution" : "norm of the contribution"
    return .table(
      header: [.words("path"), .words(measure), .words("share")], rows: body)
  }
}

/// A table whose middle is left out where it is longer than can be read.
private enum Abridged {
  private static let limit = 60
  private static let margin = 20

  static func rows<Item>(
    _ items: [Item], _ row: (Item) throws -> [Derivation.Cell]
  ) rethrows -> [[Derivation.Cell]] {
    guard items.count > limit else { return try items.map(row) }
    let omitted = Derivation.Cell.words("… \(items.count - 2 * margin) more …")
    return try items.prefix(margin).map(row) + [[omitted]] + items.suffix(margin).map(row)
  }
}

extension Machine {
  /// The 2-norm over all elements.
  func norm(_ value: Value) -> Double {
    let squares = value.leaves.compactMap { concrete($0).quantity }.reduce(0.0) { sum, part in
      // As training plans compute it.
      guard let square = try? Catalogue.dot.kernel([part, part], .none) else { return .nan }
      return sum + (square.asNumber ?? .nan)
    }
    return squares.squareRoot()
  }
}

extension String {
  /// A name, and no call that stands for one.
  fileprivate var isWord: Bool { !contains { "().[] ".contains($0) } }
}
