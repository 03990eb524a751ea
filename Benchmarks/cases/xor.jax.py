import time, jax, jax.numpy as jnp
jax.config.update("jax_enable_x64", True)
X = jnp.array([[0., 0], [0, 1], [1, 0], [1, 1]]); Y = jnp.array([[0.], [1], [1], [0]])
p = (jnp.array([[.1, .2, .3, .4], [.5, -.6, .7, .8]]), jnp.array([0., .1, 0, .1]),
     jnp.array([[.5], [-.4], [.3], [.2]]), jnp.array([.1]))
def loss(p, X, Y):
    W1, b1, W2, b2 = p
    return jnp.mean((jax.nn.sigmoid(jax.nn.sigmoid(X @ W1 + b1) @ W2 + b2) - Y)**2)
step = jax.jit(lambda p, X, Y: jax.tree.map(lambda a, g: a - .5*g, p, jax.grad(loss)(p, X, Y)))
for _ in range(100): p = step(p, X, Y)
jax.block_until_ready(p); n = 5000; start = time.perf_counter()
for _ in range(n): p = step(p, X, Y)
jax.block_until_ready(p); print((time.perf_counter() - start)/n)
