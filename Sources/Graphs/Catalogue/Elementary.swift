import Tensors

// Exponentials, logarithms, roots and rounding.
extension Catalogue {
  static let elementary: [Operation] = [
    exp, exp2, expm1, log, log2, log10, log1p, sqrt, cbrt, square, abs, sign, floor, ceil, round,
    trunc, hypot, logaddexp, xlogy,
  ]

  // MARK: Exponentials and logarithms

  public static let exp: Operation = .unary(
    "exp", .exp, "The exponential function ℯˣ.",
    .local { $0.y }, notation: .special, domain: .between(-3, 3),
    examples: [.init("exp(0)", "1"), .init("exp([0, 1])", "[1, 2.71828]")])

  public static let exp2: Operation = .unary(
    "exp2", .exp2, "The power 2ˣ.",
    .local { $0.y * ln2 }, domain: .between(-3, 3),
    examples: [.init("exp2(10)", "1024")])

  public static let expm1: Operation = .unary(
    "expm1", .expm1, "ℯˣ − 1, accurate for small x.",
    .local { exp($0.x) }, domain: .between(-3, 3),
    examples: [.init("expm1(1e-10)", "1e-10")])

  public static let log: Operation = .unary(
    "log", aliases: ["ln"], .log, "The natural logarithm.",
    .rule { $0.g / $0.x }, notation: .call(latex: "\\ln"), domain: .positive,
    examples: [.init("log(ℯ)", "1"), .init("log(0)", "-Inf")])

  public static let log2: Operation = .unary(
    "log2", .log2, "The logarithm to base 2.",
    .rule { $0.g / ($0.x * ln2) }, notation: .call(latex: "\\log_2"), domain: .positive,
    examples: [.init("log2(1024)", "10")])

  public static let log10: Operation = .unary(
    "log10", .log10, "The logarithm to base 10.",
    .rule { $0.g / ($0.x * ln10) }, notation: .call(latex: "\\log_{10}"), domain: .positive,
    examples: [.init("log10(1000)", "3")])

  public static let log1p: Operation = .unary(
    "log1p", .log1p, "log(1 + x), accurate for small x.",
    .rule { $0.g / (1 + $0.x) }, domain: .greaterThan(-1),
    examples: [.init("log1p(1e-10)", "1e-10")])

  public static let logaddexp: Operation = .binary(
    "logaddexp", group: .elementary, .logaddexp, "log(ℯᵃ + ℯᵇ), without overflow.",
    .local({ sigmoid($0.a - $0.b) }, { sigmoid($0.b - $0.a) }),
    examples: [.init("logaddexp(0, 0)", "0.693147"), .init("logaddexp(1000, -1000)", "1000")])

  public static let xlogy: Operation = .binary(
    "xlogy", group: .elementary, .xlogy, "x·log(y), which is 0 where x is 0.",
    .rules([{ $0.g * log($0.b) }, { $0.g * ($0.a.absorbing / $0.b) }]),
    domain: .each([.reals, .positive]), isSingular: true,
    convention: "∂/∂y at x = 0 is 0, also at y = 0.", parameters: ("x", "y"),
    examples: [.init("xlogy(0, 0)", "0"), .init("xlogy(2, ℯ)", "2")])

  // MARK: Roots

  public static let sqrt: Operation = .unary(
    "sqrt", .sqrt, "The square root; NaN for negative numbers.",
    .rule { $0.g / (2 * $0.y) }, notation: .special, domain: .positive, isSingular: true,
    convention: "sqrt′(0) = Inf, but 0·Inf in the chain rule is 0.",
    examples: [.init("sqrt(16)", "4"), .init("√2", "1.41421"), .init("sqrt(-1)", "NaN")])

  public static let cbrt: Operation = .unary(
    "cbrt", .cbrt, "The real cube root.",
    .rule { $0.g / (3 * ($0.y * $0.y)) }, notation: .special, domain: .positive,
    isSingular: true, convention: "cbrt′(0) = Inf, but 0·Inf in the chain rule is 0.",
    examples: [.init("cbrt(-27)", "-3")])

  public static let square: Operation = .unary(
    "square", .square, "The square x².",
    .local { 2 * $0.x }, notation: .special,
    examples: [.init("square(-3)", "9")])

  public static let hypot: Operation = .binary(
    "hypot", group: .elementary, .hypot, "√(a² + b²), without overflow.",
    .local({ $0.a.absorbing / $0.y }, { $0.b.absorbing / $0.y }), domain: .positive,
    isSingular: true, convention: "Both partial derivatives at (0, 0) are 0.",
    examples: [.init("hypot(3, 4)", "5")])

  // MARK: Sign and rounding

  public static let abs: Operation = .unary(
    "abs", .abs, "The absolute value.",
    .local { sign($0.x) }, notation: .special, domain: .positive,
    convention: "abs′(0) = 0.",
    examples: [.init("abs(-3)", "3"), .init("abs([-1, 2])", "[1, 2]")])

  public static let sign: Operation = .unary(
    "sign", .sign, "1, 0 or −1 for positive, zero and negative numbers.",
    .zero("sign is constant on either side of 0"), notation: .call(latex: "\\operatorname{sgn}"),
    domain: .positive, convention: "sign′ = 0.",
    examples: [.init("sign([-2, 0, 5])", "[-1, 0, 1]")])

  public static let floor: Operation = .unary(
    "floor", .floor, "The greatest whole number that is not above x.",
    .zero("floor is constant between whole numbers"), notation: .special,
    domain: .between(0.1, 0.9), convention: "floor′ = 0.",
    examples: [.init("floor(-1.5)", "-2")])

  public static let ceil: Operation = .unary(
    "ceil", .ceil, "The least whole number that is not below x.",
    .zero("ceil is constant between whole numbers"), notation: .special,
    domain: .between(0.1, 0.9), convention: "ceil′ = 0.",
    examples: [.init("ceil(1.2)", "2")])

  public static let round: Operation = .unary(
    "round", .round, "The nearest whole number; halves go to the even one.",
    .zero("round is constant between halves"), domain: .between(0.6, 1.4),
    convention: "round′ = 0.",
    examples: [.init("round([0.5, 1.5, 2.4])", "[0, 2, 2]")])

  public static let trunc: Operation = .unary(
    "trunc", .trunc, "x without its fraction.",
    .zero("trunc is constant between whole numbers"), domain: .between(0.1, 0.9),
    convention: "trunc′ = 0.",
    examples: [.init("trunc(-1.5)", "-1")])
}

let ln2 = 0.693147180559945309417
let ln10 = 2.302585092994045684018
