#!/usr/bin/env python3
"""Compares how librsvg and Chromium draw the figures of built pages.

usage: renderers.py [--keep FOLDER] PAGE.html|FOLDER …

Each SVG of each page is drawn by both at its own size, on white. The pictures are cut into blocks of
4 × 4 pixels; of each block the mean colour counts, because both smooth edges and letters in their own
way. Two figures are taken from the differences between the blocks of a pair, in steps of 255:

  mean   of all blocks: what is filled, scaled, or placed in another way moves it;
  far    how many blocks differ by more than FAR: a mark, a word or a line that one of the two does not
         draw, or draws somewhere else.

Ends with 1 when a pair is over a limit. Without Chromium or rsvg-convert there is nothing to compare:
it says so and ends with 0. Needs nothing but Python's own library.
"""

import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from operator import add

# Measured over the 81 figures of the gallery and the lessons (Chromium 156, librsvg 2.54): the worst mean
# is 0.97, of filled contours, where one renderer blends edges that the other rounds to pixels; and no
# block differs by more than 64, which is one row of four pixels from black to white: edges of an image's
# cells rounded to one or the other side. Without dashes, with all words 8 px lower, with the second
# colour in the place of the first, or without a word or three points, figures of the gallery have
# between 6 and 360 blocks beyond that; a single short tick label may pass.
MEAN_LIMIT = 1.2
FAR = 64
FAR_LIMIT = 2
# Chromium's screenshots end at 16384 px.
SHEET_HEIGHT = 8000
BLOCK = 4


def drawings(path):
    """The figures of a page, in order: (id, SVG text, width, height)."""
    with open(path, encoding="utf-8") as file:
        page = file.read()
    for text in re.findall(r"<svg xmlns=.*?</svg>", page, re.DOTALL):
        name = re.search(r' id="([^"]+)"', text)
        width, height = (
            re.search(r' %s="([\d.]+)"' % side, text) for side in ("width", "height")
        )
        if name and width and height:
            yield name[1], text, float(width[1]), float(height[1])


def pages(paths):
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        for folder, _, files in sorted(os.walk(path)):
            yield from (os.path.join(folder, f) for f in sorted(files) if f.endswith(".html"))


# Pictures: a list of rows, each a bytes of red, green, blue for every pixel.


def paeth(a, b, c):
    p = a + b - c
    x, y, z = abs(p - a), abs(p - b), abs(p - c)
    return a if x <= y and x <= z else b if y <= z else c


def unfiltered(kind, row, above, size):
    """A scanline of a PNG as RFC 2083, section 6 restores it."""
    if kind == 0 or (kind == 2 and not any(above)):
        return row
    if kind == 2:
        return bytearray(x & 255 for x in map(add, row, above))
    for i in range(len(row)):
        left = row[i - size] if i >= size else 0
        if kind == 1:
            row[i] = (row[i] + left) & 255
        elif kind == 3:
            row[i] = (row[i] + (left + above[i]) // 2) & 255
        else:
            corner = above[i - size] if i >= size else 0
            row[i] = (row[i] + paeth(left, above[i], corner)) & 255
    return row


def decoded(path):
    """The picture in an 8-bit PNG without interlacing, its transparent parts on white."""
    with open(path, "rb") as file:
        data = file.read()
    place, packed = 8, b""
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        if kind == b"IHDR":
            width, height, depth, color, _, _, interlaced = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            packed += body
        place += 12 + length
    if depth != 8 or color not in (2, 6) or interlaced:
        raise ValueError(f"{path}: not a plain RGB picture")
    size = 3 if color == 2 else 4
    raw, stride = zlib.decompress(packed), width * size + 1
    above, rows = bytearray(width * size), []
    for start in range(0, stride * height, stride):
        row = bytearray(raw[start + 1 : start + stride])
        above = unfiltered(raw[start], row, above, size)
        rows.append(opaque(above) if size == 4 else bytes(above))
    return rows


def opaque(row):
    out = bytearray(len(row) // 4 * 3)
    alpha = row[3::4]
    solid = not any(a != 255 for a in alpha)
    for c in range(3):
        channel = row[c::4]
        out[c::3] = (
            channel if solid else bytes((v * a + 255 * (255 - a)) // 255 for v, a in zip(channel, alpha))
        )
    return bytes(out)


def blocks(rows):
    """Sums over squares of BLOCK × BLOCK pixels, each channel by itself; what is left over at the
    right and at the bottom is left out."""
    wide = len(rows[0]) // (3 * BLOCK)
    for top in range(0, len(rows) - BLOCK + 1, BLOCK):
        for c in range(3):
            total = [0] * wide
            for row in rows[top : top + BLOCK]:
                channel = row[c::3]
                for k in range(BLOCK):
                    total = list(map(add, total, channel[k::BLOCK]))
            yield total


def difference(a, b):
    """(mean, far) of two pictures of one size."""
    total = count = far = 0
    area = BLOCK * BLOCK
    for x, y in zip(blocks(a), blocks(b)):
        gaps = [abs(p - q) for p, q in zip(x, y)]
        total += sum(gaps)
        count += len(gaps)
        far += sum(gap > FAR * area for gap in gaps)
    return (total / area / count, far) if count else (0.0, 0)


# Renderers


def by_librsvg(text, width, height, path):
    source = path + ".svg"
    with open(source, "w", encoding="utf-8") as file:
        file.write(text)
    subprocess.run(
        ["rsvg-convert", "-b", "white", "-w", str(width), "-h", str(height), source, "-o", path],
        check=True,
    )
    return decoded(path)


def by_chromium(chromium, figures, path):
    """The pictures of `figures`, one under the other on a sheet of their own."""
    width = max(f[2] for f in figures)
    y, parts, places = 0, [], []
    for _, text, wide, high in figures:
        parts.append(f'<div style="position:absolute;left:0;top:{y}px;width:{wide}px">{text}</div>')
        places.append((y, wide, high))
        y += high + 8
    # Two figures of different pages may have one id; styles go by it, but only for dark screens.
    with open(path + ".html", "w", encoding="utf-8") as file:
        style = "<style>body{margin:0;background:#fff}svg{display:block}</style>"
        file.write("<!doctype html><meta charset=utf-8>" + style + "".join(parts))
    subprocess.run(
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--force-device-scale-factor=1", "--disable-lcd-text", f"--screenshot={path}",
            f"--window-size={max(width, 600)},{y + 100}", "file://" + os.path.abspath(path + ".html"),
        ],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    sheet = decoded(path)
    return [[row[: wide * 3] for row in sheet[top : top + high]] for top, wide, high in places]


def sheets(figures):
    sheet, height = [], 0
    for figure in figures:
        if sheet and height + figure[3] > SHEET_HEIGHT:
            yield sheet
            sheet, height = [], 0
        sheet.append(figure)
        height += figure[3] + 8
    if sheet:
        yield sheet


def main(arguments):
    keep = None
    if arguments[:1] == ["--keep"]:
        keep, arguments = arguments[1], arguments[2:]
    if not arguments:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    chromium = next((found for found in map(shutil.which, filter(None, names)) if found), None)
    missing = [] if chromium else ["Chromium"]
    missing += [] if shutil.which("rsvg-convert") else ["rsvg-convert"]
    if missing:
        print(f"renderers: not compared, for want of {' and '.join(missing)}")
        return 0
    figures = [
        (f"{os.path.basename(page)}#{name}", text, round(width), round(height))
        for page in pages(arguments)
        for name, text, width, height in drawings(page)
    ]
    if not figures:
        print("renderers: no figures in " + ", ".join(arguments), file=sys.stderr)
        return 1
    work = keep or tempfile.mkdtemp()
    os.makedirs(work, exist_ok=True)
    try:
        return compared(figures, chromium, work)
    finally:
        if not keep:
            shutil.rmtree(work)


def compared(figures, chromium, work):
    results = []
    for number, sheet in enumerate(sheets(figures)):
        pictures = by_chromium(chromium, sheet, os.path.join(work, f"sheet-{number}.png"))
        for figure, picture in zip(sheet, pictures):
            name, text, width, height = figure
            path = os.path.join(work, re.sub(r"[^\w.-]", "-", name) + ".png")
            mean, far = difference(by_librsvg(text, width, height, path), picture)
            results.append((mean, far, name))
    bad = [r for r in results if r[0] > MEAN_LIMIT or r[1] > FAR_LIMIT]
    for mean, far, name in sorted(bad, reverse=True):
        print(f"✘ {name}: mean {mean:.2f} (limit {MEAN_LIMIT}), far {far} (limit {FAR_LIMIT})")
    worst = max(results)
    farthest = max(results, key=lambda r: r[1])
    print(
        f"renderers: {len(results)} figures, {len(bad)} drawn differently; "
        f"worst mean {worst[0]:.2f} ({worst[2]}), worst far {farthest[1]} ({farthest[2]})"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
