import Testing

@testable import Diagnostics

@Suite struct SuggestionTests {
  private let names = ["sigmoid", "sin", "sum", "size", "relu", "softmax", "σ"]

  @Test(arguments: [
    ("sigmod", "sigmoid"), ("simgoid", "sigmoid"), ("som", "sum"), ("sofmax", "softmax"),
    ("rleu", "relu"),
  ]) func slipsAreUnderstood(typed: String, meant: String) {
    #expect(Suggestion.nearest(to: typed, among: names) == meant)
  }

  @Test(arguments: ["banana", "q", "", "xyz"]) func nothingIsGuessed(typed: String) {
    #expect(Suggestion.nearest(to: typed, among: names) == nil)
  }

  /// Damerau and Levenshtein's distances by hand.
  @Test(arguments: [
    ("", "", 0), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "xabc", 1),
    ("kitten", "sitting", 3), ("ab", "", 2),
  ]) func distances(a: String, b: String, expected: Int) {
    #expect(Suggestion.distance(Array(a), Array(b)) == expected)
    #expect(Suggestion.distance(Array(b), Array(a)) == expected)
  }
}
