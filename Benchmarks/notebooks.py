"""Large notebooks and books: nbrun beside `jupyter nbconvert --execute`, in one run on one machine.

  python Benchmarks/notebooks.py NBRUN [--cells 300] [--pages 40]

Needs jupyter nbconvert, ipykernel, numpy and matplotlib in the Python that runs this. The notebooks
say the same in both languages: prose with a formula, a few lines of arithmetic, every tenth cell a
plot. Times are of whole processes, memory the largest that one of their processes held.
"""
import argparse, json, os, pathlib, subprocess, sys, tempfile, time


def measure(words, folder):
    """Seconds and the largest resident size in MB, children included."""
    start = time.perf_counter()
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = process.stderr.read()
    peak = 0
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    peak = usage.ru_maxrss / 1024
    if status != 0:
        sys.exit(f"{' '.join(words)} ended with {status}: {told.decode()[-2000:]}")
    return seconds, peak


def cells(count, offset=0):
    for number in range(1, count + 1):
        k = number + offset
        prose = f"## Section {k}\n\nSome words about $x_{{{k}}} = \\frac{{{k}}}{{2}}$ and what follows from it."
        if number % 10 == 0:
            yield prose, f"plot(x -> sin(x*{k}/10), 0:6)", (
                f"xs = np.linspace(0, 6, 200)\nplt.plot(xs, np.sin(xs*{k}/10))\nplt.show()")
        else:
            yield prose, f"a{k} = [i^2 for i in 1:20]\ns{k} = sum(a{k}) + {k}\ns{k}", (
                f"a{k} = np.arange(1, 21)**2\ns{k} = a{k}.sum() + {k}\ns{k}")


def write_gradus(path, count, offset=0):
    parts = [f"# Notebook {offset}\n"]
    for prose, code, _ in cells(count, offset):
        parts.append(f"{prose}\n\n```{{gradus}}\n{code}\n```\n")
    path.write_text("\n".join(parts))


def write_jupyter(path, count, offset=0):
    start = "%matplotlib inline\nimport numpy as np\nimport matplotlib.pyplot as plt"
    found = [("# Notebook\n", start)] + [(p, python) for p, _, python in cells(count, offset)]
    def cell(kind, text, index):
        more = {"outputs": [], "execution_count": None} if kind == "code" else {}
        return {"cell_type": kind, "id": f"{kind}-{index}", "metadata": {}, "source": text, **more}
    listed = [c for i, (p, k) in enumerate(found) for c in (cell("markdown", p, i), cell("code", k, i))]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.write_text(json.dumps({"cells": listed, "metadata": {"kernelspec": kernel},
                                "nbformat": 4, "nbformat_minor": 5}))


def row(what, ours, theirs=None):
    text = f"| {what} | {ours[0]:.2f} s, {ours[1]:.0f} MB |"
    if theirs:
        text += f" {theirs[0]:.2f} s, {theirs[1]:.0f} MB | {ours[0]/theirs[0]:.3f} | {ours[1]/theirs[1]:.2f} |"
    else:
        text += " | | |"
    print(text, flush=True)


options = argparse.ArgumentParser()
options.add_argument("nbrun")
options.add_argument("--cells", type=int, default=300)
options.add_argument("--pages", type=int, default=40)
wanted = options.parse_args()
nbrun = str(pathlib.Path(wanted.nbrun).resolve())
convert = [sys.executable, "-m", "jupyter", "nbconvert", "--execute", "--to", "html"]

print("| | nbrun | nbconvert | time | memory |\n|---|---|---|---|---|")
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    write_gradus(folder / "large.md", wanted.cells)
    write_jupyter(folder / "large.ipynb", wanted.cells)
    theirs = measure(convert + ["large.ipynb", "--output", "theirs"], folder)
    row(f"{wanted.cells} cells to HTML", measure([nbrun, "-q", "large.md"], folder), theirs)
    row(f"{wanted.cells} cells, --in-place", measure([nbrun, "-q", "--in-place", "large.md"], folder))
    row(f"{wanted.cells} cells, --check", measure([nbrun, "-q", "--check", "large.md"], folder))
    book = folder / "book"
    book.mkdir()
    summary, notebooks = [], []
    for page in range(wanted.pages):
        write_gradus(book / f"p{page}.md", 12, page * 100)
        write_jupyter(book / f"p{page}.ipynb", 12, page * 100)
        summary.append(f"- [Page {page}](p{page}.md)")
        notebooks.append(f"p{page}.ipynb")
    (book / "SUMMARY.md").write_text("\n".join(summary) + "\n")
    theirs = measure(convert + notebooks, book)
    build = [nbrun, "build", ".", "-q"]
    row(f"a book of {wanted.pages} pages", measure(build, book), theirs)
    row("the same, nothing changed", measure(build, book))
    with (book / "p7.md").open("a") as page:
        page.write("\nMore.\n")
    row("the same, one page changed", measure(build, book))
