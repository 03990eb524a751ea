"""Makes calculus.tsv: gradients and second derivatives of factorizations, transforms, integrals, roots and
differential equations, by JAX in double precision.

    python3 Tests/Tables/calculus.py            (needs jax; made with jax 0.10 on CPU)

A line is: what is asked for (grad or hessian), a Gradus expression, the values of its names, and the derivatives,
flattened in row-major order and joined. w(y) is the sum over k of y_k*cos(k), as in derivatives.py.

What a factorization leaves open is decided as Gradus does it, by constant signs: the largest entry of each column
of U and of eigenvectors is positive, the diagonal of R is, too. Integrals, roots and solutions of differential
equations are differentiated in closed form, so nothing here depends on another solver's tolerance.
"""
import os
import jax
import numpy as np

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import jax.scipy as jsp
from jax import lax

rng = np.random.default_rng(4)
LINES = []


def w(y):
    y = jnp.ravel(jnp.asarray(y))
    return jnp.dot(y, jnp.cos(jnp.arange(1.0, y.size + 1)))


def uniform(low, high, *shape):
    return np.round(rng.uniform(low, high, shape), 3)


def apart(m, n):
    """A matrix whose singular values are well apart."""
    u, _ = np.linalg.qr(rng.normal(size=(m, m)))
    v, _ = np.linalg.qr(rng.normal(size=(n, n)))
    k = min(m, n)
    return np.round(u[:, :k] @ np.diag(1.0 + np.arange(k)) @ v[:, :k].T, 3)


def symmetric(n):
    v, _ = np.linalg.qr(rng.normal(size=(n, n)))
    a = v @ np.diag(1.0 + np.arange(n)) @ v.T
    return np.round((a + a.T) / 2, 3)


def literal(value):
    value = np.asarray(value)
    if value.ndim == 0:
        return f"{float(value):g}"
    numbers = [f"{v:g}" for v in value.ravel()]
    if value.ndim == 1:
        return "[" + ", ".join(numbers) + "]"
    if value.ndim == 2:
        return "[[" + "], [".join(", ".join(f"{v:g}" for v in row) for row in value) + "]]"
    return "reshape([" + ", ".join(numbers) + "], " + ", ".join(map(str, value.shape)) + ")"


def write(kind, text, found, point):
    found = [np.ravel(np.asarray(g)) for g in found]
    assert all(np.all(np.isfinite(g)) for g in found), text
    names = " | ".join(f"{name} = {literal(v)}" for name, v in point.items())
    LINES.append(f"{kind}\t{text}\t{names}\t" + " ".join(repr(float(v)) for g in found for v in g))


def gradient(text, function, **point):
    arrays = [jnp.asarray(v, dtype=jnp.float64) for v in point.values()]
    write("grad", text, jax.grad(function, argnums=tuple(range(len(arrays))))(*arrays), point)


def hessian(text, function, x):
    write("hessian", text, [jax.hessian(function)(jnp.asarray(x, dtype=jnp.float64))], {"x": x})


def both(text, function, x):
    gradient(text, function, x=x)
    hessian(text, function, x)


def positive(columns):
    """Signs that make the entry of largest magnitude in each column positive."""
    rows = jnp.argmax(jnp.abs(columns), axis=0)
    return lax.stop_gradient(jnp.sign(columns[rows, jnp.arange(columns.shape[1])]))


def svd(a):
    u, s, vt = jnp.linalg.svd(a, full_matrices=False)
    signs = positive(u)
    return u * signs, s, vt.T * signs


def qr(a):
    q, r = jnp.linalg.qr(a)
    signs = lax.stop_gradient(jnp.sign(jnp.diag(r)))
    return q * signs, r * signs[:, None]


def eigh(a):
    values, vectors = jnp.linalg.eigh((a + a.T) / 2)
    return values, vectors * positive(vectors)


def split(f):
    return f.real, f.imag


# Factorizations.
for m, n in [(3, 3), (4, 2), (2, 4)]:
    a = apart(m, n)
    gradient("w(svd(x).S)", lambda x: w(svd(x)[1]), x=a)
    gradient("w(svd(x).S) + w(svd(x).U)", lambda x: w(svd(x)[1]) + w(svd(x)[0]), x=a)
    gradient("w(svd(x).V)", lambda x: w(svd(x)[2]), x=a)
    gradient("w(pinv(x))", lambda x: w(jnp.linalg.pinv(x)), x=a)
hessian("w(svd(x).S)", lambda x: w(svd(x)[1]), apart(3, 3))
hessian("w(svd(x).U .* svd(x).V)", lambda x: w(svd(x)[0] * svd(x)[2]), apart(2, 2))
both("cond(x)", lambda x: svd(x)[1][0] / svd(x)[1][-1], apart(2, 2))
for m, n in [(3, 3), (4, 2)]:
    a = apart(m, n)
    gradient("w(qr(x).Q)", lambda x: w(qr(x)[0]), x=a)
    gradient("w(qr(x).R)", lambda x: w(qr(x)[1]), x=a)
    hessian("w(qr(x).R) + w(qr(x).Q)", lambda x: w(qr(x)[1]) + w(qr(x)[0]), a)
a = symmetric(3)
both("w(eigh((x + xᵀ)/2).values)", lambda x: w(eigh(x)[0]), a)
both("w(eigh((x + xᵀ)/2).vectors)", lambda x: w(eigh(x)[1]), a)
both("w(cholesky((x + xᵀ)/2))", lambda x: w(jnp.linalg.cholesky((x + x.T) / 2)), a)
both("w(expm(x))", lambda x: w(jsp.linalg.expm(x)), uniform(-1, 1, 3, 3))
both("w(expm(5*x))", lambda x: w(jsp.linalg.expm(5 * x)), uniform(-1, 1, 2, 2))
NORMAL = lambda x, y: jnp.linalg.solve(x.T @ x, x.T @ y)
gradient("w(lstsq(x, y))", lambda x, y: w(NORMAL(x, y)), x=apart(4, 2), y=uniform(-2, 2, 4))
gradient("w(lstsq(x, y))", lambda x, y: w(NORMAL(x, y)), x=apart(4, 3), y=uniform(-2, 2, 4, 2))
hessian("w(lstsq(x, [1, 2, -1]))", lambda x: w(NORMAL(x, jnp.array([1.0, 2.0, -1.0]))), apart(3, 2))
LU = np.array([[4.0, 1.2, -0.7], [1.5, 3.0, 0.4], [-0.8, 0.9, 5.0]])


def lu(a):
    """Elimination without exchanges, as the diagonal of LU is large."""
    l, u = jnp.eye(3), a
    for k in range(2):
        factors = u[k + 1 :, k] / u[k, k]
        l = l.at[k + 1 :, k].set(factors)
        u = u.at[k + 1 :].add(-jnp.outer(factors, u[k]))
    return l, u


both("w(lu(x).L) + w(lu(x).U)", lambda x: w(lu(x)[0]) + w(lu(x)[1]), LU)
both("w(adjugate(x))", lambda x: w(jnp.linalg.det(x) * jnp.linalg.inv(x)), apart(3, 3))
gradient("w(adjugate(x))", lambda x: w(jnp.linalg.det(x) * jnp.linalg.inv(x)), x=apart(4, 4))
hessian("det(x)", jnp.linalg.det, apart(4, 4))

# Transforms, sums over indexes, windows.
for n in (4, 5, 6):
    x = uniform(-2, 2, n)
    gradient("w(fft(x).re) + w(fft(x).im.^2)", lambda x: w(split(jnp.fft.fft(x))[0]) + w(split(jnp.fft.fft(x))[1] ** 2), x=x)
hessian("w(fft(x).re.^3 + fft(x).im.^2)", lambda x: w(split(jnp.fft.fft(x))[0] ** 3 + split(jnp.fft.fft(x))[1] ** 2), uniform(-1, 1, 4))
gradient("w(ifft({re: x, im: y}).re.^2 + ifft({re: x, im: y}).im)", lambda x, y: w(jnp.fft.ifft(x + 1j * y).real ** 2 + jnp.fft.ifft(x + 1j * y).imag), x=uniform(-2, 2, 5), y=uniform(-2, 2, 5))
for subscripts, one, two in [("ij,kj->ik", (2, 3), (2, 3)), ("ijk,k->ji", (2, 2, 3), (3,)), ("bij,bjk->bik", (2, 2, 3), (2, 3, 2)), ("ij,ji->", (2, 3), (3, 2)), ("ij,j->i", (3, 3), (3,))]:
    gradient(f"w(einsum(\"{subscripts}\", x, y))", lambda x, y: w(jnp.einsum(subscripts, x, y)), x=uniform(-2, 2, *one), y=uniform(-2, 2, *two))


def convolution(x, k, stride=1, padding=0):
    axes = x.ndim - 2
    return lax.conv_general_dilated(x, k, (stride,) * axes, [(padding, padding)] * axes)


hessian("w(conv1d(reshape(x, 1, 1, 5).^2, reshape(x[1:2], 1, 1, 2), stride=2, padding=1))", lambda x: w(convolution(x.reshape(1, 1, 5) ** 2, x[:2].reshape(1, 1, 2), 2, 1)), uniform(-1, 1, 5))
gradient("w(conv2d(x, k, stride=2, padding=1).^2)", lambda x, k: w(convolution(x, k, 2, 1) ** 2), x=uniform(-1, 1, 2, 2, 4, 3), k=uniform(-1, 1, 2, 2, 2, 2))
POOL = lambda x: lax.reduce_window(x, 0.0, lax.add, (1, 1, 2, 2), (1, 1, 1, 1), "VALID") / 4
gradient("w(avg_pool(x, 2, stride=1).^2)", lambda x: w(POOL(x) ** 2), x=uniform(-1, 1, 1, 2, 3, 3))


def standard(x, axes, eps):
    m = jnp.mean(x, axes, keepdims=True)
    return (x - m) / jnp.sqrt(jnp.mean((x - m) ** 2, axes, keepdims=True) + eps)


hessian("w(batch_norm(x, eps=0.01))", lambda x: w(standard(x, 0, 0.01)), uniform(-1, 1, 3, 2))
hessian("w(layer_norm(x, dim=1))", lambda x: w(standard(x, 0, 1e-5)), uniform(-1, 1, 3, 2))
gradient("w(batch_norm(x))", lambda x: w(standard(x, (0, 2), 1e-5)), x=uniform(-1, 1, 2, 2, 3))

# Integrals: limits x[1], x[2] and a parameter x[3], against antiderivatives.
both("integrate(t -> exp(x[3]*t), x[1], x[2])", lambda x: (jnp.exp(x[2] * x[1]) - jnp.exp(x[2] * x[0])) / x[2], np.array([-0.4, 0.9, 1.3]))
both("integrate(t -> t^2*x[3] + sin(x[3]*t), x[1], x[2])", lambda x: x[2] * (x[1] ** 3 - x[0] ** 3) / 3 - (jnp.cos(x[2] * x[1]) - jnp.cos(x[2] * x[0])) / x[2], np.array([0.3, 2.1, 0.7]))
both("integrate(t -> exp(-x[1]*t^2), -Inf, Inf)*x[2]", lambda x: x[1] * jnp.sqrt(jnp.pi / x[0]), np.array([1.7, 0.6]))
both("integrate(t -> 1/(x[1]^2 + t^2), x[2], Inf)", lambda x: (jnp.pi / 2 - jnp.arctan(x[1] / x[0])) / x[0], np.array([0.8, 0.5]))
both("integrate(t -> integrate(u -> u*t*x[1], 0, t), 0, x[2])", lambda x: x[0] * x[1] ** 4 / 8, np.array([1.1, 0.9]))

# Roots: implicitly.
both("root(t -> exp(t) - x[1]/x[2], 1)", lambda x: jnp.log(x[0] / x[1]), np.array([5.3, 1.9]))
both("root(t -> x[1]*t^2 + x[2]*t + x[3], 3)", lambda x: (-x[1] + jnp.sqrt(x[1] ** 2 - 4 * x[0] * x[2])) / (2 * x[0]), np.array([1.1, -0.7, -2.3]))
both("w(root(t -> [t[1] + t[2] - x[1], t[1]*t[2] - x[2]], [2, 1]))", lambda x: w(jnp.stack([(x[0] + jnp.sqrt(x[0] ** 2 - 4 * x[1])) / 2, (x[0] - jnp.sqrt(x[0] ** 2 - 4 * x[1])) / 2])), np.array([3.4, 1.7]))

# Differential equations with known solutions, by initial values and parameters.
both("ode((t, y) -> -x[1]*y, x[2], [0, 0.5, 1.5], tol=1e-13)[3]", lambda x: x[1] * jnp.exp(-1.5 * x[0]), np.array([0.9, 1.4]))
both("ode((t, y) -> x[1]*y*(1 - y), x[2], [0, 2], tol=1e-13)[2]", lambda x: 1 / (1 + (1 / x[1] - 1) * jnp.exp(-2 * x[0])), np.array([0.8, 0.3]))
both("w(ode((t, y) -> [y[2], -x[1]^2*y[1]], [x[2], x[3]], [0, 1.2], tol=1e-13)[2, :])", lambda x: w(jnp.stack([x[1] * jnp.cos(1.2 * x[0]) + x[2] / x[0] * jnp.sin(1.2 * x[0]), -x[1] * x[0] * jnp.sin(1.2 * x[0]) + x[2] * jnp.cos(1.2 * x[0])])), np.array([1.3, 0.7, -0.4]))
both("ode((t, y) -> 2*t*y*x[1], x[2], [0, x[3]], tol=1e-13)[2]", lambda x: x[1] * jnp.exp(x[0] * x[2] ** 2), np.array([0.6, 1.1, 0.9]))

folder = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(folder, "calculus.tsv"), "w") as file:
    file.write("\n".join(LINES) + "\n")
print(len(LINES))
