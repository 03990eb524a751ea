#!/usr/bin/env python3
"""Builds the whole course, and has Jupyter run a single lesson like its first, by turns; prints the ratio.

    Benchmarks/book.py --bin .build/release --python PYTHON [--rounds 5]

PYTHON is an interpreter with jupyter, nbconvert, ipykernel, numpy and matplotlib. The lesson is the
first of the course written for NumPy: the same networks, loops, printed numbers and two plots, with
gradients by hand. Each build begins with nothing cached. Exit code 1 when the book takes longer.
"""
import argparse, json, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

here = pathlib.Path(__file__).resolve().parent
book = here.parent / "notebooks"

cells = [
    "# The chain rule\n\nRates multiply: $\\frac{dL}{dx} = \\frac{dL}{du} \\cdot \\frac{du}{dx}$.",
    """import numpy as np
import matplotlib.pyplot as plt
sigmoid = lambda z: 1/(1 + np.exp(-z))
f = lambda x: np.sin(x**2)
df = lambda x: 2*x*np.cos(x**2)
print(df(1.5))""",
    """xs = np.linspace(0, 3, 400)
plt.plot(xs, f(xs), label="f")
plt.plot(xs, df(xs), label="df")
plt.legend(); plt.xlabel("x"); plt.show()""",
    "## A network with one hidden neuron\n\n$O_1 = \\sigma(W_1 x_1 + W_2 x_2 + W_3 x_3 + b_1)$",
    """x = np.array([0.5, -1.0, 2.0]); y = 1.0
W = np.array([0.4, -0.2, 0.1]); b1 = 0.1; W4 = 0.7; b2 = -0.3
def forward():
    O1 = sigmoid(W @ x + b1)
    O2 = sigmoid(W4*O1 + b2)
    return O1, O2, (y - O2)**2
O1, O2, L = forward()
print(f"O1 = {O1:.4f}  O2 = {O2:.4f}  L = {L:.4f}")""",
    """def backward():
    O1, O2, L = forward()
    d2 = -2*(y - O2)*O2*(1 - O2)
    d1 = d2*W4*O1*(1 - O1)
    return d1*x, d1, d2*O1, d2
print(backward())""",
    """losses = []
for k in range(200):
    gW, gb1, gW4, gb2 = backward()
    W, b1, W4, b2 = W - 0.5*gW, b1 - 0.5*gb1, W4 - 0.5*gW4, b2 - 0.5*gb2
    losses.append(forward()[2])
plt.plot(losses); plt.xlabel("step"); plt.ylabel("loss L"); plt.show()""",
    "## More layers, more paths",
    """V = np.array([0.5, -0.4]); U = np.array([[0.3, -0.6], [0.9, 0.2]]); Q = np.array([1.1, -0.7])
A = sigmoid(V*0.8); B = sigmoid(U @ A); P = sigmoid(Q @ B)
dP = 2*P*P*(1 - P)
dB = dP*Q*B*(1 - B)
print((U.T @ dB)*A*(1 - A)*0.8)""",
]


def notebook():
    made = []
    for number, text in enumerate(cells):
        cell = {"id": f"c{number}", "metadata": {}, "source": text}
        if text.startswith("#"):
            cell["cell_type"] = "markdown"
        else:
            cell.update(cell_type="code", execution_count=None, outputs=[])
        made.append(cell)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({"cells": made, "metadata": {"kernelspec": kernel},
                       "nbformat": 4, "nbformat_minor": 5})


def timed(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "lesson.ipynb").write_text(notebook())
        for _ in range(options.rounds):
            copy = work / "book"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(book, copy, ignore=shutil.ignore_patterns(".nbrun", "_site"))
            ours.append(timed([os.path.join(options.bin, "nbrun"), "build", str(copy), "--quiet"]))
            theirs.append(timed([options.python, "-m", "jupyter", "nbconvert", "--to", "html",
                                 "--execute", str(work / "lesson.ipynb")]))
    pages = sum(1 for line in (book / "SUMMARY.md").read_text().splitlines() if ".md)" in line)
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"nbrun build, {pages} pages, nothing cached: {a:.2f} s ({min(ours):.2f} to {max(ours):.2f})")
    print(f"jupyter nbconvert --execute, one lesson:  {b:.2f} s ({min(theirs):.2f} to {max(theirs):.2f})")
    print(f"ratio {a/b:.2f}")
    return 0 if a < b else 1


if __name__ == "__main__":
    sys.exit(main())
