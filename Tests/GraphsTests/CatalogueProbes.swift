import Tensors
import Testing

@testable import Graphs

/// Operands and attributes with which a row is tried. They are made from the row alone: shapes and
/// attributes of every kind are offered, and those stay that the row's type rule accepts.
struct Probe: CustomTestStringConvertible, Sendable {
  let row: Graphs.Operation
  let operands: [Quantity]
  let attributes: Attributes

  var testDescription: String {
    let shapes = operands.map(\.shape.description).joined(separator: ", ")
    return "\(row.name)(\(shapes)) \(attributes.values.map(\.sourceText))"
  }

  var types: [NodeType] { operands.map { NodeType($0.dtype, $0.shape) } }

  /// Operands that derivatives flow through: neither bools nor whole numbers.
  var differentiable: [Int] {
    operands.indices.filter {
      operands[$0].dtype != .bool && !Probe.holdsPositions(row, $0, operands.map(\.shape))
    }
  }

  /// Each of them alone, then all together.
  var selections: [[Int]] {
    differentiable.count > 1 ? differentiable.map { [$0] } + [differentiable] : [differentiable]
  }

  /// At most `limit` probes of a row, spread over all that it accepts.
  static func all(for row: Graphs.Operation, limit: Int = 12) -> [Probe] {
    if let own = ownProbes[row.name] { return own }
    var random = SplitMix(seed: 7)
    var accepted: [Probe] = []
    for shapes in shapeChoices(row) {
      for attributes in attributeChoices(row) {
        let probe = Probe(
          row: row, operands: make(row, shapes, &random), attributes: Attributes(list: attributes))
        if (try? row.type(probe.types, probe.attributes)) != nil { accepted.append(probe) }
      }
    }
    let step = max(1, (accepted.count + limit - 1) / limit)
    return stride(from: 0, to: accepted.count, by: step).map { accepted[$0] }
  }

  // MARK: Probes of their own

  /// For rows whose operands and attributes must fit each other more closely than chance makes them.
  static let ownProbes: [String: [Probe]] = [
    "take": selections.compactMap { probe(Catalogue.take, [real(3, 3)], .selection($0)) },
    "scatter_add": selections.compactMap { selection in
      guard let shape = try? Shape([3, 3]).selected(selection) else { return nil }
      return probe(
        Catalogue.scatterAdd, [real(shape)], .shape(Shape([3, 3])), .selection(selection))
    },
    "replace": selections.flatMap { selection -> [Probe] in
      guard let shape = try? Shape([3, 3]).selected(selection) else { return [] }
      return [real(shape), .number(0.7)].compactMap {
        probe(Catalogue.replace, [real(3, 3), $0], .selection(selection))
      }
    },
    "mask_select": [
      probe(Catalogue.maskSelect, [real(2, 3), mask([1, 0, 1, 0, 0, 1], 2, 3)], .whole(3)),
      probe(Catalogue.maskSelect, [real(3, 2), mask([1, 0, 1], 3)], .whole(2)),
    ].compactMap { $0 },
    "mask_scatter": [
      probe(
        Catalogue.maskScatter, [real(3), mask([1, 0, 1, 0, 0, 1], 2, 3)], .shape(Shape([2, 3]))),
      probe(Catalogue.maskScatter, [real(2, 2), mask([1, 0, 1], 3)], .shape(Shape([3, 2]))),
    ].compactMap { $0 },
    "mask_replace": [
      probe(Catalogue.maskReplace, [real(2, 3), mask([1, 0, 1, 0, 0, 1], 2, 3), real(3)]),
      probe(Catalogue.maskReplace, [real(2, 3), mask([1, 0, 1, 0, 0, 1], 2, 3), .number(0.7)]),
    ].compactMap { $0 },
    "gather": [
      probe(Catalogue.gather, [real(4), positions([2, 2, 4], 3)], .whole(0)),
      probe(Catalogue.gather, [real(3, 2), positions([3, 1, 1, 1], 2, 2)], .whole(0)),
      probe(Catalogue.gather, [real(2, 3), positions([3, 1, 1, 1], 2, 2)], .whole(1)),
    ].compactMap { $0 },
    "scatter_along": [
      probe(Catalogue.scatterAlong, [real(3), positions([2, 2, 4], 3)], .whole(0), .whole(4)),
      probe(
        Catalogue.scatterAlong, [real(2, 2), positions([3, 1, 1, 1], 2, 2)], .whole(1), .whole(3)),
    ].compactMap { $0 },
    "windows": [
      probe(Catalogue.windows, [real(2, 1, 4)], .wholes([2]), .whole(1)),
      probe(Catalogue.windows, [real(1, 2, 4, 3)], .wholes([2, 2]), .whole(2)),
    ].compactMap { $0 },
    "fold_windows": [
      probe(
        Catalogue.foldWindows, [real(2, 1, 3, 2)], .shape(Shape([2, 1, 4])), .wholes([2]), .whole(1)
      )
    ].compactMap { $0 },
  ]

  private static func probe(
    _ row: Graphs.Operation, _ operands: [Quantity], _ attributes: Attribute...
  ) -> Probe? {
    let probe = Probe(row: row, operands: operands, attributes: Attributes(list: attributes))
    return (try? row.type(probe.types, probe.attributes)) == nil ? nil : probe
  }

  private static func real(_ sizes: Int...) -> Quantity { real(Shape(sizes)) }

  private static func real(_ shape: Shape) -> Quantity {
    var random = SplitMix(seed: UInt64(shape.count))
    return random.direction(shape)
  }

  private static func mask(_ bits: [Int], _ sizes: Int...) -> Quantity {
    .tensor(Tensor(bools: bits.map { $0 == 1 }, shape: Shape(sizes)))
  }

  private static func positions(_ places: [Double], _ sizes: Int...) -> Quantity {
    .make(places, Shape(sizes))
  }

  // MARK: Shapes and attributes

  private static func operandNames(_ row: Graphs.Operation, _ count: Int) -> [String] {
    let names = row.entry.parameters.compactMap { parameter in
      switch parameter.kind {
      case .operand, .operands: parameter.name
      default: nil
      }
    }
    return (0..<count).map { names[min($0, names.count - 1)] }
  }

  private static func shapeChoices(_ row: Graphs.Operation) -> [[Shape]] {
    let lists: [[[Int]]]
    switch row.entry.parameters.filter({ if case .operand = $0.kind { true } else { false } }).count
    {
    case 1:
      lists = [[[]], [[3]], [[2, 3]], [[3, 3]], [[2, 3, 2]], [[2, 1]], [[1]], [[2, 2, 4, 3]]]
    case 2:
      lists = [
        [[], []], [[3], [3]], [[2, 3], [2, 3]], [[2, 3], [3]], [[3], []], [[], [3]],
        [[2, 1], [1, 3]], [[2, 3], [3, 2]], [[2, 3], [2]], [[3, 2], [3]], [[3], [3, 2]],
        [[2], [3]], [[2, 2, 3], [2, 3, 2]], [[2, 2, 3], [3, 2]], [[2, 2, 3], [3]],
        [[3], [2, 3, 2]], [[2, 2, 3], [2]], [[2], [2, 3, 2]],
        [[2, 2, 4], [3, 2, 2]], [[1, 2, 4, 3], [2, 2, 2, 2]], [[2, 3], [2, 2]],
        [[2, 2], [2]], [[3, 3], [3, 2]], [[3, 3], [3, 3]], [[4, 4], [4, 4]],
      ]
    case 3:
      lists = [
        [[], [], []], [[3], [3], [3]], [[3], [], []], [[2, 3], [3], []], [[], [2], [2]],
      ]
    default:
      lists = [[[3], [3], [3]], [[2], [3], [2]], [[2, 3], [2, 3]], [[], []], [[2], [2, 3]]]
    }
    return lists.map { $0.map { Shape($0) } }
  }

  private static func attributeChoices(_ row: Graphs.Operation) -> [[Attribute]] {
    row.entry.parameters.reduce([[]]) { lists, parameter in
      guard case .attribute(let kind) = parameter.kind else { return lists }
      let choices = choices(kind, parameter)
      return lists.flatMap { list in choices.map { list + [$0] } }
    }
  }

  private static func choices(_ kind: Attribute.Kind, _ parameter: Entry.Parameter) -> [Attribute] {
    switch (kind, parameter.name) {
    case (.axes, "order"): return [.wholes([0]), .wholes([1, 0]), .wholes([2, 0, 1])]
    case (.axes, _): return [.whole(0), .whole(1), .absent, .wholes([0, 1])]
    case (.axis, _), (.newAxis, _):
      return [.whole(0), .whole(1)] + (parameter.defaultValue == .absent ? [.absent] : [])
    case (.whole, "ddof"): return [.whole(1), .whole(0)]
    case (.whole, "size"), (.whole, "classes"): return [.whole(3)]
    case (.whole, _): return [.whole(1), .whole(2)]
    case (.wholes, _): return [.wholes([1]), .wholes([0, 2]), .wholes([1, 0, 0, 2])]
    case (.flag, _): return [.flag(false), .flag(true)]
    case (.number, "p"): return [.number(2), .number(1), .number(3), .number(.infinity)]
    case (.number, _): return [.number(0.7)]
    case (.shape, _):
      return [[], [3], [1, 3], [2, 3], [3, 2], [6], [2, 2, 3]].map { .shape(Shape($0)) }
    case (.text, "subscripts"):
      return ["ij,jk->ik", "i,i->", "i,j->ji", "ij,ij->j", "i,j,k->kij", "i,i,i", "ij,ij->"].map {
        .text($0)
      }
    case (.text, _): return selections.map { .selection($0) }
    }
  }

  private static let selections: [[AxisIndex]] = [
    [.at(1)], [.list([1, 0, 1])], [.slice(start: 2, step: -1, count: 3)], [.all, .at(1)],
    [.slice(start: 0, step: 1, count: 2), .list([2, 0])], [.at(0), .at(2)],
  ]

  // MARK: Values

  /// Whether the values of an operand are whole numbers from 1, through which no derivative flows.
  static func holdsPositions(_ row: Graphs.Operation, _ operand: Int, _ shapes: [Shape]) -> Bool {
    let name = operandNames(row, shapes.count)[operand]
    return ["index", "labels", "ids"].contains(name)
      || row === Catalogue.crossEntropy && operand == 1 && shapes[0] != shapes[1]
  }

  private static func make(
    _ row: Graphs.Operation, _ shapes: [Shape], _ random: inout SplitMix
  ) -> [Quantity] {
    zip(operandNames(row, shapes.count), shapes).enumerated().map { position, operand in
      let (name, shape) = operand
      let takesBools = name == "c" || row.name.hasPrefix("logical_")
      let takesPositions = holdsPositions(row, position, shapes)
      let elements = (0..<shape.count).map { index in
        if takesBools || takesPositions { return Double((index + position) % 2) }
        return random.next(in: row.domain, operand: position)
      }
      if takesBools {
        let bools = elements.map { $0 == 1 }
        return shape.rank == 0 ? .bool(bools[0]) : .tensor(Tensor(bools: bools, shape: shape))
      }
      return .make(takesPositions ? elements.map { $0 + 1 } : elements, shape)
        .suiting(row.domain.of(position))
    }
  }
}

extension Quantity {
  /// Where a domain is of symmetric matrices, directions stay in it.
  func symmetric(in domain: Domain) -> Quantity {
    guard case .positiveDefinite = domain, shape.rank == 2, shape[0] == shape[1] else {
      return self
    }
    let n = shape[0]
    let places = (0..<n).flatMap { i in (0..<n).map { j in (i, j) } }
    return .make(places.map { elements[$0 * n + $1] + elements[$1 * n + $0] }, shape)
  }

  /// Matrices with a strong diagonal are well conditioned, and positive definite if symmetric.
  func suiting(_ domain: Domain) -> Quantity {
    guard shape.rank == 2 else { return self }
    let (m, n) = (shape[0], shape[1])
    if case .positiveDefinite = domain, m != n { return self }
    func element(_ i: Int, _ j: Int) -> Double { elements[i * n + j] }
    let places = (0..<m).flatMap { i in (0..<n).map { j in (i, j) } }
    switch domain {
    case .wellConditioned:
      return .make(places.map { element($0, $1) + ($0 == $1 ? 7 : 0) }, shape)
    case .positiveDefinite:
      return .make(
        places.map { (element($0, $1) + element($1, $0)) / 4 + ($0 == $1 ? 4 : 0) }, shape)
    default: return self
    }
  }
}

extension Domain {
  func of(_ operand: Int) -> Domain {
    if case .each(let domains) = self { domains[min(operand, domains.count - 1)] } else { self }
  }
}

/// S. Vigna's SplitMix64: points that are the same in every run.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Uniform in [0, 1).
  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
  }

  mutating func next(in domain: Domain, operand: Int) -> Double {
    switch domain {
    case .reals, .skipped, .wellConditioned, .positiveDefinite: 4 * next() - 2
    case .positive: 0.3 + 1.7 * next()
    case .between(let low, let high): low + (high - low) * next()
    case .greaterThan(let bound): bound + 0.3 + 1.7 * next()
    case .each(let domains): next(in: domains[min(operand, domains.count - 1)], operand: 0)
    }
  }

  /// Normally enough distributed directions.
  mutating func direction(_ shape: Shape) -> Quantity {
    .make((0..<shape.count).map { _ in 2 * next() - 1 }, shape)
  }
}

extension Graphs.Operation: CustomTestStringConvertible {
  public var testDescription: String { name }
}
