extension Grader.Report {
  /// A table, for people.
  public var markdown: String {
    var lines = ["# \(points.shortText) of \(max.shortText) points", ""]
    lines += ["| exercise | points | verdict | remark |", "|---|---|---|---|"]
    for result in results {
      let points = "\(result.points.shortText) of \(result.max.shortText)"
      let remark = result.message.oneLine.replacing("|", with: "\\|")
      lines.append("| \(result.name) | \(points) | \(result.verdict.rawValue) | \(remark) |")
    }
    if !problems.isEmpty {
      lines += ["", "The lesson itself has problems; tell whoever wrote it:", ""]
      lines += problems.map { "- \($0.message.oneLine)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  public var json: String {
    let items = results.map { result in
      JSON.object([
        ("name", .string(result.name)), ("points", .number(result.points)),
        ("max", .number(result.max)), ("verdict", .string(result.verdict.rawValue)),
        ("message", .string(result.message)),
      ])
    }
    return JSON.object([
      ("points", .number(points)), ("max", .number(max)), ("exercises", .array(items)),
    ]).compact
  }
}
