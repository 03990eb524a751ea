import Diagnostics
import Notebooks

/// Reads a command line by the rows of `Flag`.
struct ArgumentParser {
  private var result = Arguments()
  private var rest: ArraySlice<String>

  static func parse(_ words: [String]) throws(UsageError) -> Arguments {
    var parser = ArgumentParser(rest: words[...])
    try parser.parse()
    return parser.result
  }

  private init(rest: ArraySlice<String>) { self.rest = rest }

  private mutating func parse() throws(UsageError) {
    while let word = rest.popFirst() {
      if word == "--" {
        result.inputs += rest
        return
      }
      if word.hasPrefix("-"), word != "-" {
        try readFlag(word)
      } else {
        result.inputs.append(word)
      }
    }
  }

  /// `--flag value`, `--flag=value`, `-Pname=value`.
  private mutating func readFlag(_ word: String) throws(UsageError) {
    var name = word
    var value: String?
    if word.hasPrefix("--"), let sign = word.firstIndex(of: "=") {
      name = String(word[..<sign])
      value = String(word[word.index(after: sign)...])
    } else if !word.hasPrefix("--"), word.count > 2,
      !Flag.all.contains(where: { $0.names.contains(word) })
    {
      name = String(word.prefix(2))
      value = String(word.dropFirst(2))
    }
    guard let flag = Flag.all.first(where: { $0.names.contains(name) }) else {
      throw UsageError(message: Self.unknown(word))
    }
    if flag.value == nil {
      if value != nil { throw UsageError(message: "\(name) takes no value") }
      try flag.apply(&result, "")
      if flag.isOfPage { result.pageFlags.append(name) }
    } else if let value = value ?? rest.popFirst() {
      try flag.apply(&result, value)
      if flag.isOfPage { result.pageFlags += [name, value] }
    } else {
      throw UsageError(message: "\(name) wants \(flag.value ?? "a value")")
    }
  }

  private static func unknown(_ word: String) -> String {
    let name = String(word.prefix { $0 != "=" })
    let nearest = Suggestion.nearest(to: name, among: Flag.all.flatMap(\.names))
    return "unknown flag \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "")
  }
}
