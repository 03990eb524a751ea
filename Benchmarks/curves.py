#!/usr/bin/env python3
"""How the cost grows with the work: layers, width, equations, notebook cells, plot points.

    Benchmarks/curves.py --bin .build/release [--only NAME …]

Prints a line of microseconds (of a training step, a derivative, a cell, a plot) for each size.
"""
import argparse, os, pathlib, subprocess, sys, tempfile, time


def layers(count, width=16):
    names = [f"W{i}" for i in range(1, count + 1)]
    text = f"x = randn(8, {width})\ny = randn(8, {width})\n"
    text += "".join(f"{n} = randn({width}, {width})/{width}\n" for n in names)
    text += "H0 := x\n" + "".join(f"H{i} := tanh(H{i-1}*W{i})\n" for i in range(1, count + 1))
    text += f"L := mse(H{count}, y)\n"
    steps = 2000 if count * width < 2048 else 100
    over = ", ".join(names)
    return text + (f"minimize L over {over} using gd(0.01) for 5\nstart = clock()\n"
                   f"minimize L over {over} using gd(0.01) for {steps}\nprint((clock() - start)/{steps})\n")


def equations(count):
    text = "a = 0.5\nE0 := sin(a)\n" + "".join(
        f"E{i} := sin(E{i-1})*1.01 + 0.1\n" for i in range(1, count + 1))
    return text + (f"∂E{count}/∂a\n∂E{count}/∂a\nstart = clock()\nfor i in 1:20\n  a = 0.5 + 0.01*i\n"
                   f"  d = ∂E{count}/∂a\nend\nprint((clock() - start)/20)\n")


def run(options, program):
    with tempfile.NamedTemporaryFile("w", suffix=".gradus", delete=False) as file:
        file.write(program)
    done = subprocess.run(
        [os.path.join(options.bin, "gradus"), "run", file.name], capture_output=True, text=True)
    os.unlink(file.name)
    if done.returncode:
        sys.exit(done.stderr)
    return float(done.stdout.split()[-1])


def whole(options, program, arguments):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / arguments[-1]
        path.write_text(program)
        start = time.perf_counter()
        subprocess.run(
            [os.path.join(options.bin, arguments[0]), *arguments[1:-1], str(path)],
            capture_output=True, cwd=folder, check=True)
        return time.perf_counter() - start


def cells(options, count):
    text = "# cells\n\n" + "".join(
        f"```{{gradus}}\nx{i} = {i}^2\nx{i}\n```\n\n" for i in range(1, count + 1))
    return whole(options, text, ["nbrun", "lesson.md"])


def points(options, count):
    text = f"x = 1:{count}\nplot(x, sin(x ./ 100))\n"
    return whole(options, "```{gradus}\n" + text + "```\n", ["nbrun", "plot.md"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bin", default=".build/release")
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    options.bin = os.path.abspath(options.bin)
    curves = {
        "layers": ([1, 2, 4, 8, 16, 32, 64], lambda n: run(options, layers(n))),
        "width": ([4, 16, 64, 256, 1024], lambda n: run(options, layers(2, n))),
        "equations": ([10, 100, 500, 1000, 2000], lambda n: run(options, equations(n))),
        "cells": ([1, 10, 100, 1000], lambda n: cells(options, n)),
        "points": ([100, 1000, 10_000, 100_000, 1_000_000], lambda n: points(options, n)),
    }
    for name, (sizes, measure) in curves.items():
        if options.only and name not in options.only:
            continue
        values = [measure(size) * 1e6 for size in sizes]
        print(f"| {name} | " + " | ".join(f"{s}: {v:.4g}" for s, v in zip(sizes, values)) + " |")


if __name__ == "__main__":
    main()
