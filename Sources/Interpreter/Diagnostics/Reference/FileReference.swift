// E09: files.
extension DiagnosticReference {
  static let files: [DiagnosticEntry] = [
    .init(
      "E0901",
      "The file can't be read.",
      wrong: "import \"missing.gradus\" as m",
      right: "import \"utils.gradus\" as u"),
    .init(
      "E0902",
      "A program reads files in its own folder and below only.",
      wrong: "import \"/etc/passwd\" as p",
      right: "import \"utils.gradus\" as u"),
    .init(
      "E0910",
      "Scripts that import each other can't begin.",
      wrong: "import \"circle.gradus\" as c",
      right: "import \"utils.gradus\" as u"),
    .init(
      "E0999",
      "Something went wrong that has no words of its own. Please report it with the program."),
  ]
}
