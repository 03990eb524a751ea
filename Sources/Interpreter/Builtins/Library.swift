import Graphs
import Tensors

/// Everything that has a name from the start: constants, graph operations and other builtins.
enum Library {
  /// The value of a builtin name.
  static func value(of name: String) -> Value? {
    if let number = constants[name] { return .number(number) }
    if name == "datasets" { return Datasets.all }
    // A builtin of the same name comes first: it also takes what a graph can't carry.
    if let builtin = builtins[name] { return .function(Function(.builtin(builtin), name: name)) }
    if let operation = Catalogue.byName[name] {
      return .function(Function(.operation(operation), name: name))
    }
    return nil
  }

  static func entry(of name: String) -> Entry? {
    Catalogue.byName[name]?.entry ?? builtins[name]?.entry
  }

  static let constants: [String: Double] = [
    "π": Double.pi, "pi": Double.pi, "ℯ": 2.718281828459045, "Inf": .infinity, "NaN": .nan,
  ]

  /// Every row that is not a graph operation, by topic.
  static let rows: [Builtin] =
    [
      displayRows, makingRows, randomRows, shapeRows, derivativeRows, higherOrderRows, plotRows,
      gridPlotRows,
      figureRows, saveRows,
      learningRows,
    ].flatMap { $0 } + functionRows

  static let builtins: [String: Builtin] = {
    var table: [String: Builtin] = [:]
    for row in rows {
      for name in [row.entry.name] + row.entry.aliases { table[name] = row }
    }
    return table
  }()

  /// All names, in alphabetical order.
  static let names: [String] =
    (Array(constants.keys) + Array(Catalogue.byName.keys) + Array(builtins.keys) + Prelude.names)
    .sorted()

  /// Every row that programs can name, for the reference.
  static let entries: [Entry] =
    Catalogue.all.map(\.entry).filter { !$0.isInternal } + rows.map(\.entry)
}
