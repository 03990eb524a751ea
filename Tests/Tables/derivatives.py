"""Makes gradients.tsv and hessians.tsv: derivatives by JAX in double precision.

    python3 Tests/Tables/derivatives.py            (needs jax; made with jax 0.10 on CPU)

A line of gradients.tsv is: a Gradus expression in some names, the values of the names, and the gradient by each
of them, flattened in row-major order and joined. A line of hessians.tsv has one name, x, and all second
derivatives by it. Points are given with three decimals, so that both systems see the same numbers.
In the expressions w(y) is the sum over k of y_k*cos(k), over all elements of y in row-major order from k = 1.
"""
import os
import jax
import numpy as np

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import jax.scipy as jsp
from jax import nn
from jax import lax

rng = np.random.default_rng(20)
GRADIENTS, HESSIANS = [], []


def w(y):
    y = jnp.ravel(jnp.asarray(y))
    return jnp.dot(y, jnp.cos(jnp.arange(1.0, y.size + 1)))


def uniform(low, high, *shape):
    return np.round(rng.uniform(low, high, shape), 3) if shape else round(float(rng.uniform(low, high)), 3)


def reals(*shape):
    return uniform(-2, 2, *shape)


def positive(*shape):
    return uniform(0.3, 2.5, *shape)


def spread(*shape):
    """Elements that are all different by at least 0.05."""
    n = int(np.prod(shape))
    values = np.linspace(-2, 2, n) + rng.uniform(-0.15, 0.15, n) / n
    return np.round(rng.permutation(values).reshape(shape), 3)


def regular(n):
    return np.round(rng.uniform(-1, 1, (n, n)) + 3 * np.eye(n), 3)


def definite(n):
    a = rng.uniform(-1, 1, (n, n))
    return np.round((a + a.T) / 4 + 2 * np.eye(n), 3)


def literal(value):
    value = np.asarray(value)
    if value.ndim == 0:
        return f"{float(value):g}"
    numbers = [f"{v:g}" for v in value.ravel()]
    if value.ndim == 1:
        return "[" + ", ".join(numbers) + "]"
    if value.ndim == 2 and len(value) == 1:
        return "[[" + ", ".join(numbers) + "]]"
    if value.ndim == 2:
        return "[" + "; ".join(", ".join(f"{v:g}" for v in row) for row in value) + "]"
    return "reshape([" + ", ".join(numbers) + "], " + ", ".join(map(str, value.shape)) + ")"


def flat(values):
    return " ".join(repr(float(v)) for value in values for v in np.ravel(value))


def gradient(text, function, **point):
    arrays = [jnp.asarray(v, dtype=jnp.float64) for v in point.values()]
    found = jax.grad(lambda *a: function(*a), argnums=tuple(range(len(arrays))))(*arrays)
    assert all(np.all(np.isfinite(g)) for g in found), text
    names = " | ".join(f"{name} = {literal(v)}" for name, v in point.items())
    GRADIENTS.append(f"{text}\t{names}\t{flat(found)}")


def hessian(text, function, x):
    found = jax.hessian(function)(jnp.asarray(x, dtype=jnp.float64))
    assert np.all(np.isfinite(found)), text
    HESSIANS.append(f"{text}\tx = {literal(x)}\t{flat([found])}")


# Functions of one number: on a vector, and on a matrix within a product.
UNARY = [
    ("exp(x)", jnp.exp, reals), ("exp2(x)", jnp.exp2, reals), ("expm1(x)", jnp.expm1, reals),
    ("log(x)", jnp.log, positive), ("log2(x)", jnp.log2, positive), ("log10(x)", jnp.log10, positive),
    ("log1p(x)", jnp.log1p, positive), ("sqrt(x)", jnp.sqrt, positive), ("cbrt(x)", jnp.cbrt, positive),
    ("square(x)", jnp.square, reals), ("abs(x)", jnp.abs, reals), ("sin(x)", jnp.sin, reals),
    ("cos(x)", jnp.cos, reals), ("tan(x)", jnp.tan, lambda *s: uniform(-1.2, 1.2, *s)),
    ("asin(x)", jnp.arcsin, lambda *s: uniform(-0.9, 0.9, *s)),
    ("acos(x)", jnp.arccos, lambda *s: uniform(-0.9, 0.9, *s)), ("atan(x)", jnp.arctan, reals),
    ("sinh(x)", jnp.sinh, reals), ("cosh(x)", jnp.cosh, reals), ("tanh(x)", jnp.tanh, reals),
    ("asinh(x)", jnp.arcsinh, reals), ("acosh(x)", jnp.arccosh, lambda *s: uniform(1.2, 3, *s)),
    ("atanh(x)", jnp.arctanh, lambda *s: uniform(-0.9, 0.9, *s)), ("sinc(x)", jnp.sinc, reals),
    ("erf(x)", jsp.special.erf, reals), ("erfc(x)", jsp.special.erfc, reals),
    ("erfinv(x)", jsp.special.erfinv, lambda *s: uniform(-0.9, 0.9, *s)),
    ("lgamma(x)", jsp.special.gammaln, positive),
    ("gamma(x)", lambda x: jnp.exp(jsp.special.gammaln(x)), positive),
    ("digamma(x)", jsp.special.digamma, positive),
    ("factorial(x)", lambda x: jnp.exp(jsp.special.gammaln(x + 1)), positive),
    ("sigmoid(x)", nn.sigmoid, reals), ("relu(x)", nn.relu, spread),
    ("leaky_relu(x, 0.1)", lambda x: nn.leaky_relu(x, 0.1), spread),
    ("elu(x)", nn.elu, spread), ("elu(x, 0.7)", lambda x: nn.elu(x, 0.7), spread),
    ("selu(x)", nn.selu, spread), ("gelu(x)", lambda x: nn.gelu(x, approximate=False), reals),
    ("silu(x)", nn.silu, reals), ("softplus(x)", nn.softplus, reals),
    ("log_sigmoid(x)", nn.log_sigmoid, reals), ("1 ./ x", lambda x: 1 / x, positive),
    ("x.^3", lambda x: x**3, reals), ("x.^-2.5", lambda x: x**-2.5, positive),
    ("2.5.^x", lambda x: 2.5**x, reals), ("x.^x", lambda x: x**x, positive),
    ("-x", lambda x: -x, reals), ("clamp(x, -1, 1)", lambda x: jnp.clip(x, -1, 1), spread),
    ("mod(x, 1.3)", lambda x: jnp.mod(x, 1.3), spread),
    ("where(x .> 0, x.^2, -x)", lambda x: jnp.where(x > 0, x**2, -x), spread),
    ("x .* floor(x)", lambda x: x * jnp.floor(x), spread),
]
for text, function, points in UNARY:
    gradient(f"w({text})", lambda x: w(function(x)), x=points(4))
    gradient(f"w(({text}).^2 .* y)", lambda x, y: w(function(x) ** 2 * y), x=points(2, 2), y=reals(2))

BINARY = [
    ("x + y", lambda x, y: x + y, reals, reals), ("x - y", lambda x, y: x - y, reals, reals),
    ("x .* y", lambda x, y: x * y, reals, reals), ("x ./ y", lambda x, y: x / y, reals, positive),
    ("x.^y", lambda x, y: x**y, positive, reals), ("hypot(x, y)", jnp.hypot, reals, positive),
    ("atan2(x, y)", jnp.arctan2, reals, positive), ("logaddexp(x, y)", jnp.logaddexp, reals, reals),
    ("xlogy(x, y)", jsp.special.xlogy, positive, positive), ("max(x, y)", jnp.maximum, reals, reals),
    ("min(x, y)", jnp.minimum, reals, reals),
    ("beta(x, y)", lambda x, y: jnp.exp(jsp.special.betaln(x, y)), positive, positive),
    ("lerp(x, y, 0.3)", lambda x, y: x + 0.3 * (y - x), reals, reals),
    ("lerp(x, 2, y)", lambda x, y: x + y * (2 - x), reals, reals),
    ("where(x .> y, x, y.^2)", lambda x, y: jnp.where(x > y, x, y**2), reals, reals),
]
for text, function, one, two in BINARY:
    gradient(f"w({text})", lambda x, y: w(function(x, y)), x=one(3), y=two(3))
    wide = text.replace("x + y", "x .+ y").replace("x - y", "x .- y")
    gradient(f"w({wide})", lambda x, y: w(function(x, y)), x=one(2, 3), y=two(3))

REDUCTIONS = [
    ("sum", jnp.sum, reals), ("mean", jnp.mean, reals), ("prod", jnp.prod, positive),
    ("max", jnp.max, spread), ("min", jnp.min, spread), ("logsumexp", jsp.special.logsumexp, reals),
    ("var", lambda x, axis=None: jnp.var(x, axis=axis, ddof=1), reals),
    ("std", lambda x, axis=None: jnp.std(x, axis=axis, ddof=1), reals),
    ("median", jnp.median, spread),
    ("norm", lambda x, axis=None: jnp.sqrt(jnp.sum(x * x, axis=axis)), reals),
]
for name, function, points in REDUCTIONS:
    gradient(f"{name}(x)^2", lambda x: function(x) ** 2, x=points(5))
    gradient(f"{name}(x .* x)", lambda x: function(x * x), x=points(2, 3))
    gradient(f"w({name}(x, dim=1))", lambda x: w(function(x, axis=0)), x=points(3, 2))
    gradient(f"w({name}(x, dim=-1) .* y)", lambda x, y: w(function(x, axis=-1) * y), x=points(2, 4), y=reals(2))
gradient("w(sum(x, dim=(1, 3)))", lambda x: w(jnp.sum(x, axis=(0, 2))), x=reals(2, 2, 3))
gradient("w(prod(x, dim=(1, 3)))", lambda x: w(jnp.prod(x, axis=(0, 2))), x=positive(2, 2, 2))
gradient("w(quantile(x, 0.3, dim=1))", lambda x: w(jnp.quantile(x, 0.3, axis=0)), x=spread(5, 2))
gradient("var(x, ddof=0)", lambda x: jnp.var(x), x=reals(6))
for p in (1, 3, 1.5):
    gradient(f"norm(x, p={p})", lambda x: jnp.sum(jnp.abs(x) ** p) ** (1 / p), x=spread(5))
gradient("norm(x, p=Inf)", lambda x: jnp.max(jnp.abs(x)), x=np.array([0.3, -1.7, 1.1]))
for name, function, points in [
    ("cumsum", jnp.cumsum, reals), ("cumprod", jnp.cumprod, reals),
    ("cummax", lambda x, axis: lax.cummax(x, axis=axis), spread),
]:
    gradient(f"w({name}(x))", lambda x: w(function(x, axis=0)), x=points(5))
    gradient(f"w({name}(x, dim=2).^2)", lambda x: w(function(x, axis=1) ** 2), x=points(2, 4))

SHAPES = [
    ("reshape(x, 3, 2)", lambda x: x.reshape(3, 2), (2, 3)), ("flatten(x)", jnp.ravel, (2, 3)),
    ("xᵀ", jnp.transpose, (2, 3)), ("permute(x, (3, 1, 2))", lambda x: jnp.transpose(x, (2, 0, 1)), (2, 2, 3)),
    ("cat((x, 2*x), dim=1)", lambda x: jnp.concatenate([x, 2 * x], 0), (2, 2)),
    ("cat((x, x.^2), dim=2)", lambda x: jnp.concatenate([x, x**2], 1), (2, 2)),
    ("hcat(x, x)", lambda x: jnp.hstack([x, x]), (2, 2)), ("vcat(x, -x)", lambda x: jnp.vstack([x, -x]), (2, 2)),
    ("stack((x, x.^2))", lambda x: jnp.stack([x, x**2]), (3,)),
    ("stack((x, x.^2), dim=2)", lambda x: jnp.stack([x, x**2], 1), (3,)),
    ("repeat(x, 2)", lambda x: jnp.repeat(x, 2), (3,)), ("tile(x, (2, 2))", lambda x: jnp.tile(x, (2, 2)), (2, 2)),
    ("expand(x, 3, 2)", lambda x: jnp.broadcast_to(x, (3, 2)), (2,)),
    ("squeeze(reshape(x, 1, 3))", lambda x: x, (3,)), ("pad(x, 1)", lambda x: jnp.pad(x, 1), (2, 2)),
    ("flip(x, dim=2)", lambda x: jnp.flip(x, 1), (2, 3)), ("roll(x, 2)", lambda x: jnp.roll(x, 2), (5,)),
    ("diff(x)", jnp.diff, (5,)), ("sort(x)", jnp.sort, (5,)), ("sort(x, dim=1)", lambda x: jnp.sort(x, 0), (3, 2)),
    ("sort(x, descending=true)", lambda x: -jnp.sort(-x), (5,)),
    ("tril(x)", jnp.tril, (3, 3)), ("triu(x, 1)", lambda x: jnp.triu(x, 1), (3, 3)),
    ("diag(x)", jnp.diag, (3,)), ("diag(x)", jnp.diag, (3, 3)),
    ("x[2]", lambda x: x[1], (3,)), ("x[end:-1:1]", lambda x: x[::-1], (4,)),
    ("x[[3, 1, 3]]", lambda x: x[jnp.array([2, 0, 2])], (4,)), ("x[2, :]", lambda x: x[1], (2, 3)),
    ("x[:, 2:3]", lambda x: x[:, 1:3], (2, 4)), ("x[1, end]", lambda x: x[0, -1], (2, 3)),
    ("gather(x, [2, 1; 1, 2], dim=1)", lambda x: jnp.take_along_axis(x, jnp.array([[1, 0], [0, 1]]), 0), (2, 2)),
    ("embedding(x, [2, 1, 2])", lambda x: x[jnp.array([1, 0, 1])], (3, 2)),
    ("append(x, x[1]^2)", lambda x: jnp.append(x, x[0] ** 2), (3,)),
    ("[x[1]*x[2], x[2]^2; x[1], 1]", lambda x: jnp.stack([x[0] * x[1], x[1] ** 2, x[0], 1.0]), (2,)),
    ("[v^2 for v in x]", lambda x: x**2, (4,)), ("map(v -> sin(v), x)", jnp.sin, (4,)),
]
for text, function, shape in SHAPES:
    scalar = text in ("x[2]", "x[1, end]")
    outer = f"({text})^3" if scalar else f"w(({text}).^3)"
    gradient(outer, lambda x: function(x) ** 3 if scalar else w(function(x) ** 3), x=spread(*shape))
gradient("w(x[x .> 0].^2)", lambda x: w(x[jnp.array([0, 2])] ** 2), x=np.array([0.7, -0.4, 1.3]))

LINEAR = [
    ("dot(x, y)", jnp.dot, reals(4), reals(4)), ("w(outer(x, y))", lambda x, y: w(jnp.outer(x, y)), reals(2), reals(3)),
    ("w(x*y)", lambda x, y: w(x @ y), reals(2, 3), reals(3, 2)), ("w(x*y)", lambda x, y: w(x @ y), reals(2, 3), reals(3)),
    ("w(x*y)", lambda x, y: w(x @ y), reals(2), reals(2, 3)),
    ("w(x @ y)", lambda x, y: w(x @ y), reals(2, 2, 3), reals(2, 3, 2)),
    ("w(x @ y)", lambda x, y: w(x @ y), reals(2, 2, 3), reals(3, 2)),
    ("w(kron(x, y))", lambda x, y: w(jnp.kron(x, y)), reals(2, 2), reals(1, 2)),
    ("w(cross(x, y))", lambda x, y: w(jnp.cross(x, y)), reals(3), reals(3)),
    ("w(solve(x, y))", lambda x, y: w(jnp.linalg.solve(x, y)), regular(3), reals(3)),
    ("w(x \\ y)", lambda x, y: w(jnp.linalg.solve(x, y)), regular(3), reals(3, 2)),
    ("trace(x*y)", lambda x, y: jnp.trace(x @ y), reals(2, 3), reals(3, 2)),
    ("w(einsum(\"ij,jk->ki\", x, y))", lambda x, y: w(jnp.einsum("ij,jk->ki", x, y)), reals(2, 3), reals(3, 2)),
    ("w(einsum(\"ij,ij->j\", x, y))", lambda x, y: w(jnp.einsum("ij,ij->j", x, y)), reals(2, 3), reals(2, 3)),
    ("einsum(\"i,ij,j\", x, y, x)", lambda x, y: jnp.einsum("i,ij,j", x, y, x), reals(2), reals(2, 2)),
    ("norm(x*y - [1, 2])", lambda x, y: jnp.linalg.norm(x @ y - jnp.array([1.0, 2.0])), reals(2, 3), reals(3)),
    ("w(inv(x)*y)", lambda x, y: w(jnp.linalg.inv(x) @ y), regular(3), reals(3)),
    ("dot(y, x \\ y)", lambda x, y: y @ jnp.linalg.solve(x, y), definite(3), reals(3)),
]
for text, function, x, y in LINEAR:
    gradient(text, function, x=x, y=y)
SYM = lambda x: (x + x.T) / 2
MATRICES = [
    ("w(inv(x))", lambda x: w(jnp.linalg.inv(x)), regular(2)), ("det(x)", jnp.linalg.det, regular(3)),
    ("det(x)^2", lambda x: jnp.linalg.det(x) ** 2, regular(2)),
    ("logdet(x)", lambda x: jnp.linalg.slogdet(x)[1], regular(3)), ("trace(x*x)", lambda x: jnp.trace(x @ x), reals(3, 3)),
    ("w(cholesky((x + xᵀ)/2))", lambda x: w(jnp.linalg.cholesky(SYM(x))), definite(3)),
    ("w(expm(x))", lambda x: w(jsp.linalg.expm(x)), uniform(-1, 1, 3, 3)),
    ("w(x^3)", lambda x: w(x @ x @ x), reals(2, 2)), ("w(x*xᵀ)", lambda x: w(x @ x.T), reals(2, 3)),
    ("logdet((x + xᵀ)/2)", lambda x: jnp.linalg.slogdet(SYM(x))[1], definite(3)),
]
for text, function, x in MATRICES:
    gradient(text, function, x=x)


def standard(x, axes, eps=1e-5):
    m = jnp.mean(x, axes, keepdims=True)
    return (x - m) / jnp.sqrt(jnp.mean((x - m) ** 2, axes, keepdims=True) + eps)


def conv(x, k, stride=1, padding=0):
    n = x.ndim - 2
    return lax.conv_general_dilated(x, k, (stride,) * n, [(padding, padding)] * n)


def pool(x, size, stride, start, op):
    n = x.ndim - 2
    return lax.reduce_window(x, start, op, (1, 1) + (size,) * n, (1, 1) + (stride,) * n, "VALID")


def maxpool(x, size, stride):
    return pool(x, size, stride, -jnp.inf, lax.max)


def avgpool(x, size, stride):
    return pool(x, size, stride, 0.0, lax.add) / size ** (x.ndim - 2)


NETWORKS = [
    ("w(softmax(x))", lambda x: w(nn.softmax(x)), reals(5)), ("w(softmax(x))", lambda x: w(nn.softmax(x)), reals(2, 3)),
    ("w(softmax(x, dim=1))", lambda x: w(nn.softmax(x, axis=0)), reals(3, 2)),
    ("w(log_softmax(x))", lambda x: w(nn.log_softmax(x)), reals(2, 3)),
    ("w(log_softmax(x, dim=1))", lambda x: w(nn.log_softmax(x, axis=0)), reals(3, 2)),
    ("w(layer_norm(x))", lambda x: w(standard(x, -1)), reals(2, 4)),
    ("w(layer_norm(x, dim=1))", lambda x: w(standard(x, 0)), reals(4, 2)),
    ("w(batch_norm(x))", lambda x: w(standard(x, 0)), reals(4, 2)),
    ("w(batch_norm(x))", lambda x: w(standard(x, (0, 2))), reals(2, 2, 3)),
    ("w(batch_norm(x, eps=0.1))", lambda x: w(standard(x, 0, 0.1)), reals(3, 2)),
    ("w(max_pool(x, 2))", lambda x: w(maxpool(x, 2, 2)), spread(1, 2, 4)),
    ("w(max_pool(x, 2))", lambda x: w(maxpool(x, 2, 2)), spread(1, 1, 4, 4)),
    ("w(max_pool(x, 2, stride=1))", lambda x: w(maxpool(x, 2, 1)), spread(1, 1, 3, 3)),
    ("w(avg_pool(x, 2))", lambda x: w(avgpool(x, 2, 2)), reals(1, 1, 4, 4)),
    ("w(avg_pool(x, 2, stride=1))", lambda x: w(avgpool(x, 2, 1)), reals(1, 2, 4)),
]
for text, function, x in NETWORKS:
    gradient(text, function, x=x)
gradient("w(conv1d(x, k))", lambda x, k: w(conv(x, k)), x=reals(1, 2, 5), k=reals(2, 2, 2))
gradient("w(conv1d(x, k, stride=2, padding=1))", lambda x, k: w(conv(x, k, 2, 1)), x=reals(1, 1, 6), k=reals(2, 1, 3))
gradient("w(conv2d(x, k))", lambda x, k: w(conv(x, k)), x=reals(1, 1, 4, 4), k=reals(2, 1, 2, 2))
gradient("w(conv2d(x, k, stride=2, padding=1))", lambda x, k: w(conv(x, k, 2, 1)), x=reals(1, 2, 3, 3), k=reals(1, 2, 3, 3))


def onehot(n, *labels):
    return jnp.eye(n)[jnp.array(labels) - 1]


def huber(d, delta):
    return jnp.where(jnp.abs(d) <= delta, d * d / 2, delta * (jnp.abs(d) - delta / 2))


LOSSES = [
    ("mse(p, t)", lambda p, t: jnp.mean((p - t) ** 2), reals(4), reals(4)),
    ("mse(p, t)", lambda p, t: jnp.mean((p - t) ** 2), reals(2, 2), reals(2, 2)),
    ("mae(p, t)", lambda p, t: jnp.mean(jnp.abs(p - t)), reals(4), reals(4)),
    ("huber(p, t)", lambda p, t: jnp.mean(huber(p - t, 1)), reals(4), reals(4)),
    ("huber(p, t, delta=0.5)", lambda p, t: jnp.mean(huber(p - t, 0.5)), reals(4), reals(4)),
    ("bce(p, t)", lambda p, t: -jnp.mean(t * jnp.log(p) + (1 - t) * jnp.log(1 - p)), uniform(0.1, 0.9, 4), uniform(0.1, 0.9, 4)),
    ("bce_logits(p, t)", lambda p, t: jnp.mean(nn.softplus(p) - p * t), reals(4), uniform(0.1, 0.9, 4)),
    ("hinge(p, t)", lambda p, t: jnp.mean(nn.relu(1 - p * t)), reals(4), np.array([1.0, -1, -1, 1])),
    ("kl(p, t)", lambda p, t: jnp.mean(t * jnp.log(t / p)), uniform(0.1, 0.9, 4), uniform(0.1, 0.9, 4)),
    ("cross_entropy(p, t)", lambda p, t: -jnp.mean(jnp.sum(t * nn.log_softmax(p), -1)), reals(2, 3), uniform(0.1, 0.9, 2, 3)),
]
for text, function, p, t in LOSSES:
    gradient(text, function, p=p, t=t)
gradient("cross_entropy(p, [3, 1])", lambda p: -jnp.mean(jnp.sum(onehot(3, 3, 1) * nn.log_softmax(p), -1)), p=reals(2, 3))
gradient(
    "mse(σ(v*tanh(u*[0.5, -1] + b)), [0.2, 0.9])",
    lambda u, b, v: jnp.mean((nn.sigmoid(v @ jnp.tanh(u @ jnp.array([0.5, -1.0]) + b)) - jnp.array([0.2, 0.9])) ** 2),
    u=reals(3, 2), b=reals(3), v=reals(2, 3))
gradient(
    "cross_entropy(relu(x*u .+ b)*v, [1, 3, 2])",
    lambda x, u, b, v: -jnp.mean(jnp.sum(onehot(3, 1, 3, 2) * nn.log_softmax(nn.relu(x @ u + b) @ v), -1)),
    x=reals(3, 2), u=reals(2, 4), b=reals(4), v=reals(4, 3))
gradient(
    "w(softmax(q*kᵀ/sqrt(2))*v)", lambda q, k, v: w(nn.softmax(q @ k.T / jnp.sqrt(2.0)) @ v),
    q=reals(2, 2), k=reals(3, 2), v=reals(3, 2))

# Functions of numbers, by all of them.
SCALARS = [
    ("sin(a*b)*exp(-a^2)", lambda a, b: jnp.sin(a * b) * jnp.exp(-a * a)), ("a^b + b^a", lambda a, b: a**b + b**a),
    ("log(1 + exp(a - b))", lambda a, b: jnp.log(1 + jnp.exp(a - b))), ("sqrt(a^2 + b^2)", lambda a, b: jnp.sqrt(a * a + b * b)),
    ("atan(a/b)", lambda a, b: jnp.arctan(a / b)), ("a*log(a/b)", lambda a, b: a * jnp.log(a / b)),
    ("(1 - a)^2 + 100*(b - a^2)^2", lambda a, b: (1 - a) ** 2 + 100 * (b - a * a) ** 2),
    ("σ(a*σ(b*σ(a)))", lambda a, b: nn.sigmoid(a * nn.sigmoid(b * nn.sigmoid(a)))),
    ("erf(a)*gamma(b)", lambda a, b: jsp.special.erf(a) * jnp.exp(jsp.special.gammaln(b))),
    ("tanh(a)/(1 + b^2)", lambda a, b: jnp.tanh(a) / (1 + b * b)), ("cosh(a - b)", lambda a, b: jnp.cosh(a - b)),
    ("fold((s, k) -> s*a + sin(k*b), 1, 1:5)", lambda a, b: ((((1 * a + jnp.sin(b)) * a + jnp.sin(2 * b)) * a + jnp.sin(3 * b)) * a + jnp.sin(4 * b)) * a + jnp.sin(5 * b)),
    ("if a > b then a^2*b else b^3*a", lambda a, b: jnp.where(a > b, a * a * b, b**3 * a)),
    ("sum([a*k^b for k in 1:4])", lambda a, b: sum(a * float(k) ** b for k in range(1, 5))),
]
for text, function in SCALARS:
    for _ in range(2):
        gradient(text, function, a=positive(), b=positive())

# Second derivatives.
for text, function, points in UNARY:
    if text in ("-x", "clamp(x, -1, 1)", "mod(x, 1.3)", "abs(x)", "x .* floor(x)"):
        continue
    hessian(f"w(({text}) .* x[1])", lambda x: w(function(x) * x[0]), points(2))
for text, function, x in [
    ("prod(x)", jnp.prod, reals(4)), ("logsumexp(x)", jsp.special.logsumexp, reals(4)), ("norm(x)", jnp.linalg.norm, reals(3)),
    ("var(x)", lambda x: jnp.var(x, ddof=1), reals(3)), ("std(x)", lambda x: jnp.std(x, ddof=1), reals(3)),
    ("w(softmax(x))", lambda x: w(nn.softmax(x)), reals(3)), ("w(log_softmax(x))", lambda x: w(nn.log_softmax(x)), reals(3)),
    ("w(cumprod(x))", lambda x: w(jnp.cumprod(x)), reals(4)), ("w(cumsum(x).^3)", lambda x: w(jnp.cumsum(x) ** 3), reals(3)),
    ("det(x)", jnp.linalg.det, regular(2)), ("logdet(x)", lambda x: jnp.linalg.slogdet(x)[1], regular(2)),
    ("w(inv(x))", lambda x: w(jnp.linalg.inv(x)), regular(2)), ("w(solve(x, [1, 2]))", lambda x: w(jnp.linalg.solve(x, jnp.array([1.0, 2.0]))), regular(2)),
    ("w(expm(x))", lambda x: w(jsp.linalg.expm(x)), uniform(-1, 1, 2, 2)), ("trace(x*x*x)", lambda x: jnp.trace(x @ x @ x), reals(2, 2)),
    ("w(cholesky((x + xᵀ)/2))", lambda x: w(jnp.linalg.cholesky(SYM(x))), definite(2)),
    ("w(layer_norm(x))", lambda x: w(standard(x, -1)), reals(4)), ("w(sort(x).^3)", lambda x: w(jnp.sort(x) ** 3), spread(4)),
    ("cross_entropy(x, [2, 1])", lambda x: -jnp.mean(jnp.sum(onehot(2, 2, 1) * nn.log_softmax(x), -1)), reals(2, 2)),
    ("bce_logits(x, [0, 1, 1])", lambda x: jnp.mean(nn.softplus(x) - x * jnp.array([0.0, 1.0, 1.0])), reals(3)),
    ("mse(tanh(x), [0.5, -0.5])", lambda x: jnp.mean((jnp.tanh(x) - jnp.array([0.5, -0.5])) ** 2), reals(2)),
    ("x[1]^x[2]", lambda x: x[0] ** x[1], positive(2)), ("atan2(x[1], x[2])", lambda x: jnp.arctan2(x[0], x[1]), positive(2)),
    ("hypot(x[1], x[2])", lambda x: jnp.hypot(x[0], x[1]), positive(2)), ("logaddexp(x[1], x[2])", lambda x: jnp.logaddexp(x[0], x[1]), reals(2)),
    ("beta(x[1], x[2])", lambda x: jnp.exp(jsp.special.betaln(x[0], x[1])), positive(2)),
    ("einsum(\"i,ij,j\", x, [1, 2; 3, 4], x.^2)", lambda x: jnp.einsum("i,ij,j", x, jnp.array([[1.0, 2], [3, 4]]), x**2), reals(2)),
    ("w(max_pool(reshape(x.^3, 1, 1, 4), 2))", lambda x: w(maxpool((x**3).reshape(1, 1, 4), 2, 2)), spread(4)),
    ("w(conv1d(reshape(x.^2, 1, 1, 4), reshape(x[1:2], 1, 1, 2)))", lambda x: w(conv((x**2).reshape(1, 1, 4), x[:2].reshape(1, 1, 2))), reals(4)),
]:
    hessian(text, function, x)

folder = os.path.dirname(os.path.abspath(__file__))
for name, lines in [("gradients", GRADIENTS), ("hessians", HESSIANS)]:
    with open(os.path.join(folder, name + ".tsv"), "w") as file:
        file.write("\n".join(lines) + "\n")
    print(name, len(lines))
