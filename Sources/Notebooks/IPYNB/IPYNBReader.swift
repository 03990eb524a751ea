import Diagnostics

/// Reads a Jupyter notebook as the Markdown that it stands for. Its outputs are left out: a run makes
/// them anew.
public struct IPYNBReader {
  private var text = ""
  private var needsGap = false
  private let language: String

  public static func markdown(from bytes: [UInt8], name: String) throws(Diagnostic) -> String {
    let file = SourceFile(name: name, text: bytes[...].text)
    let json: JSON
    do throws(JSONParser.Failure) {
      json = try JSONParser.parse(bytes)
    } catch {
      throw Diagnostic(
        "N0401", "this is not JSON: \(error.message)",
        at: Place(file, Span(error.offset, error.offset)))
    }
    guard let cells = json["cells"]?.items, json["nbformat"]?.double == 4 else {
      throw Diagnostic(
        "N0402", "\(name) is not a Jupyter notebook of format 4",
        hint: "`jupyter nbconvert --to notebook` brings older ones up to date")
    }
    let metadata = json["metadata"]
    let language =
      metadata?["kernelspec"]?["language"]?.text ?? metadata?["language_info"]?["name"]?.text
    var reader = IPYNBReader(language: language ?? "gradus")
    for (index, cell) in cells.enumerated() {
      reader.add(cell, isFirst: index == 0, isLast: index == cells.count - 1)
    }
    return reader.text
  }

  private init(language: String) { self.language = language }

  private mutating func add(_ cell: JSON, isFirst: Bool, isLast: Bool) {
    let source = Self.source(of: cell)
    let own = cell["metadata"]?["gradus"]
    switch cell["cell_type"]?.text {
    case "markdown":
      let usual = IPYNBGap(isFirst: isFirst, isLast: isLast)
      if !needsGap, !isFirst, own?["before"] == nil {
        // The prose before this one has brought the blank line.
        text += source
      } else {
        text += (own?["before"]?.text ?? usual.before) + source
      }
      text += own?["after"]?.text ?? usual.after
      needsGap = false
    case "code":
      text += own?["gap"]?.text ?? (needsGap ? "\n\n" : "")
      let info = language == "gradus" ? "{gradus}" : language
      let fence = IPYNBFence(
        mark: own?["fence"]?.text ?? IPYNBFence.usualMark(for: source),
        prefix: own?["prefix"]?.text ?? "")
      text += fence.markdown(source, info: info) + (isLast ? "\n" : "")
      needsGap = true
    default:
      text += source + (isLast ? "\n" : "")
      needsGap = true
    }
  }

  private static func source(of cell: JSON) -> String {
    if let text = cell["source"]?.text { return text }
    return (cell["source"]?.items ?? []).compactMap(\.text).joined()
  }
}
