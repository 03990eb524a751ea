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
      "E0903",
      "The file can't be written.",
      wrong: "save([1, 2], \"no-such-folder/a.npy\")",
      right: "save([1, 2], \"a.npy\")"),
    .init(
      "E0904",
      "A program writes below the folders that it was given.",
      wrong: "save([1, 2], \"../a.npy\")",
      right: "save([1, 2], \"a.npy\")"),
    .init(
      "E0905",
      "This needs another program, which is not installed.",
      wrong: "save(plot([1, 2]), \"a.png\")",
      right: "save(plot([1, 2]), \"a.svg\")"),
    .init(
      "E0906",
      "The other program failed.",
      wrong: "save(plot([1, 2]), \"a.png\")",
      right: "save(plot([1, 2]), \"a.svg\")"),
    .init(
      "E0910",
      "Scripts that import each other can't begin.",
      wrong: "import \"circle.gradus\" as c",
      right: "import \"utils.gradus\" as u"),
    .init(
      "E0911",
      "The file can't be used, for the reason that is given.",
      wrong: "read_csv(\"missing.csv\")",
      right: "read_csv(\"table.csv\")"),
    .init(
      "E0912",
      "The end of a file's name says what kind of file it is.",
      wrong: "load(\"notes.txt\")",
      right: "read_csv(\"table.csv\")"),
    .init(
      "E0913",
      "The file does not hold what its name says.",
      wrong: "load(\"fake.npy\")",
      right: "read_csv(\"table.csv\")"),
    .init(
      "E0914",
      "The file holds values of another kind.",
      wrong: "save(\"text\", \"a.npy\")",
      right: "save([1, 2], \"a.npy\")"),
    .init(
      "E0915",
      "The rows of a table have the same number of fields.",
      wrong: "read_csv(\"ragged.csv\")",
      right: "read_csv(\"table.csv\")"),
    .init(
      "E0916",
      "A quoted field ends with its quote.",
      wrong: "read_csv(\"open.csv\")",
      right: "read_csv(\"table.csv\")"),
    .init(
      "E0917",
      "A table has at least one row.",
      wrong: "read_csv(\"empty.csv\")",
      right: "read_csv(\"table.csv\")"),
    .init(
      "E0918",
      "The columns of a table have one length.",
      wrong: "write_csv(\"a.csv\", {x: [1, 2], y: [3]})",
      right: "write_csv(\"a.csv\", {x: [1, 2], y: [3, 4]})"),
    .init(
      "E0999",
      "Something went wrong that has no words of its own. Please report it with the program."),
  ]
}
