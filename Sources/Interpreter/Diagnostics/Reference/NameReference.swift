// E01: names and the structure of programs.
extension DiagnosticReference {
  static let names: [DiagnosticEntry] = [
    .init(
      "E0101",
      "The name has no value here. It may be misspelt, or be assigned further down.",
      wrong: "lenght([1, 2])",
      right: "length([1, 2])"),
    .init(
      "E0102",
      "A name that a function assigns is its own local, from the first line on; it was read before it had a value.",
      wrong: "y = 1\nfunction f()\n  y = y + 1\n  y\nend\nf()",
      right: "f(y) = y + 1\nf(1)"),
    .init(
      "E0103",
      "A parameter is there once."),
    .init(
      "E0104",
      "A function or cell has room for some 60 000 values at a time."),
    .init(
      "E0105",
      "The form has no value where it stands."),
    .init(
      "E0106",
      "`end` as a position has a meaning within an index only."),
    .init(
      "E0107",
      "`break` and `continue` belong to a loop.",
      wrong: "break",
      right: "while true; break; end"),
    .init(
      "E0108",
      "`return` belongs to a function.",
      wrong: "return 3",
      right: "function f(); return 3; end\nf()"),
    .init(
      "E0109",
      "An update changes one name or part."),
    .init(
      "E0110",
      "An equation holds for the whole program and can't be defined within a function."),
    .init(
      "E0111",
      "As many names as values.",
      wrong: "a, b = (1, 2, 3)",
      right: "a, b, _ = (1, 2, 3)"),
    .init(
      "E0112",
      "Tuples, records and tensors can be taken apart; a number can't.",
      wrong: "a, b = 3",
      right: "a, b = (3, 4)"),
    .init(
      "E0113",
      "A part of the language that this version does not have."),
    .init(
      "E0115",
      "A function keeps the locals around it as they are when it is made.",
      wrong: "function f()\n  g() = h()\n  h() = 1\n  g()\nend\nf()",
      right: "function f()\n  h() = 1\n  g() = h()\n  g()\nend\nf()"),
  ]
}
