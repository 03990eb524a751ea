"""Writes Tests/Corpus/programs/builtin-*.gradus: for each numeric builtin, its values beside NumPy's,
SciPy's or PyTorch's. Run it where those are installed: python Tests/Corpus/builtins.py"""
import math
import pathlib

import numpy as np
import scipy.linalg as sl
import scipy.special as sp
import torch
import torch.nn.functional as F

here = pathlib.Path(__file__).resolve().parent / "programs"
inf, pi = math.inf, math.pi
programs = {}


def literal(value):
    """A Python, NumPy or torch value as a Gradus literal."""
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    array = np.asarray(value)
    if array.dtype == bool:
        return "[" + ", ".join("true" if x else "false" for x in array) + "]" if array.ndim else (
            "true" if array else "false")
    if array.ndim == 0:
        x = float(array)
        if math.isinf(x):
            return "Inf" if x > 0 else "-Inf"
        return repr(int(x)) if x == int(x) and abs(x) < 1e15 else repr(x)
    return "[" + ", ".join(literal(x) for x in array) + "]"


def values(name, *pairs, source="NumPy"):
    """A program that shows each expression and checks it against the value from outside."""
    lines = [f"# {name}: the values on the right are those of {source} (Tests/Corpus/builtins.py)."]
    for expression, value in pairs:
        lines.append(f"check {expression} ≈ {literal(value)}")
    lines += [f"print({expression})" for expression, _ in pairs]
    programs[name] = "\n".join(lines) + "\n"


def unary(name, function, points, source="NumPy", call=None):
    points = np.array(points, dtype=float)
    with np.errstate(all="ignore"):
        values(name, (f"{call or name}({literal(points)})", function(points)), source=source)


wide = [-30.5, -1.5, -0.25, 0, 1e-9, 0.5, 2, 40]
for name in "exp expm1 tanh sin cos tan arctan cbrt sinh cosh arcsinh".split():
    gradus = {"arctan": "atan", "arcsinh": "asinh"}.get(name, name)
    unary(gradus, getattr(np, name), wide)
for name in "log log2 log10 log1p sqrt".split():
    unary(name, getattr(np, name), [1e-300, 1e-9, 0.5, 1, 2.5, 1e9, 1e300, inf])
unary("exp2", np.exp2, wide)
unary("abs", np.abs, [-inf, -2.5, 0, 3])
unary("sign", np.sign, [-inf, -2.5, 0, 3])
for name in "floor ceil trunc".split():
    unary(name, getattr(np, name), [-2.7, -2.5, -0.2, 0, 0.5, 1.5, 2.5, 1e300])
unary("round", np.round, [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.6])
unary("acos", np.arccos, [-1, -0.5, 0, 0.3, 1])
unary("asin", np.arcsin, [-1, -0.5, 0, 0.3, 1])
unary("acosh", np.arccosh, [1, 1.5, 20, 1e9])
unary("atanh", np.arctanh, [-0.9, 0, 1e-9, 0.5])
unary("square", np.square, wide[:-1])
unary("heaviside", lambda x: np.heaviside(x, 0), [-1, 0, 2])
for name in "erf erfc".split():
    unary(name, getattr(sp, name), [-5, -0.5, 0, 1e-9, 0.5, 3, inf], "SciPy")
unary("erfinv", sp.erfinv, [-0.999, -0.5, 0, 0.1, 0.9], "SciPy")
unary("gamma", sp.gamma, [-1.5, 0.5, 1, 5, 10.1], "SciPy")
unary("lgamma", sp.gammaln, [-1.5, 0.5, 3, 1e5], "SciPy")
unary("digamma", sp.digamma, [-1.5, 0.5, 1, 100], "SciPy")
unary("trigamma", lambda x: sp.polygamma(1, x), [0.5, 1, 100], "SciPy")
values("beta", ("beta(2, 3)", sp.beta(2, 3)), ("beta(0.5, 0.5)", sp.beta(0.5, 0.5)), source="SciPy")
values("factorial", ("factorial(0)", 1), ("factorial(10)", 3628800), source="SciPy")
values("binomial", ("binomial(10, 3)", 120), ("binomial(50, 25)", sp.binom(50, 25)), source="SciPy")
values("xlogy", ("xlogy(0, 0)", 0), ("xlogy(2, 3)", sp.xlogy(2, 3)), source="SciPy")
values("logaddexp", ("logaddexp(1000, 1001)", np.logaddexp(1000, 1001)), ("logaddexp(-Inf, 2)", 2))
values("atan2", ("atan2.([1, -1, 0], [-1, 0, -1])", np.arctan2([1, -1, 0], [-1, 0, -1])))
values("hypot", ("hypot(3, 4)", 5), ("hypot(1e200, 1e200)", np.hypot(1e200, 1e200)))
values("mod", ("mod.([7, -7, 7.5], [3, 3, -2])", np.mod([7, -7, 7.5], [3, 3, -2])))
values("div", ("div.([7, -7, 7.5], [3, 3, -2])", np.floor_divide([7, -7, 7.5], [3, 3, -2])))
values("clamp", ("clamp([-2, 0.5, 9], 0, 1)", np.clip([-2, 0.5, 9], 0, 1)))
values("lerp", ("lerp(2, 10, 0.25)", torch.lerp(torch.tensor(2.), torch.tensor(10.), 0.25)), source="PyTorch")

A = np.array([[3, 1, 2], [4, 1, 5.]])
a = "[3, 1, 2; 4, 1, 5]"
for name, f in {"sum": np.sum, "mean": np.mean, "prod": np.prod, "max": np.max, "min": np.min,
                "median": np.median}.items():
    values(name, (f"{name}({a})", f(A)), (f"{name}({a}, dim=1)", f(A, axis=0)),
           (f"{name}({a}, dim=-1)", f(A, axis=-1)), (f"{name}({a}, dim=2, keep=true)", f(A, axis=1, keepdims=True)))
for name, f in {"var": np.var, "std": np.std}.items():
    values(name, (f"{name}({a})", f(A, ddof=1)), (f"{name}({a}, dim=1)", f(A, axis=0, ddof=1)),
           (f"{name}({a}, ddof=0)", f(A)))
for name, f in {"argmax": np.argmax, "argmin": np.argmin}.items():
    values(name, (f"{name}([3, 1, 4, 1, 5])", f([3, 1, 4, 1, 5]) + 1), (f"{name}({a}, dim=2)", f(A, axis=1) + 1),
           source="NumPy, whose positions begin with 0")
values("quantile", ("quantile([3, 1, 4, 1, 5], 0.3)", np.quantile([3, 1, 4, 1, 5], 0.3)))
values("norm", ("norm([3, 4])", 5), (f"norm({a})", np.linalg.norm(A)), ("norm([3, -4], p=1)", 7), ("norm([3, -4], p=Inf)", 4))
values("logsumexp", ("logsumexp([1000, 1000])", sp.logsumexp([1000, 1000])), (f"logsumexp({a}, dim=1)", sp.logsumexp(A, axis=0)), source="SciPy")
values("any-all-count", ("any([false, true])", True), ("all([false, true])", False), ("count([1, 2, 3] .> 1)", 2))
values("cumsum", ("cumsum([1, 2, 3])", np.cumsum([1, 2, 3])), (f"cumsum({a}, dim=2)", np.cumsum(A, axis=1)))
values("cumprod", ("cumprod([1, 2, 3, 4])", np.cumprod([1, 2, 3, 4])), (f"cumprod({a}, dim=1)", np.cumprod(A, axis=0)))
values("cummax", ("cummax([3, 1, 4, 1, 5])", np.maximum.accumulate([3, 1, 4, 1, 5])))

values("reshape-flatten", (f"reshape({a}, 3, 2)", A.reshape(3, 2)), (f"flatten({a})", A.flatten()))
values("transpose-permute", (f"transpose({a})", A.T), ("permute(reshape(1:6, 1, 2, 3), (3, 1, 2))", np.arange(1, 7).reshape(1, 2, 3).transpose(2, 0, 1)))
values("cat", (f"cat(({a}, {a}), dim=1)", np.concatenate([A, A], 0)), (f"cat(({a}, {a}), dim=2)", np.concatenate([A, A], 1)))
values("hcat-vcat", (f"hcat({a}, [7, 8])", np.column_stack([A, [7, 8]])), (f"vcat({a}, reshape([7, 8, 9], 1, 3))", np.vstack([A, [7, 8, 9]])))
values("stack", ("stack(([1, 2], [3, 4]))", np.stack([[1, 2], [3, 4]])), ("stack(([1, 2], [3, 4]), dim=2)", np.stack([[1, 2], [3, 4]], 1)))
values("repeat-tile", ("repeat([1, 2], 2)", np.repeat([1, 2], 2)), ("tile([1, 2], 2)", np.tile([1, 2], 2)))
values("expand-squeeze", ("squeeze(ones(1, 3))", np.ones(3)), ("size(unsqueeze([1, 2], 1))", (1, 2)), ("expand([1, 2], 2, 2)", np.broadcast_to([1, 2], (2, 2))))
values("pad", ("pad([1, 2], 1)", np.pad([1, 2], 1)))
values("flip-roll", ("flip([1, 2, 3])", np.flip([1, 2, 3])), ("roll([1, 2, 3, 4], 1)", np.roll([1, 2, 3, 4], 1)), (f"flip({a}, dim=1)", np.flip(A, 0)))
values("diff", ("diff([1, 4, 9, 16])", np.diff([1, 4, 9, 16])), (f"diff({a}, dim=1)", np.diff(A, axis=0)))
values("sort", ("sort([3, 1, 2])", np.sort([3, 1, 2])), ("sort([3, 1, 2], descending=true)", [3, 2, 1]), (f"sort({a}, dim=2)", np.sort(A, 1)))
values("argsort", ("argsort([3, 1, 2])", np.argsort([3, 1, 2]) + 1), source="NumPy, whose positions begin with 0")
values("searchsorted", ("searchsorted([1, 3, 5], 4)", np.searchsorted([1, 3, 5], 4) + 1), source="NumPy, whose positions begin with 0")
values("where", ("where([1, -2, 3] .> 0, [1, -2, 3], 0)", np.where(np.array([1, -2, 3]) > 0, [1, -2, 3], 0)))
values("gather", (f"gather({a}, [1; 3], dim=2)", np.take_along_axis(A, np.array([[0], [2]]), 1)))
values("append", ("append([1, 2], 3)", np.append([1, 2], 3)))
values("one_hot", ("one_hot([2, 1], 3)", np.eye(3)[[1, 0]]))
values("tril-triu", ("tril([1, 2; 3, 4])", np.tril([[1, 2], [3, 4]])), ("triu([1, 2; 3, 4])", np.triu([[1, 2], [3, 4]])))
values("diag", ("diag([1, 2])", np.diag([1, 2])), ("diag([1, 2; 3, 4])", np.diag([[1, 2], [3, 4]])))
values("zeros-ones-fill-eye", ("zeros(2, 2)", np.zeros((2, 2))), ("ones(3)", np.ones(3)), ("fill(7, 2)", np.full(2, 7)), ("eye(2)", np.eye(2)))
values("linspace-logspace", ("linspace(0, 1, 5)", np.linspace(0, 1, 5)), ("logspace(0, 3, 4)", np.logspace(0, 3, 4)), ("range(2, 5)", np.arange(2, 6)), ("tensor(1:3)", [1, 2, 3]))

B = np.array([[4, 1.], [2, 3]])
b = "[4, 1; 2, 3]"
values("dot-cross-outer", ("dot([1, 2, 3], [4, 5, 6])", 32), ("cross([1, 2, 3], [4, 5, 6])", np.cross([1, 2, 3], [4, 5, 6])), ("outer([1, 2], [3, 4])", np.outer([1, 2], [3, 4])))
values("kron", (f"kron({b}, [1, 2])" if False else f"kron({b}, eye(2))", np.kron(B, np.eye(2))))
values("matmul", (f"matmul({b}, {b})", B @ B), (f"{b} @ [1, 2]", B @ [1, 2]), ("ones(2, 2, 3) @ ones(2, 3, 1)", np.ones((2, 2, 3)) @ np.ones((2, 3, 1))))
values("trace-det-inv", (f"trace({b})", 7), (f"det({b})", np.linalg.det(B)), (f"inv({b})", np.linalg.inv(B)), (f"logdet({b})", np.linalg.slogdet(B)[1]))
values("solve", (f"solve({b}, [1, 2])", np.linalg.solve(B, [1, 2])), (f"{b} \\ eye(2)", np.linalg.inv(B)))
values("cholesky", ("cholesky([4, 2; 2, 3])", np.linalg.cholesky([[4, 2], [2, 3]])))
values("expm", ("expm([0, 1; -1, 0])", sl.expm([[0, 1], [-1, 0]])), source="SciPy")
values("einsum", (f'einsum("ij,jk->ik", {b}, {b})', B @ B), (f'einsum("ij->j", {b})', B.sum(0)))

t = lambda x: torch.tensor(x, dtype=torch.float64)
xs = [-3, -1, -0.1, 0, 0.5, 2]
for name, f in {"relu": F.relu, "elu": F.elu, "selu": F.selu, "gelu": F.gelu, "silu": F.silu, "softplus": F.softplus,
                "log_sigmoid": F.logsigmoid, "sigmoid": torch.sigmoid, "leaky_relu": F.leaky_relu}.items():
    values(name, (f"{name}({literal(np.array(xs))})", f(t(xs))), source="PyTorch")
values("softmax", ("softmax([1, 2, 3])", torch.softmax(t([1, 2, 3]), 0)), ("log_softmax([1, 2, 1000])", torch.log_softmax(t([1, 2, 1000]), 0)),
       (f"softmax({a}, dim=1)", torch.softmax(t(A), 0)), source="PyTorch")
p, q = [0.2, 0.9, 0.4], [0, 1, 1]
P, Q = literal(np.array(p)), literal(np.array(q))
values("losses", (f"mse({P}, {Q})", F.mse_loss(t(p), t(q))), (f"mae({P}, {Q})", F.l1_loss(t(p), t(q))),
       (f"huber([0, 3], [1, 0])", F.huber_loss(t([0, 3]), t([1, 0]))), (f"bce({P}, {Q})", F.binary_cross_entropy(t(p), t(q))),
       (f"bce_logits({P}, {Q})", F.binary_cross_entropy_with_logits(t(p), t(q))), source="PyTorch")
values("cross_entropy", (f"cross_entropy({a}, [3, 1])", F.cross_entropy(t(A), torch.tensor([2, 0]))), source="PyTorch, whose classes begin with 0")
x1 = np.array([[[1, 2, 3, 4.]]])
values("conv1d", (f"conv1d({literal(x1)}, {literal(np.array([[[1, 0, -1]]]))})", F.conv1d(t(x1), t([[[1, 0, -1.]]]))), source="PyTorch")
x2 = np.arange(1, 17).reshape(1, 1, 4, 4)
w2 = np.array([[[[1, 2], [3, 4]]]])
values("conv2d", (f"conv2d({literal(x2)}, {literal(w2)})", F.conv2d(t(x2), t(w2))), (f"conv2d({literal(x2)}, {literal(w2)}, stride=2, padding=1)", F.conv2d(t(x2), t(w2), stride=2, padding=1)), source="PyTorch")
values("pooling", (f"max_pool({literal(x2)}, 2)", F.max_pool2d(t(x2), 2)), (f"avg_pool({literal(x2)}, 2)", F.avg_pool2d(t(x2), 2)), source="PyTorch")
values("layer_norm", (f"layer_norm({a})", F.layer_norm(t(A), (3,))), source="PyTorch")
values("batch_norm", (f"batch_norm({a})", F.batch_norm(t(A), None, None, training=True)), source="PyTorch")
values("embedding", ("embedding([1, 2; 3, 4], [2, 2, 1])", [[3, 4], [3, 4], [1, 2]]), source="PyTorch")
values("hinge-kl", ("hinge([0.5, -2], [1, -1])", 0.25), ("kl([0.5, 0.5], [0.25, 0.75])", F.kl_div(t(np.log([0.5, 0.5])), t([0.25, 0.75]))), source="PyTorch")

for name, text in programs.items():
    (here / f"builtin-{name}.gradus").write_text(text)
print(len(programs), "programs")
