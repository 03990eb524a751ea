// E05: derivatives of functions.
extension DiagnosticReference {
  static let derivatives: [DiagnosticEntry] = [
    .init(
      "E0501",
      "`'` differentiates a function; the transpose of a matrix is `Aᵀ` or `A.T`.",
      wrong: "A = [1, 2; 3, 4]; A'",
      right: "A = [1, 2; 3, 4]; Aᵀ"),
    .init(
      "E0502",
      "`∇` is the gradient of a function; derivatives of equations are written with `∂`.",
      wrong: "x = 3; L := x^2; ∇L",
      right: "x = 3; L := x^2; ∂L/∂x"),
    .init(
      "E0503",
      "`'` is for functions of one number; `∇` and `grad` take those of several.",
      wrong: "f(x, y) = x*y\nf'(1, 2)",
      right: "f(x, y) = x*y\ngrad(f, wrt=\"y\")(1, 2)"),
    .init(
      "E0504",
      "A derivative is taken at a number, or at each element of a tensor.",
      wrong: "f(x) = x[1]\nf'((1, 2))",
      right: "f(p) = p[1]*p[2]\ngrad(f)((1, 2))"),
    .init(
      "E0505",
      "A function that is differentiated gives a number.",
      wrong: "f(x) = \"a\"\nf'(1)",
      right: "f(x) = x^2\nf'(1)"),
    .init(
      "E0506",
      "`'` is for functions from number to number.",
      wrong: "f(x) = [x, x^2]\nf'(1)",
      right: "f(x) = [x, x^2]\njacobian(f)(1)"),
    .init(
      "E0507",
      "The function has no derivative, for the reason that it gives."),
    .init(
      "E0508",
      "`f'` of a tensor differentiates element by element; this function mixes the elements.",
      wrong: "softmax'([1, 2])",
      right: "jacobian(softmax)([1, 2])"),
    .init(
      "E0509",
      "A gradient is of a number.",
      wrong: "grad(x -> [x, x])(1)",
      right: "grad(x -> sum([x, x]))(1)"),
    .init(
      "E0510",
      "A gradient is called with the arguments of its function.",
      wrong: "grad((x, y) -> x*y)()",
      right: "grad((x, y) -> x*y)(1, 2)"),
    .init(
      "E0511",
      "Derivatives are by numbers and tensors, and by tuples and records of them.",
      wrong: "grad(x -> 1)(\"a\")",
      right: "grad(p -> p.a^2)({a: 1})"),
    .init(
      "E0512",
      "A rule states the derivative of a function.",
      wrong: "x = 3\nx'(t) = 2*t",
      right: "f(x) = x^2\nf'(x) = 2*x"),
    .init(
      "E0513",
      "A derivative rule has the parameters of its function.",
      wrong: "f(x, y) = x*y\nf'(x) = 1",
      right: "f(x, y) = x*y\nf'(x, y) = (y, x)"),
    .init(
      "E0514",
      "A rule has the defaults of its function, where a call leaves a parameter to them.",
      wrong: "f(x, p=2) = x^p\nf'(x, p) = (p*x^(p - 1), 0)\ngrad(f)(3)",
      right: "f(x, p=2) = x^p\nf'(x, p=2) = (p*x^(p - 1), 0)\ngrad(f)(3)"),
    .init(
      "E0515",
      "A rule gives a number or tensor; of several parameters, a tuple with one derivative for each.",
      wrong: "f(x) = x^2\nf'(x) = \"a\"\nf'(1)",
      right: "f(x) = x^2\nf'(x) = 2*x\nf'(1)"),
    .init(
      "E0516",
      "A rule's derivative has the shape of the argument; that of a tensor by a tensor may also be the Jacobian.",
      wrong: "f(x) = x .* x\nf'(x) = [1, 2, 3]\ngrad(x -> sum(f(x)))([1, 2])",
      right: "f(x) = x .* x\nf'(x) = 2*x\ngrad(x -> sum(f(x)))([1, 2])"),
    .init(
      "E0517",
      "A direction has the structure and the shapes of what it moves.",
      wrong: "jvp(x -> x^2, 1, [1, 2])",
      right: "jvp(x -> x^2, 1, 1)"),
    .init(
      "E0518",
      "A divergence is of a function whose result has the shape of its argument.",
      wrong: "divergence(x -> sum(x))([1, 2])",
      right: "divergence(x -> 2*x)([1, 2])"),
    .init(
      "E0519",
      "A checkpointed function is run again for its derivative and must do the same."),
    .init(
      "E0520",
      "`wrt` names a parameter, or counts one from 1.",
      wrong: "grad((x, y) -> x*y, wrt=3)(1, 2)",
      right: "grad((x, y) -> x*y, wrt=2)(1, 2)"),
  ]
}
