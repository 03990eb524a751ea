/// All graph operations, by topic: one file a topic, one row an operation.
public enum Catalogue {
  /// Every row, in the order of the reference. The topics' arrays stay short because type-checking an
  /// array literal of rows grows fast.
  public static let all: [Operation] = [
    arithmetic, comparisons, choice, elementary, circular, specialFunctions, reductions, statistics,
    cumulative, products, shapes, joining, ordering, indexing, activations, losses,
    convolution, normalisation, linearAlgebra, decompositions, leastSquares, transforms, precision,
    ownRules,
  ].flatMap { $0 }

  /// Rows by name and alias, without the internal ones.
  public static let byName: [String: Operation] = {
    var table: [String: Operation] = [:]
    for row in all where !row.entry.isInternal {
      for name in [row.name] + row.entry.aliases { table[name] = row }
    }
    return table
  }()
}
