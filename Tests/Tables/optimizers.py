"""Trajectories of PyTorch's optimizers, for Tests/InterpreterTests/OptimizerTests.swift.

Usage: python3 optimizers.py > optimizers.tsv   (PyTorch, float64)

The problem is f(p) = sum(a*(p - c)^2) + sum(sin(3*p))/2 from p = (1, -0.5, 2): curved differently along each
axis and not convex. Columns: the optimizer as Gradus writes it, the step, the three parameters after it.
"""

import torch

torch.set_default_dtype(torch.float64)
A = torch.tensor([0.5, 1.25, 0.05])
C = torch.tensor([0.25, -1.0, 3.0])
STEPS = 1000
SHOWN = {1, 4, 9, 49, 199, 499, 999}  # one less than the steps that a run reports

O = torch.optim
CASES = [
    ("gd(0.05)", lambda p: O.SGD([p], lr=0.05)),
    ("sgd(0.02, momentum=0.9)", lambda p: O.SGD([p], lr=0.02, momentum=0.9)),
    ("sgd(0.02, momentum=0.9, nesterov=true)",
     lambda p: O.SGD([p], lr=0.02, momentum=0.9, nesterov=True)),
    ("rmsprop()", lambda p: O.RMSprop([p])),
    ("rmsprop(0.005, centered=true, momentum=0.5)",
     lambda p: O.RMSprop([p], lr=0.005, centered=True, momentum=0.5)),
    ("adagrad(0.1)", lambda p: O.Adagrad([p], lr=0.1)),
    ("adadelta()", lambda p: O.Adadelta([p])),
    ("adam(0.01)", lambda p: O.Adam([p], lr=0.01)),
    ("adamw(0.01)", lambda p: O.AdamW([p], lr=0.01)),
    ("amsgrad(0.01)", lambda p: O.Adam([p], lr=0.01, amsgrad=True)),
    ("nadam()", lambda p: O.NAdam([p])),
    ("lbfgs(0.5)", lambda p: O.LBFGS([p], lr=0.5, max_iter=1, history_size=100)),
]


def loss(p):
    return (A * (p - C) ** 2).sum() + torch.sin(3 * p).sum() / 2


def run(name, make, clip=None, schedule=None):
    p = torch.tensor([1.0, -0.5, 2.0], requires_grad=True)
    optimizer = make(p)
    scheduler = schedule(optimizer) if schedule else None
    for step in range(1, STEPS + 1):
        def closure():
            optimizer.zero_grad()
            value = loss(p)
            value.backward()
            if clip:
                clip(p)
            return value
        optimizer.step(closure)
        if scheduler and step < STEPS:
            scheduler.step()
        if step in SHOWN:
            print(name, step, *(repr(x) for x in p.tolist()), sep="\t")


for name, make in CASES:
    run(name, make)
run("clip_norm(gd(0.05), 0.5)", CASES[0][1],
    clip=lambda p: torch.nn.utils.clip_grad_norm_([p], 0.5))
run("clip_value(gd(0.05), 0.25)", CASES[0][1],
    clip=lambda p: torch.nn.utils.clip_grad_value_([p], 0.25))
run("gd(onecycle(0.05, 1000))", CASES[0][1],
    schedule=lambda o: O.lr_scheduler.OneCycleLR(
        o, max_lr=0.05, total_steps=1000, cycle_momentum=False))
run("gd(cosine(0.05, 1000))", CASES[0][1],
    schedule=lambda o: O.lr_scheduler.CosineAnnealingLR(o, T_max=1000))
run("gd(step_decay(0.05, every=100, factor=0.5))", CASES[0][1],
    schedule=lambda o: O.lr_scheduler.StepLR(o, step_size=100, gamma=0.5))
run("gd(exponential(0.05, factor=0.99))", CASES[0][1],
    schedule=lambda o: O.lr_scheduler.ExponentialLR(o, gamma=0.99))
