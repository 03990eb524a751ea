#!/usr/bin/env python3
"""Files of arrays, from NumPy to Gradus and back: every element type, order and kind of shape.

    python3 Tests/Tables/numpy_files.py path/to/gradus          # needs numpy; compares, writes nothing here
    python3 Tests/Tables/numpy_files.py --fixtures > Tests/InterpreterTests/NumPyFiles.swift

Gradus reads what NumPy writes and must find the same numbers bit by bit; NumPy reads what Gradus writes, with
`allow_pickle=False`, and must find the array with its type and shape. The fixtures are the small files among
them, in base 64, for tests without NumPy.
"""
import base64
import io
import itertools
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

TYPES = ["<f8", ">f8", "<f4", ">f4", "<f2", "<i8", ">i8", "<i4", "<i2", "|i1", "|u1", "<u2", ">u4", "<u8", "|b1"]
SHAPES = [(), (0,), (1,), (3,), (2, 3), (3, 2), (2, 0, 3), (2, 3, 4)]


def sample(dtype, shape):
    """Numbers that the type tells apart: signs, fractions, extremes below 2^53."""
    kind, count = np.dtype(dtype).kind, int(np.prod(shape))
    pool = {
        "f": [0.1, -2.5, np.inf, -0.0, 1e-5, 65504, -np.inf, 3],
        "i": [1, -1, 127, -128, 5, -7, 100, 0],
        "u": [1, 255, 128, 0, 7, 200, 3, 254],
        "b": [True, False, False, True],
    }[kind]
    values = list(itertools.islice(itertools.cycle(pool), count))
    return np.array(values, dtype=dtype).reshape(shape)


def gradus_type(a):
    """What a tensor of Gradus is for an array of NumPy's: f32 holds 16 and 32 bits, integers become f64."""
    if a.dtype.kind == "b":
        return np.dtype(bool)
    return np.dtype("<f4" if a.dtype.kind == "f" and a.dtype.itemsize <= 4 else "<f8")


def cases():
    for dtype, shape, order in itertools.product(TYPES, SHAPES, "CF"):
        yield f"{dtype} {shape} {order}", np.asarray(sample(dtype, shape), order=order)
    extremes = np.array([2**53, -(2**53), 2**31, -(2**40)])
    yield "int64 extremes", extremes
    yield "f4 extremes", np.array([3.4028235e38, 1e-45, 1.1754944e-38], "<f4")
    yield "f8 extremes", np.array([1.7976931348623157e308, 5e-324, np.nan])
    yield "slices", np.arange(24.0).reshape(4, 6)[::2, ::-3]
    yield "six axes", np.arange(64, dtype="<f4").reshape(2, 2, 2, 2, 2, 2)
    yield "long header", np.zeros((1,) * 8)


def same(found, a):
    """Type, shape and bits; a number of Gradus has no type, so NumPy's may be wider."""
    expected = a.astype(gradus_type(a))
    if found.shape != expected.shape:
        return f"shape {found.shape}, not {expected.shape}"
    if a.shape and found.dtype != expected.dtype:
        return f"type {found.dtype}, not {expected.dtype}"
    if found.astype(expected.dtype).tobytes() != expected.tobytes():
        return f"{found!r}, not {expected!r}"


def compare(gradus):
    arrays = list(cases())
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        program = []
        for index, (_, a) in enumerate(arrays):
            np.save(folder / f"in{index}.npy", a)
            program.append(f'save(load("in{index}.npy"), "out{index}.npy")')
        # Archives: what is read from one is written to another, and each member alone.
        names = {f"a{index}": a for index, (_, a) in enumerate(arrays)}
        np.savez(folder / "plain.npz", **names)
        np.savez_compressed(folder / "small.npz", **names)
        for kind in ("plain", "small"):
            program.append(f'save(load("{kind}.npz"), "{kind}2.npz")')
        # Values made in Gradus.
        program += [
            'save([1.5, -2; Inf, 0.1], "m.npy"); save(f32([0.1, 2]), "s.npy"); save([true, false], "b.npy")',
            'save(3.25, "n.npy"); save([], "e.npy"); save(zeros(2, 0, 3), "z.npy"); save(1:4, "r.npy")',
            'save(true, "t.npy"); save({W: [1, 2; 3, 4], b: f32([5])}, "p.npz")',
        ]
        (folder / "copy.gradus").write_text("\n".join(program) + "\n")
        subprocess.run([gradus, "run", str(folder / "copy.gradus")], check=True, cwd=folder)

        faults = []

        def expect(what, found, a):
            fault = same(found, a)
            if fault:
                faults.append(f"{what}: {fault}")

        for index, (what, a) in enumerate(arrays):
            expect(what, np.load(folder / f"out{index}.npy", allow_pickle=False), a)
        for kind in ("plain", "small"):
            with np.load(folder / f"{kind}2.npz", allow_pickle=False) as archive:
                if archive.files != list(names):
                    faults.append(f"{kind}: members {archive.files}")
                for name, a in names.items():
                    expect(f"{kind} {name}", archive[name], a)
        made = {
            "m": np.array([[1.5, -2], [np.inf, 0.1]]), "s": np.array([0.1, 2], "<f4"),
            "b": np.array([True, False]), "n": np.array(3.25), "e": np.zeros(0),
            "z": np.zeros((2, 0, 3)), "r": np.arange(1.0, 5), "t": np.array(True),
        }
        for name, a in made.items():
            expect(name, np.load(folder / f"{name}.npy", allow_pickle=False), a)
        with np.load(folder / "p.npz", allow_pickle=False) as archive:
            expect("p.W", archive["W"], np.array([[1.0, 2], [3, 4]]))
            expect("p.b", archive["b"], np.array([5], "<f4"))
    count = 3 * len(arrays) + len(made) + 2
    print("\n".join(faults) if faults else f"{count} arrays are the same on both sides")
    return 1 if faults else 0


def npy(a, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, a, version=version)
    return file.getvalue()


def archive(save, **members):
    file = io.BytesIO()
    save(file, **members)
    return file.getvalue()


def fixtures():
    matrix = [[0.1, -2.5, np.inf], [-0.0, 1e-5, 3]]
    wide = "[0.1, -2.5, Inf; -0, 1e-5, 3]"
    single = f"f32({wide})"
    whole = np.array([[1, -2, 127], [-128, 5, 0]])
    files = [
        ("f8", npy(np.array(matrix)), wide),
        ("f8 Fortran order", npy(np.array(matrix, order="F")), wide),
        ("f8 big-endian", npy(np.array(matrix, ">f8")), wide),
        ("f4", npy(np.array(matrix, "<f4")), single),
        ("f4 Fortran order, big-endian", npy(np.array(matrix, ">f4", order="F")), single),
        ("f2", npy(np.array([[0.5, -2], [65504, np.inf]], "<f2")), "f32([0.5, -2; 65504, Inf])"),
        ("i8", npy(whole.astype("<i8")), "[1, -2, 127; -128, 5, 0]"),
        ("i4 big-endian", npy(whole.astype(">i4")), "[1, -2, 127; -128, 5, 0]"),
        ("u1", npy(np.array([0, 1, 255], "u1")), "[0, 1, 255]"),
        ("bool", npy(np.array([[True, False], [False, False]])), "[true, false; false, false]"),
        ("0-d", npy(np.array(0.1)), "0.1"),
        ("0-d bool", npy(np.array(True)), "true"),
        ("empty", npy(np.zeros(0)), "[]"),
        ("empty of rank 3", npy(np.zeros((2, 0, 3))), "zeros(2, 0, 3)"),
        ("version 2", npy(np.array([1.0, 2]), (2, 0)), "[1, 2]"),
        ("version 3", npy(np.array([1.0, 2]), (3, 0)), "[1, 2]"),
        ("texts", npy(np.array(["η", "ab"])), '("η", "ab")'),
    ]
    members = {"W": np.array([[1, 2], [3, 4]], "<f4", order="F"), "b": np.array([True]), "k": np.int64(-7)}
    record = "{W: f32([1, 2; 3, 4]), b: [true], k: -7}"
    archives = [
        ("savez", archive(np.savez, **members), record),
        ("savez_compressed", archive(np.savez_compressed, **members), record),
    ]
    print(f"// Written by Tests/Tables/numpy_files.py --fixtures with NumPy {np.__version__}.\n")
    print("/// Files that NumPy wrote, in base 64, and what each holds as an expression of Gradus.")
    print("enum NumPyFiles {")
    print("  typealias File = (name: String, bytes: String, value: String)")
    for kind, list_ in (("arrays", files), ("archives", archives)):
        print(f"\n  static let {kind}: [File] = [")
        for name, data, value in list_:
            text = base64.b64encode(data).decode()
            lines = "\n".join("      " + text[k:k + 88] for k in range(0, len(text), 88))
            value = value.replace('"', '\\"')
            print(f'    (\n      "{name}",\n      """\n{lines}\n      """,\n      "{value}"\n    ),')
        print("  ]")
    print("}")


if __name__ == "__main__":
    if sys.argv[1:] == ["--fixtures"]:
        fixtures()
    elif len(sys.argv) == 2:
        sys.exit(compare(str(Path(sys.argv[1]).resolve())))
    else:
        sys.exit(__doc__)
