/// "Did you mean …?"
public enum Suggestion {
  /// The candidate that is fewest typing slips away, if it is near enough to be meant.
  ///
  /// A slip is a missing, extra or wrong letter or two neighbours swapped (Damerau's distance in its
  /// restricted form). Ties go to the candidate that comes first in the alphabet.
  public static func nearest(to name: String, among candidates: [String]) -> String? {
    let wanted = Array(name)
    let limit = wanted.count <= 2 ? 1 : max(1, min(3, wanted.count / 3 + 1))
    var best: (distance: Int, name: String)?
    for candidate in Set(candidates).sorted() where candidate != name {
      let letters = Array(candidate)
      guard abs(letters.count - wanted.count) <= limit else { continue }
      let distance = distance(wanted, letters)
      // A short word that shares no letter in place is no slip of the other.
      guard distance <= limit, distance < max(wanted.count, letters.count) else { continue }
      if best == nil || distance < (best?.distance ?? 0) { best = (distance, candidate) }
    }
    return best?.name
  }

  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var row = [i + 1]
      for (j, y) in b.enumerated() {
        let isSame = x == y
        var cost = min(last[j] + (isSame ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, x == b[j - 1], a[i - 1] == y { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
