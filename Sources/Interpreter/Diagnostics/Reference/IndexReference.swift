// E03: indexes and fields.
extension DiagnosticReference {
  static let indexes: [DiagnosticEntry] = [
    .init(
      "E0301",
      "An index goes from 1 to the size of its axis.",
      wrong: "v = [1, 2, 3]; v[0]",
      right: "v = [1, 2, 3]; v[1]"),
    .init(
      "E0302",
      "One index for each axis.",
      wrong: "A = [1, 2; 3, 4]; A[2]",
      right: "A = [1, 2; 3, 4]; A[2, :]"),
    .init(
      "E0303",
      "An index is a whole number.",
      wrong: "v = [1, 2, 3]; v[1.5]",
      right: "v = [1, 2, 3]; v[round(1.5)]"),
    .init(
      "E0304",
      "An index is a number, a range, a vector, a mask or `:`.",
      wrong: "v = [1, 2]; v[\"a\"]",
      right: "v = [1, 2]; v[1]"),
    .init(
      "E0305",
      "Only tensors, tuples and strings have parts to index.",
      wrong: "x = 5; x[1]",
      right: "x = [5]; x[1]"),
    .init(
      "E0306",
      "Axes are counted from 1; -1 is the last.",
      wrong: "sum([1, 2; 3, 4], dim=3)",
      right: "sum([1, 2; 3, 4], dim=2)"),
    .init(
      "E0307",
      "`..` stands for all axes that are not named, so it comes once.",
      wrong: "A = ones(2, 2); A[.., 1, ..]",
      right: "A = ones(2, 2); A[.., 1]"),
    .init(
      "E0308",
      "A mask has the shape of what it selects from.",
      wrong: "v = [1, 2, 3]; v[[true, false]]",
      right: "v = [1, 2, 3]; v[v .> 1]"),
    .init(
      "E0309",
      "The record has no field of this name.",
      wrong: "p = {weight: 1}; p.wieght",
      right: "p = {weight: 1}; p.weight"),
    .init(
      "E0310",
      "Only records have fields; functions are called.",
      wrong: "x = [1, 2, 3]; x.shape",
      right: "x = [1, 2, 3]; size(x)"),
    .init(
      "E0311",
      "The value of an equation follows from what it depends on; its parts can't be assigned.",
      wrong: "a = 1; v := [a, 2]; v[1] = 5",
      right: "a = 1; v := [a, 2]; a = 5; v"),
    .init(
      "E0312",
      "A size can't be negative.",
      wrong: "zeros(-1)",
      right: "zeros(1)"),
    .init(
      "E0313",
      "The characters of a string can't be replaced; make a new string.",
      wrong: "s = \"abc\"; s[1] = \"x\"",
      right: "s = \"abc\"; \"x{s[2:end]}\""),
    .init(
      "E0314",
      "What is assigned to a part has the part's shape, or is a number.",
      wrong: "A = zeros(2, 2); A[1, :] = [1, 2, 3]",
      right: "A = zeros(2, 2); A[1, :] = [1, 2]"),
  ]
}
