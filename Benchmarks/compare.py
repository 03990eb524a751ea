#!/usr/bin/env python3
"""Runs the programs under cases/ and those of the peers, interleaved, and prints the table of ratios.

    Benchmarks/compare.py --bin .build/release --python PYTHON [--rounds 5] [--only NAME …] [--write]

PYTHON is an interpreter with numpy, jax, torch, autograd, micrograd, matplotlib, jupyter and nbconvert; lua5.4,
luajit and octave stand on the path. `--write` puts the table into
docs/PERFORMANCE.md. A program prints the seconds that one unit of its work took; of the rounds the
median counts, and of the ratio of two programs the ratio of their medians.
"""
import argparse, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

import book

here = pathlib.Path(__file__).resolve().parent
cases = here / "cases"

# work, ours, peer, at most
rows = [
    ("`x = 3.7*x*(1-x)` in a function's loop", "loop.gradus", "loop.lua", 1.0),
    ("the same at the top of a script", "loop_module.gradus", "loop.lua", 1.0),
    ("`fib(27)`", "fib.gradus", "fib.lua", 1.0),
    ("the loop against LuaJIT", "loop.gradus", "loop.lua:luajit", 1.0),
    ("the loop at the top of a script, against Octave", "loop_module.gradus", "loop.octave.m", 1.0),
    ("XOR net, a step with `grad`, against JAX jit", "xor.gradus", "xor.jax.py", 0.2),
    ("… against PyTorch eager", "xor.gradus", "xor.torch.py", 0.05),
    ("XOR net, a step of `minimize`, against JAX `lax.scan`", "xor_minimize.gradus", "xor_minimize.scan.py", 1.2),
    ("digits net 64-128-10, batch 64, gradient, against JAX jit", "digits.gradus", "digits.jax.py", 0.8),
    ("`sum(σ(a .* b .+ c))` of 10⁶ elements, against JAX jit", "large_sum.gradus", "large_sum.jax.py", 1.2),
    ("… against Octave", "large_sum.gradus", "large_sum.octave.m", 1.0),
    ("its gradient by a, b, c, against JAX jit", "large_gradient.gradus", "large_gradient.jax.py", 0.5),
    ("derivative of 100 nested `sin(y)*1.1 + 0.1`, against PyTorch", "nested.gradus", "nested.torch.py", 0.02),
    ("… against HIPS autograd", "nested.gradus", "nested.autograd.py", 0.02),
    ("derivative of 100 nested `relu(y)*1.01 + 0.1`, against micrograd", "nested_relu.gradus", "nested_relu.micrograd.py", 0.02),
    ("matrix product 64, against NumPy", "product_64.gradus", "product_64.numpy.py", 1.0),
    ("matrix product 512", "product_512.gradus", "product_512.numpy.py", 1.0),
    ("matrix product 1024", "product_1024.gradus", "product_1024.numpy.py", 1.0),
    ("gradient over forward time: digits loss", "digits.gradus", "digits_forward.gradus", 3.0),
    ("gradient over forward time: the sum of 10⁶", "large_gradient.gradus", "large_sum.gradus", 3.0),
    ("gradient over forward time: convolution 3×3, 8→16, 64×28×28", "convolution.gradus", "convolution_forward.gradus", 3.0),
    ("`gradus -e 1+1`, whole process, against `lua5.4 -e ''`", "process:gradus", "process:lua5.4", 5.0),
    ("`nbrun` of lesson 1, whole process, against `jupyter nbconvert --execute` of a like one", "process:nbrun", "process:nbconvert", 0.05),
    ("SVG file of 10 000 points, against matplotlib", "plot_svg.gradus", "plot_svg.matplotlib.py", 0.02),
]


def command(subject, options):
    processes = {
        "process:lua5.4": ["lua5.4", "-e", ""],
        "process:gradus": [os.path.join(options.bin, "gradus"), "-e", "1+1"],
        "process:nbrun": [os.path.join(options.bin, "nbrun"), "--quiet", "lesson.md"],
        "process:nbconvert": [
            options.python, "-m", "jupyter", "nbconvert", "--to", "html", "--execute", "lesson.ipynb"],
    }
    if subject in processes:
        return processes[subject]
    name, _, runner = subject.partition(":")
    if name.endswith(".gradus"):
        return [os.path.join(options.bin, "gradus"), "run", str(cases / name)]
    if name.endswith(".lua"):
        return [runner or "lua5.4", str(cases / name)]
    if name.endswith(".m"):
        return ["octave", "--no-gui", "--norc", "--quiet", str(cases / name)]
    return [options.python, str(cases / name)]


def seconds(subject, options):
    # What a user gets: nothing that pins a library to another machine's kernels.
    environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_CORETYPE"}
    start = time.perf_counter()
    done = subprocess.run(
        command(subject, options), capture_output=True, text=True, env=environment, timeout=600,
        cwd=options.work)
    elapsed = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{subject}: exit code {done.returncode}: {done.stderr[-400:]}")
    if subject.startswith("process:"):
        return elapsed
    try:
        return float(done.stdout.split()[-1])
    except (IndexError, ValueError):
        sys.exit(f"{subject}: no number in {done.stdout[-200:]!r} {done.stderr[-400:]}")


def shown(value):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value / 1e-9:.3g} ns"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", default=".build/release")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    options.bin = os.path.abspath(options.bin)
    # Not resolved: a virtual environment's interpreter is a link that says where the environment is.
    options.python = os.path.abspath(options.python) if os.sep in options.python else options.python
    with tempfile.TemporaryDirectory() as work:
        options.work = work
        shutil.copy(here.parent / "notebooks" / "01-chain-rule.md", pathlib.Path(work) / "lesson.md")
        (pathlib.Path(work) / "lesson.ipynb").write_text(book.notebook())
        compare(options)
    # A program's files stand beside it.
    (cases / "loss.svg").unlink(missing_ok=True)


def compare(options):
    chosen = [r for r in rows if not options.only or any(n in r[1] or n in r[2] for n in options.only)]
    subjects = list(dict.fromkeys(s for row in chosen for s in row[1:3]))
    times = {s: [] for s in subjects}
    for _ in range(options.rounds):
        for subject in subjects:
            times[subject].append(seconds(subject, options))
    lines = ["| work | ours | peer | ratio | at most |", "|---|---|---|---|---|"]
    for work, ours, peer, most in chosen:
        a, b = statistics.median(times[ours]), statistics.median(times[peer])
        mark = "" if a / b <= most else " ✗"
        lines.append(f"| {work} | {shown(a)} | {shown(b)} | {a / b:.3g}{mark} | {most:g} |")
    table = "\n".join(lines)
    print(table)
    if options.write:
        page = here.parent / "docs" / "PERFORMANCE.md"
        text = page.read_text()
        begin, end = "<!-- table -->\n", "<!-- end of table -->"
        head, rest = text.split(begin)
        page.write_text(head + begin + table + "\n" + end + rest.split(end)[1])


if __name__ == "__main__":
    main()
