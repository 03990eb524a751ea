// E08: plots and checks.
extension DiagnosticReference {
  static let checks: [DiagnosticEntry] = [
    .init(
      "E0801",
      "A figure can't be drawn from this.",
      wrong: "plot([1, 2], [1, 2, 3])",
      right: "plot([1, 2], [3, 4])"),
    .init(
      "E0802",
      "A check did not hold.",
      wrong: "check 1 + 1 == 3",
      right: "check 1 + 1 == 2"),
    .init(
      "E0803",
      "An option of a plot has a value that it can't take.",
      wrong: "plot([1, 2], width=-3)",
      right: "plot([1, 2], width=400)"),
    .init(
      "E0804",
      "An option of a plot is one of a few words.",
      wrong: "plot([1, 2], legend=\"middle\")",
      right: "plot([1, 2])"),
    .init(
      "E0805",
      "The end of a figure's file name says how it is written.",
      wrong: "save(plot([1, 2]), \"a.docx\")",
      right: "save(plot([1, 2]), \"a.svg\")"),
    .init(
      "E0806",
      "A notebook may not start other programs.",
      wrong: "save(plot([1, 2]), \"a.png\")",
      right: "save(plot([1, 2]), \"a.svg\")"),
    .init(
      "E0807",
      "A plot of a function needs the interval to draw it on.",
      wrong: "f(x) = x^2\nplot(f)",
      right: "f(x) = x^2\nplot(f, -3:3)"),
  ]
}
