"""Makes symbolic.tsv: random expressions of one variable with derivatives by SymPy, evaluated with 40 digits.

    python3 Tests/Tables/symbolic.py               (needs sympy; made with sympy 1.14)

A line is: an expression in Gradus, the point, and the values of the expression, its first and its second
derivative there.
"""
import os
import random

import sympy as sp

random.seed(4)
x = sp.Symbol("x", real=True)

FUNCTIONS = {
    "sin": sp.sin, "cos": sp.cos, "tan": sp.tan, "exp": sp.exp, "log": sp.log, "sqrt": sp.sqrt, "atan": sp.atan,
    "asin": sp.asin, "acos": sp.acos, "sinh": sp.sinh, "cosh": sp.cosh, "tanh": sp.tanh, "asinh": sp.asinh,
    "acosh": sp.acosh, "atanh": sp.atanh, "erf": sp.erf, "erfc": sp.erfc, "gamma": sp.gamma, "lgamma": sp.loggamma,
    "digamma": sp.digamma, "cbrt": lambda u: sp.Pow(u, sp.Rational(1, 3)), "expm1": lambda u: sp.exp(u) - 1,
    "log1p": lambda u: sp.log(1 + u), "σ": lambda u: 1 / (1 + sp.exp(-u)), "softplus": lambda u: sp.log(1 + sp.exp(u)),
    "log2": lambda u: sp.log(u, 2), "log10": lambda u: sp.log(u, 10), "exp2": lambda u: 2**u,
    "silu": lambda u: u / (1 + sp.exp(-u)), "square": lambda u: u**2,
}
POSITIVE = {"log", "sqrt", "cbrt", "gamma", "lgamma", "digamma", "log2", "log10"}


# Where a function is real: SymPy would go on with complex numbers, which may even cancel.
DOMAINS = {
    "asin": lambda u: abs(u) < 1, "acos": lambda u: abs(u) < 1, "atanh": lambda u: abs(u) < 1,
    "acosh": lambda u: u > 1, "log1p": lambda u: u > -1,
}
conditions = []


def expression(depth):
    """A Gradus text with the same in SymPy."""
    if depth == 0:
        if random.random() < 0.7:
            return "x", x
        n = random.randint(1, 5)
        return str(n), sp.Integer(n)
    kind = random.random()
    if kind < 0.4:
        name = random.choice(list(FUNCTIONS))
        text, value = expression(depth - 1)
        if name in POSITIVE:
            text, value = f"1 + ({text})^2", 1 + value**2
        if name in DOMAINS:
            conditions.append((DOMAINS[name], value))
        return f"{name}({text})", FUNCTIONS[name](value)
    if kind < 0.5:
        text, value = expression(depth - 1)
        n = random.choice([2, 3, 4, -1, -2])
        return f"({text})^{n}", value**n
    if kind < 0.55:
        text, value = expression(depth - 1)
        return f"-({text})", -value
    a, va = expression(depth - 1)
    b, vb = expression(random.randint(0, depth - 1))
    sign = random.choice("++-**/^")
    if sign == "^":
        return f"(1 + ({a})^2)^({b})", (1 + va**2) ** vb
    value = {"+": va + vb, "-": va - vb, "*": va * vb}.get(sign)
    return f"({a}) {sign} ({b})", va / vb if value is None else value


def number(value):
    value = sp.N(value, 40)
    if not value.is_real or not value.is_finite:
        return None
    value = float(value)
    # Points near poles say more of the condition of the problem than of the derivative.
    return value if abs(value) < 1e4 else None


lines = []
while len(lines) < 320:
    conditions.clear()
    text, value = expression(random.choice([2, 3, 3, 4]))
    if not value.has(x) or len(text) > 90:
        continue
    point = sp.Rational(random.randint(-18, 18), 10)
    try:
        if not all(is_real(sp.N(u.subs(x, point), 20)) for is_real, u in conditions):
            continue
        values = [number(d.subs(x, point)) for d in (value, sp.diff(value, x), sp.diff(value, x, 2))]
    except Exception:
        continue
    if None in values or any(text == line.split("\t")[0] for line in lines):
        continue
    lines.append(f"{text}\tx = {float(point):g}\t{' '.join(map(repr, values))}")

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "symbolic.tsv"), "w") as file:
    file.write("\n".join(lines) + "\n")
print(len(lines))
