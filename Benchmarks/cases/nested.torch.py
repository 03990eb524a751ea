import time, torch
torch.set_default_dtype(torch.float64)
def run():
    x = torch.tensor(.3, requires_grad=True); y = x
    for _ in range(100): y = torch.sin(y)*1.1 + .1
    return torch.autograd.grad(y, x)
for _ in range(20): run()
n = 200; start = time.perf_counter()
for _ in range(n): run()
print((time.perf_counter() - start)/n)
