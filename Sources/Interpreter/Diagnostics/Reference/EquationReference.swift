// E06: equations, explain, minimize.
extension DiagnosticReference {
  static let equations: [DiagnosticEntry] = [
    .init(
      "E0601",
      "Equations that need each other have no value.",
      wrong: "a := b + 1\nb := a\na",
      right: "a := b + 1\nb = 2\na"),
    .init(
      "E0602",
      "An equation that is differentiated has a number or tensor as its value.",
      wrong: "x = 1\ns := \"x is {x}\"\n∂s/∂x",
      right: "x = 1\ns := 2*x\n∂s/∂x"),
    .init(
      "E0603",
      "`∂` is of a number or tensor; take a part of a tuple or record.",
      wrong: "x = 1; t := (x, x^2); ∂t/∂x",
      right: "x = 1; t := (x, x^2); ∂(t[2])/∂x"),
    .init(
      "E0604",
      "`∂` is of equations and expressions; functions have `grad` and `'`.",
      wrong: "f(x) = x^2\nx = 1\n∂f/∂x",
      right: "f(x) = x^2\nx = 1\n∂(f(x))/∂x"),
    .init(
      "E0605",
      "`∂` is by a number or tensor.",
      wrong: "x = \"a\"; L := 2; ∂L/∂x",
      right: "x = 1; L := 2*x; ∂L/∂x"),
    .init(
      "E0606",
      "Higher derivatives with `∂` are by numbers; `hessian` takes tensors.",
      wrong: "x = [1, 2]; L := sum(x.^2); ∂²L/∂x²",
      right: "hessian(x -> sum(x.^2))([1, 2])"),
    .init(
      "E0607",
      "The derivative of a tensor by a tuple or record has no single shape.",
      wrong: "p = (1, 2); v := [p[1], p[2]]; ∂v/∂p",
      right: "p = (1, 2); v := [p[1], p[2]]; ∂(sum(v))/∂p"),
    .init(
      "E0610",
      "explain expands a derivative.",
      wrong: "explain 3",
      right: "x = 2; L := x^3; explain ∂L/∂x"),
    .init(
      "E0611",
      "An equation gives the same value every time, so it can't draw or print.",
      wrong: "L := randn(3)\nL",
      right: "r = randn(3)\nL := sum(r)\nL"),
    .init(
      "E0612",
      "partial takes a target and the names of variables.",
      wrong: "x = 1; L := x^2; partial(L, 2)",
      right: "x = 1; L := x^2; partial(L, x)"),
    .init(
      "E0613",
      "Which way the function goes depends on its argument, so it has no single formula.",
      wrong: "f(x) = if x > 0 then x^2 else -x\nexplain f'",
      right: "f(x) = if x > 0 then x^2 else -x\nexplain f'(2)"),
    .init(
      "E0614",
      "A graph is drawn of an equation that depends on names.",
      wrong: "L := 3\ngraph(L)",
      right: "x = 1; L := 3*x\ngraph(L)"),
    .init(
      "E0620",
      "`using` takes an optimizer.",
      wrong: "w = 1; L := w^2; minimize L over w using 0.1 for 3",
      right: "w = 1; L := w^2; minimize L over w using gd(0.1) for 3"),
    .init(
      "E0621",
      "The update of an optimizer gives (p, state).",
      wrong:
        "o = {start: p -> 0, update: (p, g, s, k) -> p}\nminimize(p -> p^2, 1, using=o, steps=2)",
      right:
        "o = {start: p -> 0, update: (p, g, s, k) -> (p, s)}\nminimize(p -> p^2, 1, using=o, steps=2)"
    ),
    .init(
      "E0622",
      "What is minimized over are names with values of their own, not equations.",
      wrong: "w = 1; v := 2*w; L := v^2; minimize L over v using gd(0.1) for 3",
      right: "w = 1; v := 2*w; L := v^2; minimize L over w using gd(0.1) for 3"),
    .init(
      "E0623",
      "What is minimized is a number.",
      wrong: "w = [1, 2]; L := w .^ 2; minimize L over w using gd(0.1) for 3",
      right: "w = [1, 2]; L := sum(w .^ 2); minimize L over w using gd(0.1) for 3"),
    .init(
      "E0624",
      "The loss became infinite or NaN.",
      wrong: "w = 1; L := w^4; minimize L over w using gd(10) for 50",
      right: "w = 1; L := w^4; minimize L over w using gd(0.1) for 50"),
    .init(
      "E0625",
      "Batches take the same rows of all data.",
      wrong:
        "minimize((p, X, Y) -> p^2 + 0*sum(X) + 0*sum(Y), 1, using=gd(0.1), steps=1, data=(ones(4), ones(3)), batch=2)",
      right:
        "minimize((p, X, Y) -> p^2 + 0*sum(X) + 0*sum(Y), 1, using=gd(0.1), steps=1, data=(ones(4), ones(4)), batch=2)"
    ),
    .init(
      "E0626",
      "This optimizer works on all parameters together and has no single steps.",
      wrong: "o = lbfgs(); start(o, 1)",
      right: "o = gd(0.1); start(o, 1)"),
    .init(
      "E0627",
      "An optimizer of your own says its equations if it is to be explained.",
      wrong:
        "x = 1; L := x; o = {start: p -> 0, update: (p, g, s, k) -> (p, s)}\nexplain minimize L over x using o",
      right: "x = 1; L := x^2\nexplain minimize L over x using gd(0.1)"),
  ]
}
