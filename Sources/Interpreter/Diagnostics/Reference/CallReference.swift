// E04: calls and arguments.
extension DiagnosticReference {
  static let calls: [DiagnosticEntry] = [
    .init(
      "E0401",
      "Only a function can be called.",
      wrong: "x = 3; x(2)",
      right: "x = 3; x*2"),
    .init(
      "E0402",
      "An assignment hides the builtin of that name.",
      wrong: "sin = 3; sin(2)",
      right: "s = 3; sin(2)"),
    .init(
      "E0403",
      "The function has no parameter of this name.",
      wrong: "f(lr=0.1) = lr\nf(lrr=0.2)",
      right: "f(lr=0.1) = lr\nf(lr=0.2)"),
    .init(
      "E0404",
      "An argument is given once, by place or by name.",
      wrong: "f(x, y) = x + y\nf(1, x=2)",
      right: "f(x, y) = x + y\nf(1, y=2)"),
    .init(
      "E0405",
      "A parameter without a default must be given.",
      wrong: "f(x, y) = x + y\nf(1)",
      right: "f(x, y=2) = x + y\nf(1)"),
    .init(
      "E0406",
      "There are more arguments than parameters.",
      wrong: "f(x) = x\nf(1, 2)",
      right: "f(x) = x\nf(1)"),
    .init(
      "E0407",
      "The argument is of another kind than the function takes.",
      wrong: "map(3, [1, 2])",
      right: "map(x -> x^2, [1, 2])"),
    .init(
      "E0408",
      "This number counts something and must be whole.",
      wrong: "zeros(2.5)",
      right: "zeros(2)"),
    .init(
      "E0409",
      "The argument has not the shape that the function's head states.",
      wrong: "f(x: [n], y: [n]) = dot(x, y)\nf([1, 2], [1, 2, 3])",
      right: "f(x: [n], y: [n]) = dot(x, y)\nf([1, 2], [3, 4])"),
    .init(
      "E0410",
      "The function's head states a shape, and the argument has none.",
      wrong: "f(x: [n]) = sum(x)\nf(\"a\")",
      right: "f(x: [n]) = sum(x)\nf([1, 2])"),
    .init(
      "E0411",
      "`f.(x)` puts the results in the places of the elements, so each is a number.",
      wrong: "f(x) = [x, x]\nf.([1, 2])",
      right: "map(x -> [x, x], [1, 2])"),
    .init(
      "E0412",
      "The argument is outside what the function takes.",
      wrong: "quantile([1, 2, 3], 2)",
      right: "quantile([1, 2, 3], 0.5)"),
    .init(
      "E0413",
      "A class label is a whole number from 1 to the number of classes.",
      wrong: "one_hot([0, 1], 2)",
      right: "one_hot([1, 2], 2)"),
    .init(
      "E0414",
      "The function of a tensor with several axes needs to know along which.",
      wrong: "cumsum([1, 2; 3, 4])",
      right: "cumsum([1, 2; 3, 4], dim=1)"),
    .init(
      "E0430",
      "What is integrated gives a number or tensor at each point.",
      wrong: "integrate(x -> \"a\", 0, 1)",
      right: "integrate(x -> x, 0, 1)"),
    .init(
      "E0431",
      "The integral settles when its interval is halved; this one does not.",
      wrong: "integrate(x -> 1/x, 0, 1)",
      right: "integrate(x -> 1/√x, 0, 1)"),
    .init(
      "E0432",
      "A function whose root is sought gives a value like its argument.",
      wrong: "root(x -> [x, x], 1)",
      right: "root(x -> x^2 - 2, 1)"),
    .init(
      "E0433",
      "No root was found from where the search began.",
      wrong: "root(x -> x^2 + 1, 1)",
      right: "root(x -> x^2 - 1, 2)"),
    .init(
      "E0434",
      "Between the ends of an interval with a root the sign changes.",
      wrong: "root(x -> x^2 + 1, (0, 1))",
      right: "root(x -> x^2 - 2, (0, 2))"),
    .init(
      "E0435",
      "The times of ode are finite and in order.",
      wrong: "ode((t, y) -> y, 1, [0, 2, 1])",
      right: "ode((t, y) -> y, 1, [0, 1, 2])"),
    .init(
      "E0436",
      "The function of an ode gives the rate of change of its state.",
      wrong: "ode((t, y) -> [y, y], 1, [0, 1])",
      right: "ode((t, y) -> -y, 1, [0, 1])"),
    .init(
      "E0437",
      "The solution can't be followed further.",
      wrong: "ode((t, y) -> y^2, 1, [0, 2])",
      right: "ode((t, y) -> y^2, 1, [0, 0.5])"),
    .init(
      "E0438",
      "The degree of a Taylor polynomial is a whole number from 0 to 100.",
      wrong: "taylor(sin, 0, -1)",
      right: "taylor(sin, 0, 3)"),
    .init(
      "E0439",
      "Where the derivative is 0 a root does not move smoothly.",
      wrong: "(a -> root(x -> a*x^3, (-1, 1)))'(1)",
      right: "(a -> root(x -> x^3 - a, (0, 2)))'(1)"),
  ]
}
