import time, autograd, autograd.numpy as np
def f(x):
    y = x
    for _ in range(100): y = np.sin(y)*1.1 + .1
    return y
g = autograd.grad(f)
for _ in range(20): g(.3)
n = 200; start = time.perf_counter()
for _ in range(n): g(.3)
print((time.perf_counter() - start)/n)
