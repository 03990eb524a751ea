"""Makes stable.tsv: derivatives where naive formulas lose their digits, by mpmath with 60 digits.

    python3 Tests/Tables/stable.py            (needs mpmath; made with mpmath 1.3.0)

A line is: a Gradus expression, the value that a perfect calculation would give (several for a tensor), rounded to
double, and how many units in the last place a result may be off. The arguments are doubles, taken exactly as such.
Where the value itself is badly conditioned, so that the rounding of x changes it by many units (exp(-x^2) at 20),
the allowance is the condition number times the usual one.
"""
import os
from mpmath import cosh, erfc, exp, inverse, log, matrix, mp, mpf, pi, sqrt, tanh

mp.dps = 60
LINES = []


def line(text, values, ulps=4):
    values = values if isinstance(values, list) else [values]
    LINES.append(f"{text}\t{' '.join(repr(float(v)) for v in values)}\t{ulps}")


def number(x):
    return f"({x!r})" if x < 0 else repr(x)


def each(name, derivative, points, ulps=4, order=1):
    """Points are doubles; `derivative` is exact in multiple precision."""
    for x in points:
        allowed = ulps(x) if callable(ulps) else ulps
        line(f"{name}{chr(39) * order}({number(x)})", derivative(mpf(x)), allowed)


def sigma(x):
    return 1 / (1 + exp(-x))


TAILS = [0.5, -1.0, 5.0, 18.0, 20.0, -20.0, 50.0, -300.0]
each("tanh", lambda x: 1 / cosh(x) ** 2, TAILS + [0.0, 1e-9])
each("tanh", lambda x: -2 * tanh(x) / cosh(x) ** 2, TAILS + [1e-9], 6, order=2)
each("tanh", lambda x: (6 * tanh(x) ** 2 - 2) / cosh(x) ** 2, [0.0, 0.2, 20.0, -20.0], 8, order=3)
WIDE = [0.0, 1.0, -1.0, 10.0, 40.0, -40.0, 700.0, -700.0]
each("σ", lambda x: sigma(x) * sigma(-x), WIDE)
each("σ", lambda x: sigma(x) * sigma(-x) * (sigma(-x) - sigma(x)), [1.0, -1.0, 40.0, -40.0, 700.0, -700.0], 6, order=2)
each("softplus", sigma, WIDE)
each("softplus", lambda x: sigma(x) * sigma(-x), WIDE, order=2)
each("log_sigmoid", lambda x: sigma(-x), WIDE)
each("silu", lambda x: sigma(x) * (1 + x * sigma(-x)), [1.0, 40.0, -40.0, 700.0, -700.0], 8)
each("asinh", lambda x: 1 / sqrt(1 + x * x), [1e-8, 2.0, 1e8, 1e200, -1e200])
each("asinh", lambda x: -x / (1 + x * x) ** mpf(1.5), [1e-8, 2.0, 1e8, 1e100], 8, order=2)
each("acosh", lambda x: 1 / sqrt(x * x - 1), [1 + 1e-12, 2.0, 1e8, 1e200])
NEAR = [0.5, 1 - 1e-6, 1 - 1e-12, -1 + 1e-12]
each("asin", lambda x: 1 / sqrt(1 - x * x), NEAR)
each("acos", lambda x: -1 / sqrt(1 - x * x), NEAR)
each("atanh", lambda x: 1 / (1 - x * x), NEAR)
each("atan", lambda x: 1 / (1 + x * x), [1e-9, 1.0, 1e8, -1e150])
each("log1p", lambda x: 1 / (1 + x), [1e-20, 1e-9, -1 + 1e-10, 1e300])
each("expm1", exp, [1e-20, -1e-9, -50.0, 700.0])
each("erf", lambda x: 2 / sqrt(pi) * exp(-x * x), [1e-9, 1.0, 3.0, 10.0, 20.0], lambda x: max(6, int(2 * x * x)))
each("erfc", lambda x: -2 / sqrt(pi) * exp(-x * x), [3.0, 10.0, 26.0], lambda x: int(2 * x * x))
each("gelu", lambda x: erfc(-x / sqrt(2)) / 2 + x * exp(-x * x / 2) / sqrt(2 * pi), [-30.0, -6.0, 0.5, 6.0], lambda x: max(8, int(4 * x * x)))

# Functions of two numbers whose squares overflow or vanish.
for a, b in [(3.0, 4.0), (3e200, 4e200), (3e-200, 4e-200), (1e200, 1.0)]:
    x, y = mpf(a), mpf(b)
    h = sqrt(x * x + y * y)
    line(f"grad((a, b) -> hypot(a, b), wrt=\"all\")({a!r}, {b!r})", [x / h, y / h])
    line(f"grad(norm)([{a!r}, {b!r}])", [x / h, y / h])
    line(f"grad((y, x) -> atan2(y, x), wrt=\"all\")({a!r}, {b!r})", [y / h / h, -x / h / h], 6)
for a, b in [(3e-100, 4e-100), (3.0, 4.0), (3e100, 4e100)]:
    x, y = mpf(a), mpf(b)
    h = sqrt(x * x + y * y)
    line(f"hessian(norm)([{a!r}, {b!r}])", [y * y / h**3, -x * y / h**3, -x * y / h**3, x * x / h**3], 16)
line("grad(x -> sum(norm(x, dim=2)))([3e200, 4e200; 3e-200, 4e-200])", [0.6, 0.8, 0.6, 0.8])
line("grad(x -> norm(x, p=3))([1e-200, 2e-200])", [1 / mpf(9) ** (mpf(2) / 3), 4 / mpf(9) ** (mpf(2) / 3)], 8)
for scale in [1e-180, 1.0, 1e180]:
    x = [mpf(scale), 2 * mpf(scale), mpf(4) * mpf(scale)]
    m = sum(x) / 3
    s = sqrt(sum((v - m) ** 2 for v in x) / 2)
    line(f"grad(std)([{scale!r}, {2 * scale!r}, {4 * scale!r}])", [(v - m) / (2 * s) for v in x], 16)


# Sums of exponentials.
def softmax(x):
    x = [mpf(v) for v in x]
    total = sum(exp(v) for v in x)
    return [exp(v) / total for v in x]


for x in [[1000.0, 999.0], [-1000.0, -1001.0, -1003.5], [700.0, -700.0], [0.1, 0.2, 0.3]]:
    text = "[" + ", ".join(map(repr, x)) + "]"
    p = softmax(x)
    size = int(max(abs(v) for v in x))
    # exp(x - logsumexp) has the rounding of x in it.
    line(f"grad(logsumexp)({text})", p, max(8, 2 * size))
    line(f"grad(z -> cross_entropy(z, 1))({text})", [p[0] - 1] + p[1:], 8 if size < 1 else 1024)
    line(f"jacobian(softmax)({text})[1, :]", [p[0] * ((1 if i == 0 else 0) - v) for i, v in enumerate(p)], 64)
line("grad(x -> logaddexp(x[1], x[2]))([1000, 998.5])", [sigma(mpf(1.5)), sigma(mpf(-1.5))])
for z, t in [(700.0, 0.0), (-700.0, 1.0), (-700.0, 0.0), (40.0, 0.0), (-40.0, 0.0)]:
    line(f"grad(z -> bce_logits([z], [{t}]))({number(z)})", sigma(mpf(z)) - mpf(t) if t == 0 else -sigma(-mpf(z)), 4)
for p, t in [(1e-300, 1.0), (1e-17, 0.0), (0.25, 0.5)]:
    q = mpf(p)
    line(f"grad(p -> bce([p], [{t}]))({p!r})", (1 - mpf(t)) / (1 - q) - mpf(t) / q)

# Powers: p·x^(p−1) and x^p·log(x).
for x, p in [(1e-200, 1.5), (1e200, 1.5), (1 + 1e-10, 1e10), (0.3, -20.0)]:
    a, b = mpf(x), mpf(p)
    line(f"grad((x, p) -> x^p, wrt=\"all\")({x!r}, {p!r})", [b * a ** (b - 1), a**b * log(a)], 8)

# Determinants of ill-conditioned matrices: Hilbert's, scaled to whole numbers. Entries are relative to the largest
# of the inverse, and the allowance is the condition number (1.5e7 for 6) in units.
for n, scale, condition in [(4, 420, 1.6e4), (6, 27720, 1.5e7)]:
    rows = [[mpf(scale) / (i + j + 1) for j in range(n)] for i in range(n)]
    text = "[" + "; ".join(", ".join(repr(int(v)) for v in row) for row in rows) + "]"
    found = inverse(matrix(rows))
    line(f"grad(logdet)({text})", [found[j, i] for i in range(n) for j in range(n)], int(4 * condition))

folder = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(folder, "stable.tsv"), "w") as file:
    file.write("\n".join(LINES) + "\n")
print(len(LINES))
