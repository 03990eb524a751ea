// E07: budgets.
extension DiagnosticReference {
  static let budgets: [DiagnosticEntry] = [
    .init(
      "E0701",
      "Functions call each other without an end, or deeper than there is room for.",
      wrong: "r(n) = r(n + 1)\nr(1)",
      right: "r(n) = if n == 0 then 0 else r(n - 1)\nr(10)"),
    .init(
      "E0702",
      "The program took more steps than it may.",
      wrong: "while true; end",
      right: "for i in 1:10; end"),
    .init(
      "E0703",
      "The program took longer than it may.",
      wrong: "while true; end",
      right: "for i in 1:10; end"),
    .init(
      "E0704",
      "The tensors take more memory than they may.",
      wrong: "zeros(1e6, 1e6)",
      right: "zeros(10, 10)"),
    .init(
      "E0705",
      "The program printed more than it may.",
      wrong: "while true; print(\"on and on\"); end",
      right: "print(\"once\")"),
    .init(
      "E0706",
      "The program was stopped from outside.",
      wrong: "while true; end",
      right: "for i in 1:10; end"),
    .init(
      "E0707",
      "Tuples, records and functions hold each other deeper than there is room for.",
      wrong: "t = ()\nfor i in 1:10_000; t = (t, i); end",
      right: "t = ()\nfor i in 1:10_000; t = append(t, i); end"),
    .init(
      "E0708",
      "While debug_nan(true) holds, NaN and Inf may not come out of finite numbers.",
      wrong: "debug_nan(true)\nlog(-1)",
      right: "debug_nan(true)\nlog(1)"),
  ]
}
