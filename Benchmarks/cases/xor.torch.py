import time, torch
torch.set_default_dtype(torch.float64)
X = torch.tensor([[0., 0], [0, 1], [1, 0], [1, 1]]); Y = torch.tensor([[0.], [1], [1], [0]])
p = [torch.tensor(a, requires_grad=True) for a in (
    [[.1, .2, .3, .4], [.5, -.6, .7, .8]], [0., .1, 0, .1], [[.5], [-.4], [.3], [.2]], [.1])]
def step():
    W1, b1, W2, b2 = p
    loss = ((torch.sigmoid(torch.sigmoid(X @ W1 + b1) @ W2 + b2) - Y)**2).mean()
    gradients = torch.autograd.grad(loss, p)
    with torch.no_grad():
        for a, g in zip(p, gradients): a -= .5*g
for _ in range(100): step()
n = 2000; start = time.perf_counter()
for _ in range(n): step()
print((time.perf_counter() - start)/n)
