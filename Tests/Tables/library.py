#!/usr/bin/env python3
"""Writes library.tsv: for every function of LANGUAGE.md, section 9, calls with the values that other
systems give: mpmath 1.3 for functions of numbers (to 400 digits, then rounded), NumPy, SciPy and PyTorch
for the rest.

    python3 Tests/Tables/library.py > Tests/Tables/library.tsv      # needs numpy scipy mpmath torch

Lines: `let NAME TAB expression` defines an input; `FUNCTION TAB MODE TAB LIMIT TAB expression TAB values` is a
row. MODE e counts the error of each element in units in its last place, MODE n in units in the last place of
the largest element (for sums and matrices, whose small elements carry the rounding of large ones). LIMIT
is the error that the test allows, in those units.
"""
import math
import sys

import mpmath as mp
import numpy as np
import scipy.linalg as sl
import scipy.special as sp
import torch

np.seterr(all="ignore")
mp.mp.prec = 1400
rng = np.random.default_rng(2024)


def text(x):
    x = float(x)
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "Inf" if x > 0 else "-Inf"
    return repr(int(x)) if x == int(x) and abs(x) < 1e15 and not (x == 0 and math.copysign(1, x) < 0) else repr(x)


def literal(a):
    a = np.asarray(a)
    if a.dtype == bool:
        a = a.astype(float)
    if a.ndim == 0:
        return text(a)
    if a.ndim == 1:
        return "[" + ", ".join(text(x) for x in a) + "]"
    return "[" + ", ".join(literal(x) for x in a) + "]"


inputs = {}


def let(name, value):
    inputs[name] = np.asarray(value, dtype=float)
    print(f"let\t{name}\t{literal(value)}")


def row(function, expression, expected, limit=0, mode="e"):
    values = np.asarray(expected, dtype=float).ravel()
    print(f"{function}\t{mode}\t{limit}\t{expression}\t{' '.join(text(x) for x in values)}")


def rounded(f, x, fallback):
    """The correctly rounded value of an mpmath function; for points it can't take, another system's."""
    if not all(math.isfinite(v) for v in x) or any(v == 0 for v in x):
        return fallback(*x)
    try:
        y = f(*[mp.mpf(v) for v in x])
    except (ValueError, ZeroDivisionError, OverflowError, TypeError, mp.libmp.ComplexResult, mp.libmp.NoConvergence):
        return fallback(*x)
    if isinstance(y, mp.mpc):
        return math.nan if y.imag != 0 else float(y.real)
    try:
        return float(y)
    except OverflowError:
        return math.inf if y > 0 else -math.inf


def elementwise(function, name, f, fallback, limit=1, expression=None):
    x = inputs[name]
    row(function, expression or f"{function}({name})", [rounded(f, (v,), fallback) for v in x], limit)


def pairwise(function, f, fallback, limit=1, a="P", b="Q", expression=None):
    values = [rounded(f, (x, y), fallback) for x, y in zip(inputs[a], inputs[b])]
    row(function, expression or f"{function}.({a}, {b})", values, limit)


# Inputs ------------------------------------------------------------------------------------------

edges = [0.0, -0.0, math.inf, -math.inf, math.nan, 1, -1, 1e300, -1e300, 1e-300, -1e-300, 5e-324]
let("E", edges + [0.5, -0.5, 2, -2, 3, 10, -10, 30, -30, 700, -700, 1000] + list(rng.normal(size=12) * 3))
let("U", [0.0, -0.0, math.inf, math.nan, 1, -1, 2, 1e-300, 1e-8, 0.5, -0.5, 0.999999, -0.999999]
    + list(rng.uniform(-1, 1, size=12)))
let("G", [0.0, -0.0, math.inf, -math.inf, math.nan, 1, 2, 3, 0.5, -0.5, -1.5, 1e-300, 171, 172, 1e300]
    + list(rng.uniform(0.1, 20, size=12)) + list(rng.uniform(-6, 0, size=6)))
pairs = [(a, b) for a in (0.0, -0.0, 1, -1, math.inf, -math.inf, math.nan, 1e300, 1e-300)
         for b in (0.0, -0.0, 2, -3, math.inf, math.nan, 1e300)]
pairs += list(zip(rng.normal(size=15) * 5, rng.normal(size=15) * 5))
let("P", [p[0] for p in pairs])
let("Q", [p[1] for p in pairs])
let("V", rng.normal(size=9))
let("W", rng.normal(size=9))
let("One", [-2.5])
let("Big", [1e300, -1e300, 1e300, 3.0, 1e-300])
let("Odd", [1.0, math.nan, -math.inf, 0.0])
let("A", rng.normal(size=(4, 3)))
let("B", rng.normal(size=(3, 4)))
let("S", rng.normal(size=(4, 4)) + 3 * np.eye(4))
let("N", np.eye(4) * 5 + (lambda m: m + m.T)(rng.normal(size=(4, 4)) * 0.5))
let("b", rng.normal(size=4))
let("T", rng.normal(size=(2, 3, 4)))
let("M", rng.uniform(0.05, 0.95, size=(4, 3)))
A, B, S, N, b, T, V, W, M = (inputs[k] for k in "A B S N b T V W M".split())

# Elementary --------------------------------------------------------------------------------------

for name, f, g in [
    ("exp", mp.exp, np.exp), ("exp2", lambda x: mp.mpf(2) ** x, np.exp2), ("expm1", mp.expm1, np.expm1),
    ("log", mp.log, np.log), ("log2", lambda x: mp.log(x, 2), np.log2), ("log10", mp.log10, np.log10),
    ("log1p", mp.log1p, np.log1p), ("sqrt", mp.sqrt, np.sqrt),
    ("sin", mp.sin, np.sin), ("cos", mp.cos, np.cos), ("tan", mp.tan, np.tan),
    ("atan", mp.atan, np.arctan), ("sinh", mp.sinh, np.sinh), ("cosh", mp.cosh, np.cosh),
    ("tanh", mp.tanh, np.tanh), ("asinh", mp.asinh, np.arcsinh), ("acosh", mp.acosh, np.arccosh),
    ("erf", mp.erf, sp.erf), ("erfc", mp.erfc, sp.erfc),
]:
    elementwise(name, "E", f, g)
elementwise("cbrt", "E", lambda x: mp.sign(x) * mp.cbrt(abs(x)), np.cbrt)
for name, f, g in [("asin", mp.asin, np.arcsin), ("acos", mp.acos, np.arccos), ("atanh", mp.atanh, np.arctanh),
                   ("erfinv", mp.erfinv, sp.erfinv)]:
    elementwise(name, "U", f, g, 4 if name == "erfinv" else 1)
for name, f in [("abs", np.abs), ("sign", np.sign), ("floor", np.floor), ("ceil", np.ceil), ("round", np.rint),
                ("trunc", np.trunc)]:
    row(name, f"{name}(E)", f(inputs["E"]))
x = inputs["E"]
row("sinc", "sinc(E)", [0 if math.isinf(v) else rounded(lambda x: mp.sin(mp.pi * x) / (mp.pi * x), (v,), np.sinc) for v in x], 2, "n")
elementwise("gamma", "G", mp.gamma, sp.gamma, 8)
elementwise("lgamma", "G", lambda x: mp.log(abs(mp.gamma(x))) if x < 1e6 else mp.loggamma(x),
            lambda x: abs(sp.gammaln(x)), 8)
elementwise("digamma", "G", mp.digamma, sp.digamma, 128)  # 8 but near its zero at 1.46
row("factorial", "factorial([0, 1, 5, 20, 170])", [math.factorial(k) if k < 171 else math.inf for k in (0, 1, 5, 20, 170)], 8)
row("binomial", "binomial([5, 10, 30], [2, 5, 15])", [10, 252, 155117520], 8)
row("beta", "beta([0.5, 2, 3.5], [0.5, 3, 1.25])", [float(mp.beta(mp.mpf(x), mp.mpf(y))) for x, y in ((0.5, 0.5), (2, 3), (3.5, 1.25))], 8)
pairwise("atan2", mp.atan2, np.arctan2)
pairwise("hypot", mp.hypot, np.hypot)
pairwise("logaddexp", lambda x, y: mp.log(mp.exp(x) + mp.exp(y)) if max(abs(x), abs(y)) < 800 else max(x, y),
         np.logaddexp, 2)
pairwise("xlogy", lambda x, y: x * mp.log(y), sp.xlogy, 2)
row("mod", "mod(P[64:78], Q[64:78])", np.mod(inputs["P"][63:78], inputs["Q"][63:78]))
row("div", "div(P[64:78], Q[64:78])", np.floor_divide(inputs["P"][63:78], inputs["Q"][63:78]))
row("clamp", "clamp(E, -1, 2)", np.clip(inputs["E"], -1, 2))
row("lerp", "lerp(V, W, 0.3)", V + 0.3 * (W - V), 2)

# Reductions --------------------------------------------------------------------------------------


def exact_sum(a, axis=None):
    return np.apply_along_axis(lambda v: math.fsum(v), axis, a) if axis is not None else math.fsum(a.ravel())


row("sum", "sum(A)", exact_sum(A), 4, "n")
row("sum", "sum(A, dim=1)", exact_sum(A, 0), 4, "n")
row("sum", "sum(T, dim=(1, 3))", [math.fsum(T[:, i, :].ravel()) for i in range(3)], 4, "n")
row("sum", "sum(Big)", 1e300)
row("sum", "sum(Odd)", math.nan)
row("sum", "sum([])", 0)
row("mean", "mean(A, dim=2)", exact_sum(A, 1) / 3, 4, "n")
row("mean", "mean([])", math.nan)
row("prod", "prod(A, dim=1)", np.prod(A, 0), 4)
row("prod", "prod([])", 1)
for name, f in [("max", np.max), ("min", np.min)]:
    row(name, f"{name}(A, dim=1)", f(A, 0))
    row(name, f"{name}(Odd)", math.nan)
    row(name, f"{name}(One)", -2.5)
row("argmax", "argmax(A, dim=1)", np.argmax(A, 0) + 1)
row("argmin", "argmin(A, dim=2)", np.argmin(A, 1) + 1)
row("cumsum", "cumsum(A, dim=1)", np.cumsum(A, 0), 4, "n")
row("cumprod", "cumprod(A, dim=2)", np.cumprod(A, 1), 4)
row("cummax", "cummax(V)", np.maximum.accumulate(V))
row("var", "var(A, dim=1)", np.var(A, 0, ddof=1), 8)
row("var", "var(V, ddof=0)", np.var(V), 8)
row("var", "var(One)", math.nan)
row("std", "std(A, dim=2)", np.std(A, 1, ddof=1), 8)
row("median", "median(A, dim=1)", np.median(A, 0), 1)
row("median", "median(V)", np.median(V))
row("quantile", "quantile(V, 0.3)", np.quantile(V, 0.3), 4)
row("quantile", "quantile(A, 0.8, dim=1)", np.quantile(A, 0.8, axis=0), 4)
row("norm", "norm(V)", float(mp.sqrt(sum(mp.mpf(v) ** 2 for v in V))), 2)
row("norm", "norm(Big)", float(mp.sqrt(sum(mp.mpf(v) ** 2 for v in inputs["Big"]))), 2)
row("norm", "norm(A, p=1)", math.fsum(abs(A).ravel()), 4)
row("norm", "norm(V, p=Inf)", abs(V).max())
row("norm", "norm([0, 0])", 0)
row("logsumexp", "logsumexp(A, dim=1)", [float(mp.log(sum(mp.exp(mp.mpf(v)) for v in A[:, j]))) for j in range(3)], 4)
row("logsumexp", "logsumexp([1000, 1000])", float(1000 + mp.log(2)), 2)
row("any", "any(V .> 0)", 1)
row("all", "all(V .> 0)", 0)
row("all", "all(V .> 0 or V .<= 0)", 1)
row("count", "count(V .> 0)", np.sum(V > 0))

# Shape -------------------------------------------------------------------------------------------

row("size", "tensor(size(T))", T.shape)
row("length", "length(T)", T.size)
row("ndims", "ndims(T)", 3)
row("reshape", "reshape(A, 2, 6)", A)
row("flatten", "flatten(T)", T)
row("transpose", "transpose(A)", A.T)
row("permute", "permute(T, (3, 1, 2))", np.transpose(T, (2, 0, 1)))
row("cat", "cat((A, A), dim=2)", np.concatenate((A, A), 1))
row("hcat", "hcat(A, b)", np.column_stack((A, b)))
row("vcat", "vcat(A, Bᵀ)", np.vstack((A, B.T)))
row("stack", "stack((V, W), dim=2)", np.stack((V, W), 1))
row("split", "split(V, 3)[2]", np.split(V, 3)[1])
row("split", "split(A, (1, 3))[2]", A[1:])
row("repeat", "repeat(V, 2)", np.repeat(V, 2))
row("tile", "tile(V, 2)", np.tile(V, 2))
row("expand", "expand(V, 2, 9)", np.broadcast_to(V, (2, 9)))
row("squeeze", "squeeze(reshape(V, 1, 9))", V)
row("pad", "pad(V, (1, 2))", np.pad(V, (1, 2)))
row("flip", "flip(A, dim=2)", A[:, ::-1])
row("roll", "roll(V, 2)", np.roll(V, 2))
row("diff", "diff(V)", np.diff(V))
row("sort", "sort(A, dim=1)", np.sort(A, 0))
row("sort", "sort(V, descending=true)", -np.sort(-V))
row("argsort", "argsort(V)", np.argsort(V, kind="stable") + 1)
row("unique", "unique([3, 1, NaN, 3, 2, NaN, 1])", np.unique([3, 1, math.nan, 3, 2, math.nan, 1]))
row("searchsorted", "searchsorted(sort(V), [-1, 0, 1])", np.searchsorted(np.sort(V), [-1, 0, 1]) + 1)
row("where", "where(V .> 0, V, W)", np.where(V > 0, V, W))
row("gather", "gather(V, [9, 1, 3])", V[[8, 0, 2]])
row("append", "append(V, 7)", np.append(V, 7))
row("one_hot", "one_hot([2, 1, 3], 3)", np.eye(3)[[1, 0, 2]])
row("tril", "tril(S)", np.tril(S))
row("triu", "triu(S, 1)", np.triu(S, 1))
row("diag", "diag(S)", np.diag(S))
row("diag", "diag(b)", np.diag(b))
row("meshgrid", "stack(meshgrid(b, [1, 2]))", np.stack(np.meshgrid(b, [1, 2])))

# Making ------------------------------------------------------------------------------------------

row("zeros", "zeros(2, 3)", np.zeros(6))
row("ones", "ones(2, 3)", np.ones(6))
row("fill", "fill(0.1, 4)", np.full(4, 0.1))
row("eye", "eye(3)", np.eye(3))
row("linspace", "linspace(-1, 2, 7)", np.linspace(-1, 2, 7), 2)
row("logspace", "logspace(-3, 3, 7)", [float(mp.mpf(10) ** k) for k in range(-3, 4)], 2)
row("range", "range(2, 6) .* 1", [2, 3, 4, 5, 6])
row("f32", "f32(V)", V.astype(np.float32))
row("f32", "f32([1e300, 1e-300, NaN, 16777217])", np.array([1e300, 1e-300, math.nan, 16777217]).astype(np.float32))
row("f32", "f32(V) .* f32(W) .+ 0.1", V.astype(np.float32) * W.astype(np.float32) + np.float32(0.1))
row("f32", "sqrt(abs(f32(V))) ./ 3", np.sqrt(abs(V.astype(np.float32))) / np.float32(3))
row("f64", "f64(f32(V)) .* 0.1", V.astype(np.float32).astype(float) * 0.1)

# Linear algebra ----------------------------------------------------------------------------------

row("dot", "dot(V, W)", float(sum(mp.mpf(v) * mp.mpf(w) for v, w in zip(V, W))), 8, "n")
row("cross", "cross(V[1:3], W[1:3])", np.cross(V[:3], W[:3]), 4, "n")
row("outer", "outer(V, b)", np.outer(V, b))
row("kron", "kron(A, eye(2))", np.kron(A, np.eye(2)))
row("trace", "trace(S)", np.trace(S), 4)
row("matmul", "A*B", [float(sum(mp.mpf(A[i, k]) * mp.mpf(B[k, j]) for k in range(3))) for i in range(4) for j in range(4)], 4, "n")
row("einsum", 'einsum("ij,jk->ik", A, B)', A @ B, 4, "n")
exact = mp.matrix(S.tolist())
row("det", "det(S)", float(mp.det(exact)), 16)
row("logdet", "logdet(N)", float(mp.log(mp.det(mp.matrix(N.tolist())))), 16)
row("inv", "inv(S)", [float(v) for v in (exact ** -1)], 32, "n")
row("solve", "solve(S, b)", [float(v) for v in mp.lu_solve(exact, mp.matrix(b.tolist()))], 32, "n")
row("solve", "S \\ b", [float(v) for v in mp.lu_solve(exact, mp.matrix(b.tolist()))], 32, "n")
row("cholesky", "cholesky(N)", [float(v) for v in mp.cholesky(mp.matrix(N.tolist()))], 8, "n")
row("expm", "expm(S)", [float(v) for v in mp.expm(exact, method="taylor")], 64, "n")
row("expm", "expm(zeros(2, 2))", np.eye(2))


def signed(u):
    return np.where(u[np.argmax(abs(u), 0), range(u.shape[1])] < 0, -1.0, 1.0)


u, s, vt = np.linalg.svd(A, full_matrices=False)
sign = signed(u)
row("svd", "svd(A).U", u * sign, 64, "n")
row("svd", "svd(A).S", s, 32, "n")
row("svd", "svd(A).V", vt.T * sign, 64, "n")
row("svd", "svd(zeros(3, 2)).S", [0, 0])
row("svd", "svd(S*1e300).S", np.linalg.svd(S * 1e300)[1], 32, "n")
q, r = np.linalg.qr(A)
sign = np.where(np.diag(r) < 0, -1.0, 1.0)
row("qr", "qr(A).Q", q * sign, 32, "n")
row("qr", "qr(A).R", r * sign[:, None], 32, "n")
p, l, u = sl.lu(S)
row("lu", "lu(S).L", l, 16, "n")
row("lu", "lu(S).U", u, 16, "n")
row("lu", "lu(S).P", p.T)
p, l, u = sl.lu(A)
row("lu", "lu(A).L", l, 16, "n")
p, l, u = sl.lu(B)
row("lu", "lu(B).U", u, 16, "n")
values, vectors = np.linalg.eigh(N)
row("eigh", "eigh(N).values", values, 32, "n")
row("eigh", "eigh(N).vectors", vectors * signed(vectors), 64, "n")
K = np.triu(S)
values, vectors = np.linalg.eig(K)
order = np.argsort(values)
row("eig", "eig(triu(S)).values", values[order], 32, "n")
row("eig", "eig(triu(S)).vectors", vectors[:, order] * signed(vectors[:, order]), 256, "n")
row("lstsq", "lstsq(A, b)", np.linalg.lstsq(A, b, rcond=None)[0], 64, "n")
row("lstsq", "lstsq([1, 1; 1, 1], [1, 3])", [1, 1], 16)
row("pinv", "pinv(A)", np.linalg.pinv(A), 64, "n")
row("matrix_rank", "matrix_rank([1, 2; 2, 4])", 1)
row("matrix_rank", "matrix_rank(zeros(2, 2))", 0)
row("cond", "cond(S)", np.linalg.cond(S), 64)

# Networks ----------------------------------------------------------------------------------------

x = torch.tensor(inputs["E"])
F = torch.nn.functional
elementwise("sigmoid", "E", lambda v: 1 / (1 + mp.exp(-v)), sp.expit, 2)
elementwise("softplus", "E", lambda v: mp.log1p(mp.exp(v)), lambda v: np.logaddexp(0, v), 2)
elementwise("log_sigmoid", "E", lambda v: -mp.log1p(mp.exp(-v)), sp.log_expit, 2)
row("relu", "relu(E)", np.where(inputs["E"] > 0, inputs["E"], np.where(np.isnan(inputs["E"]), math.nan, 0)))
row("leaky_relu", "leaky_relu(V)", F.leaky_relu(torch.tensor(V)), 1)
row("elu", "elu(V)", [v if v > 0 else float(mp.expm1(mp.mpf(v))) for v in V], 2)
row("selu", "selu(V)", F.selu(torch.tensor(V)), 4)
row("gelu", "gelu(V)", [float(v * mp.erfc(-mp.mpf(v) / mp.sqrt(2)) / 2) for v in V], 8)
row("silu", "silu(V)", [float(v / (1 + mp.exp(-mp.mpf(v)))) for v in V], 4)
row("softmax", "softmax(A)", F.softmax(torch.tensor(A), 1), 8)
row("log_softmax", "log_softmax(A)", F.log_softmax(torch.tensor(A), 1), 8)
row("softmax", "softmax([1000, 0, -1000])", [1, 0, 0])
row("dropout", "dropout(V, training=false)", V)
t3 = torch.tensor(T)
w1 = torch.tensor(rng.normal(size=(2, 3, 2)))
let("w1", w1.numpy())
row("conv1d", "conv1d(T, w1)", F.conv1d(t3, w1), 16, "n")
image = rng.normal(size=(1, 2, 4, 4))
w2 = rng.normal(size=(2, 2, 3, 3))
let("I", image)
let("w2", w2)
row("conv2d", "conv2d(I, w2)", F.conv2d(torch.tensor(image), torch.tensor(w2)), 16, "n")
row("max_pool", "max_pool(I, 2)", F.max_pool2d(torch.tensor(image), 2))
row("avg_pool", "avg_pool(I, 2)", F.avg_pool2d(torch.tensor(image), 2), 4, "n")
row("layer_norm", "layer_norm(A)", F.layer_norm(torch.tensor(A), (3,)), 32, "n")
row("batch_norm", "batch_norm(A)", F.batch_norm(torch.tensor(A), None, None, training=True), 32, "n")
row("embedding", "embedding(A, [3, 1])", A[[2, 0]])
ta, tm = torch.tensor(A), torch.tensor(M)
row("mse", "mse(A, M)", F.mse_loss(ta, tm), 8)
row("mae", "mae(A, M)", F.l1_loss(ta, tm), 8)
row("huber", "huber(A, M)", F.huber_loss(ta, tm), 8)
row("bce", "bce(M, 1 - M)", F.binary_cross_entropy(tm, 1 - tm), 8)
row("bce_logits", "bce_logits(A, M)", F.binary_cross_entropy_with_logits(ta, tm), 8)
row("bce_logits", "bce_logits([1000, -1000], [1, 0])", 0)
row("cross_entropy", "cross_entropy(A, [1, 3, 2, 1])", F.cross_entropy(ta, torch.tensor([0, 2, 1, 0])), 8)
row("hinge", "hinge(V, sign(W))", np.mean(np.maximum(0, 1 - V * np.sign(W))), 8)
row("kl", "kl(M, flip(M, dim=1))", np.mean(sp.rel_entr(M[::-1], M)), 64)

# Calculus ----------------------------------------------------------------------------------------

for n in (1, 2, 7, 8, 12, 37, 100):
    v = rng.normal(size=n)
    let(f"F{n}", v)
    exact = [[sum(mp.mpf(v[j]) * g(2 * mp.pi * j * k / n) for j in range(n)) for k in range(n)] for g in (mp.cos, mp.sin)]
    row("fft", f"fft(F{n}).re", [float(y) for y in exact[0]], 32, "n")
    row("fft", f"fft(F{n}).im", [float(-y) for y in exact[1]], 32, "n") if n > 2 else None
    row("ifft", f"ifft(fft(F{n})).re", v, 32, "n")
row("integrate", "integrate(x -> exp(-x^2), -Inf, Inf)", float(mp.sqrt(mp.pi)), 64)
row("integrate", "integrate(x -> 1/sqrt(x), 0, 1)", 2, 4e6)
row("integrate", "integrate(x -> log(x)*sin(x), 0, 3)", float(mp.quad(lambda x: mp.log(x) * mp.sin(x), [0, 1, 2, 3])), 1e5)
row("integrate", "integrate(x -> 1/(1 + x^2), 0, Inf)", float(mp.pi / 2), 64)
row("root", "root(x -> x^3 - 2*x - 5, 2)", float(mp.findroot(lambda x: x ** 3 - 2 * x - 5, 2)), 2)
row("root", "root(x -> cos(x) - x, (0, 1))", float(mp.findroot(lambda x: mp.cos(x) - x, 0.7)), 2)
row("ode", "ode((t, y) -> -y*t, 1, [0, 1, 2])", [1, float(mp.exp(-0.5)), float(mp.exp(-2))], 1e8, "n")
row("taylor", "taylor(exp, 0, 5)(0.5)", float(sum(mp.mpf(0.5) ** k / mp.factorial(k) for k in range(6))), 2)
