import Interpreter

/// Which cells before a cell its outcome can depend on.
///
/// Nothing is guessed from the text of those cells: which names they changed was seen when they ran. What a
/// cell reads is every name that it mentions, and, where such a name stands for more than data, every
/// name that the cell could read which made it. So a function's globals, equations below equations
/// and closures are all followed to the cells that last changed them. Where that is not enough, after
/// imports and exercises, a cell depends on everything before it.
struct CellSlices {
  /// Where the value of a name is from.
  private struct Origin {
    /// Hash of all that the cell which changed it last depended on.
    let hash: [UInt8]
    let isData: Bool
    /// The names that code in the value may read.
    let reach: Set<String>
    /// There is more behind it than names tell.
    let isOpaque: Bool
  }

  /// What a cell may read.
  struct Reach {
    let names: Set<String>
    /// It depends on all that came before.
    let isWhole: Bool

    static let everything = Reach(names: [], isWhole: true)
  }

  private var origins: [String: Origin] = [:]
  /// From here on everything depends on everything.
  private(set) var isOver = false

  /// `equations()` reads what it does not name, and `seed(1)` may leave the stream where it was.
  private static let farReaching: Set = ["equations", "seed"]

  func reach(of code: CodeNames?) -> Reach {
    guard !isOver, let code, !code.imports else { return .everything }
    var names: Set<String> = []
    var waiting = Array(code.mentioned)
    while let name = waiting.popLast() {
      guard names.insert(name).inserted, let origin = origins[name], !origin.isData else {
        continue
      }
      if origin.isOpaque { return .everything }
      waiting += origin.reach
    }
    return Reach(names: names, isWhole: !names.isDisjoint(with: Self.farReaching))
  }

  /// What the names in reach stand for, told by what made them.
  func values(of reach: Reach) -> [UInt8] {
    var writer = ByteWriter()
    for name in reach.names.sorted() {
      writer.write(name)
      writer.write(origins[name]?.hash ?? [])
    }
    return writer.bytes
  }

  /// A cell has changed some names. Those that it mentions but left alone are as they were.
  mutating func note(_ changed: [ChangedName], by reach: Reach, hash: [UInt8]) {
    for change in changed {
      origins[change.name] = Origin(
        hash: hash, isData: change.isData, reach: reach.names, isOpaque: reach.isWhole)
    }
  }

  /// What happened can't be followed.
  mutating func end() { isOver = true }
}
