import HostFiles

/// The reports on all submissions of a class.
struct ClassReport {
  struct Row {
    let path: String
    let report: Grader.Report

    /// Without the folder and the suffix.
    var name: String { PathNames.file(of: PathNames.stem(of: path)) }
  }

  let rows: [Row]

  private var exercises: [Grader.Result] { rows.first?.report.results ?? [] }

  /// A line for each submission, a column for each exercise; at its foot how many solved it.
  var table: String {
    let names = exercises.map(\.name.cell).joined(separator: " | ")
    var lines = ["| submission | points | \(names) |"]
    lines.append("|---|---|" + String(repeating: "---|", count: exercises.count))
    for row in rows {
      let verdicts = row.report.results.map(\.short).joined(separator: " | ")
      lines.append(
        "| \(row.name.cell) | \(row.report.points.shortText) | \(verdicts) |")
    }
    let solved = exercises.indices.map { index in
      "\(rows.count { $0.report.results[index].verdict == .passed }) of \(rows.count)"
    }
    lines.append("| *passed* |  | \(solved.joined(separator: " | ")) |")
    return lines.joined(separator: "\n") + "\n"
  }

  var markdown: String {
    let max = rows.first?.report.max.shortText ?? "0"
    let parts = rows.map { row in
      row.report.markdown.replacing("# ", with: "## \(row.name): ", maxReplacements: 1)
    }
    return "# \(rows.count) submissions, \(max) points each\n\n\(table)\n"
      + parts.joined(separator: "\n")
  }

  /// For a gradebook: points only.
  var csv: String {
    let head = ["submission", "points"] + exercises.map(\.name)
    let lines = rows.map { row in
      [row.name, row.report.points.shortText] + row.report.results.map(\.points.shortText)
    }
    return ([head] + lines).map { $0.map(\.csvField).joined(separator: ",") + "\n" }.joined()
  }

  var json: String {
    let items = rows.map { row in
      "{\"submission\":\(JSON.string(row.path).compact),"
        + row.report.json.dropFirst()
    }
    return "[" + items.joined(separator: ",") + "]"
  }
}

extension Grader.Result {
  /// The points of what passed, else the verdict.
  fileprivate var short: String { verdict == .passed ? points.shortText : verdict.rawValue }
}

extension Double {
  /// `3`, `2.5`
  var shortText: String {
    self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
  }
}

extension String {
  fileprivate var cell: String { oneLine.replacing("|", with: "\\|") }

  /// Quoted where it has to be. What a table would take for a formula is text.
  fileprivate var csvField: String {
    let isFormula = first.map { "=+-@\t\r".contains($0) } ?? false
    let text = isFormula ? "'" + self : self
    return text.contains { ",\"\n\r".contains($0) }
      ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
