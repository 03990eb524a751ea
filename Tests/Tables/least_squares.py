"""Makes least_squares.tsv from the functions of Moré, Garbow and Hillstrom (TOMS 7, 1981), written here in Python.

    python3 Tests/Tables/least_squares.py          (needs jax and scipy)

A line is: the name in least_squares.gradus, the standard start, value and gradient there (JAX, double precision), a
minimizer (published, or found by SciPy from the start and polished by Newton steps), and the published minimum.
"""
import os
import jax
import numpy as np
import scipy.optimize

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp

a = jnp.array
ROWS = []


def add(name, residuals, start, minimum, minimizer=None):
    def f(x):
        r = jnp.array(residuals(x))
        return jnp.sum(r * r)

    start = np.array(start, dtype=float)
    gradient, hessian = jax.grad(f), jax.hessian(f)
    if minimizer is None:
        x = scipy.optimize.minimize(f, start, jac=gradient, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000}).x
        for _ in range(20):
            step = np.linalg.lstsq(hessian(x), gradient(x), rcond=None)[0]
            if f(x - step) <= f(x):
                x = x - step
    else:
        x = np.array(minimizer, dtype=float)
    assert abs(float(f(x)) - minimum) <= 2e-5 * max(minimum, 1e-12) + 1e-9, (name, float(f(x)), minimum)
    line = lambda v: " ".join(repr(float(e)) for e in v)
    ROWS.append("\t".join([name, line(start), repr(float(f(start))), line(gradient(start)), line(x), repr(minimum)]))


add("rosenbrock", lambda x: [10 * (x[1] - x[0] ** 2), 1 - x[0]], [-1.2, 1], 0.0, [1, 1])
add("freudenstein_roth", lambda x: [-13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1], -29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1]],
    [0.5, -2], 48.9842)
add("powell_badly_scaled", lambda x: [1e4 * x[0] * x[1] - 1, jnp.exp(-x[0]) + jnp.exp(-x[1]) - 1.0001], [0, 1], 0.0,
    [1.0981593296996515e-05, 9.106146739867318])
add("brown_badly_scaled", lambda x: [x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2], [1, 1], 0.0, [1e6, 2e-6])
add("beale", lambda x: [y - x[0] * (1 - x[1] ** (i + 1)) for i, y in enumerate([1.5, 2.25, 2.625])], [1, 1], 0.0, [3, 0.5])
I10 = jnp.arange(1.0, 11)
add("jennrich_sampson", lambda x: 2 + 2 * I10 - (jnp.exp(I10 * x[0]) + jnp.exp(I10 * x[1])), [0.3, 0.4], 124.362)
theta = lambda x: jnp.arctan(x[1] / x[0]) / (2 * jnp.pi) + jnp.where(x[0] > 0, 0, 0.5)
add("helical_valley", lambda x: [10 * (x[2] - 10 * theta(x)), 10 * (jnp.sqrt(x[0] ** 2 + x[1] ** 2) - 1), x[2]], [-1, 0, 0], 0.0, [1, 0, 0])
Y8 = a([0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39])
U8 = jnp.arange(1.0, 16)
add("bard", lambda x: Y8 - (x[0] + U8 / ((16 - U8) * x[1] + jnp.minimum(U8, 16 - U8) * x[2])), [1, 1, 1], 8.21487e-3)
H9 = [0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521]
Y9, T9 = a(H9 + [0.3989] + H9[::-1]), (8 - jnp.arange(1.0, 16)) / 2
add("gaussian", lambda x: x[0] * jnp.exp(-x[1] * (T9 - x[2]) ** 2 / 2) - Y9, [0.4, 1, 0], 1.12793e-8)
T12 = I10 / 10
add("box", lambda x: jnp.exp(-T12 * x[0]) - jnp.exp(-T12 * x[1]) - x[2] * (jnp.exp(-T12) - jnp.exp(-10 * T12)), [0, 10, 20], 0.0, [1, 10, 1])
add("powell_singular", lambda x: [x[0] + 10 * x[1], jnp.sqrt(5.0) * (x[2] - x[3]), (x[1] - 2 * x[2]) ** 2, jnp.sqrt(10.0) * (x[0] - x[3]) ** 2],
    [3, -1, 0, 1], 0.0, [0, 0, 0, 0])
add("wood", lambda x: [10 * (x[1] - x[0] ** 2), 1 - x[0], jnp.sqrt(90.0) * (x[3] - x[2] ** 2), 1 - x[2],
    jnp.sqrt(10.0) * (x[1] + x[3] - 2), (x[1] - x[3]) / jnp.sqrt(10.0)], [-3, -1, -3, -1], 0.0, [1, 1, 1, 1])
Y15 = a([0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246])
U15 = a([4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625])
add("kowalik_osborne", lambda x: Y15 - x[0] * (U15**2 + U15 * x[1]) / (U15**2 + U15 * x[2] + x[3]), [0.25, 0.39, 0.415, 0.39], 3.07505e-4)
T16 = jnp.arange(1.0, 21) / 5
add("brown_dennis", lambda x: (x[0] + T16 * x[1] - jnp.exp(T16)) ** 2 + (x[2] + x[3] * jnp.sin(T16) - jnp.cos(T16)) ** 2, [25, 5, -5, -1], 85822.2)
T18 = jnp.arange(1.0, 14) / 10
Y18 = jnp.exp(-T18) - 5 * jnp.exp(-10 * T18) + 3 * jnp.exp(-4 * T18)
add("biggs", lambda x: x[2] * jnp.exp(-T18 * x[0]) - x[3] * jnp.exp(-T18 * x[1]) + x[5] * jnp.exp(-T18 * x[4]) - Y18,
    [1, 2, 1, 1, 1, 1], 0.0, [1, 10, 1, 5, 4, 3])
T20 = jnp.arange(1.0, 30) / 29


def watson(x):
    n = len(x)
    slope = sum((j - 1) * x[j - 1] * T20 ** (j - 2) for j in range(2, n + 1))
    value = sum(x[j - 1] * T20 ** (j - 1) for j in range(1, n + 1))
    return jnp.concatenate([slope - value**2 - 1, a([x[0], x[1] - x[0] ** 2 - 1])])


add("watson", watson, [0] * 6, 2.28767e-3)
add("extended_rosenbrock", lambda x: jnp.concatenate([10 * (x[1::2] - x[::2] ** 2), 1 - x[::2]]), [-1.2, 1] * 4, 0.0, [1] * 8)
add("penalty_one", lambda x: jnp.append(jnp.sqrt(1e-5) * (x - 1), jnp.sum(x * x) - 0.25), [1, 2, 3, 4], 2.24997e-5)
J5 = jnp.arange(1.0, 6)
add("variably_dimensioned", lambda x: jnp.concatenate([x - 1, a([J5 @ (x - 1), (J5 @ (x - 1)) ** 2])]), [1 - j / 5 for j in range(1, 6)], 0.0, [1] * 5)
add("trigonometric", lambda x: 5 - jnp.sum(jnp.cos(x)) + J5 * (1 - jnp.cos(x)) - jnp.sin(x), [0.2] * 5, 0.0, [0] * 5)
add("brown_almost_linear", lambda x: jnp.append(x[:-1] + jnp.sum(x) - 6, jnp.prod(x) - 1), [0.5] * 5, 0.0, [1] * 5)


def boundary(x):
    n = len(x)
    h, full = 1 / (n + 1), jnp.pad(x, 1)
    return 2 * x - full[:-2] - full[2:] + h**2 * (x + h * jnp.arange(1.0, n + 1) + 1) ** 3 / 2


add("discrete_boundary", boundary, [i / 6 * (i / 6 - 1) for i in range(1, 6)], 0.0)
add("broyden_tridiagonal", lambda x: (3 - 2 * x) * x - jnp.pad(x, 1)[:-2] - 2 * jnp.pad(x, 1)[2:] + 1, [-1] * 5, 0.0)

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "least_squares.tsv"), "w") as file:
    file.write("\n".join(ROWS) + "\n")
print(len(ROWS))
