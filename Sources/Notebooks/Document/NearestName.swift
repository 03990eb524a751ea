/// The name among `names` that `word` was probably meant to be: at most a third of it differs.
func nearestName(to word: String, among names: [String]) -> String? {
  let limit = max(1, (word.count + 1) / 3)
  let ranked = names.map { (name: $0, distance: editDistance(word, $0)) }
  guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit else {
    return nil
  }
  return best.name
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other
/// (the optimal string alignment distance).
func editDistance(_ first: String, _ second: String) -> Int {
  let a = Array(first.lowercased())
  let b = Array(second.lowercased())
  var table = (0...a.count).map { row in (0...b.count).map { row == 0 ? $0 : ($0 == 0 ? row : 0) } }
  for i in a.indices {
    for j in b.indices {
      let substitution = table[i][j] + (a[i] == b[j] ? 0 : 1)
      var best = min(substitution, table[i][j + 1] + 1, table[i + 1][j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        best = min(best, table[i - 1][j - 1] + 1)
      }
      table[i + 1][j + 1] = best
    }
  }
  return table[a.count][b.count]
}

/// The same for others than this module.
public enum Suggestion {
  public static func nearest(to word: String, among names: [String]) -> String? {
    nearestName(to: word, among: names)
  }
}
