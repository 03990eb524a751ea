"""Notebooks against other programs: nbformat, nbconvert, markdown-it, the CommonMark examples, tidy.

  python Tests/Notebooks/peers.py NBRUN [--spec spec.txt]

Needs nbformat, nbconvert and markdown-it-py; tidy where it is installed. Run by hand, or by
`Scripts/test --full` where these are there.
"""
import html, pathlib, re, shutil, subprocess, sys, tempfile, warnings

warnings.simplefilter("ignore")

nbrun = str(pathlib.Path(sys.argv[1]).resolve())
here = pathlib.Path(__file__).parent
failures = []


def check(ok, what):
    if not ok:
        failures.append(what)
        print("FAILED", what)


def run(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, **more)


def notebooks():
    return sorted(here.glob("*.md"))


def check_formats(folder):
    import nbformat
    from nbconvert import HTMLExporter

    for source in notebooks():
        work = pathlib.Path(folder, source.name)
        shutil.copy(source, work)
        for form in ["html", "md", "ipynb", "text"]:
            done = run(nbrun, str(work), "-t", form, "-o", f"{work}.{form}", "-q")
            check(done.returncode == 0, f"{source.name} -t {form}: {done.returncode} {done.stderr}")
        notebook = nbformat.read(f"{work}.ipynb", as_version=4)
        nbformat.validate(notebook, relax_add_props=False)
        body, _ = HTMLExporter().from_notebook_node(notebook)
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                if output.output_type == "stream":
                    for line in output.text.splitlines():
                        check(html.escape(line.strip(), quote=False) in html.unescape(body)
                              or line.strip() in html.unescape(body), f"{source.name}: {line}")
        check_html(source.name, f"{work}.html")
        check_markdown(source.name, pathlib.Path(f"{work}.md").read_text(), notebook)


def check_html(name, path):
    text = pathlib.Path(path).read_text()
    without_links = re.sub(r"<a [^>]*>", "", text)
    check(not re.search(r"(src|srcset|poster)=\"?http", without_links), f"{name}: fetches something")
    check("<script" not in re.sub(r"<style>.*?</style>", "", text, flags=re.S), f"{name}: a script")
    if shutil.which("tidy"):
        done = run("tidy", "-q", "-e", "--show-warnings", "no", path)
        check(done.returncode < 2, f"{name}: {done.stderr}")


def check_markdown(name, text, notebook):
    """The code blocks of the Markdown, as another parser sees them, are the code and the outputs."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    blocks = [t.content for t in tokens if t.type == "fence"]
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            if output.output_type == "stream" and "asis" not in cell.source:
                want = output.text.strip("\n") + "\n"
                check(want in blocks, f"{name}: {want!r} is no code block")


def check_spec(path, folder):
    """Each example of the specification as a notebook's prose: the page's visible text is that of the
    specification's HTML. Not so by intent: images that are not there (their text is shown), a head
    between `---` lines, raw HTML that browsers read in different ways (it is filtered), and a fence
    that is never closed (an error).
    """
    text = pathlib.Path(path).read_text()
    examples = re.findall(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", text, flags=re.S | re.M)
    differ = 0
    for number, (source, want) in enumerate(examples, 1):
        source, want = source.replace("→", "\t"), want.replace("→", "\t")
        done = run(nbrun, "-", "-o", "-", "-q", input=source)
        if done.returncode == 2 and ("N0101" in done.stderr or source.startswith("---\n")):
            continue
        check(done.returncode == 0, f"example {number}: {done.returncode} {done.stderr}")
        body = re.search(r"<main[^>]*>(.*)</main>", done.stdout, flags=re.S)
        if body and words(body[1]) == words(want):
            continue
        if "<img" in want or re.search(r"<(div|a|\?|style)\b|<!\[", source):
            continue
        differ += 1
        print("example", number, repr(source), words(want), words(body[1]) if body else None)
    check(len(examples) > 600 and differ == 0, f"{differ} of {len(examples)} examples differ")


def words(html_text):
    text = re.sub(r'<a class="anchor".*?</a>', "", html_text, flags=re.S)
    text = re.sub(r"<(script|style|textarea|pre|title)[^>]*>.*?</\1>", lambda m: m[0] if m[1] == "pre" else "",
                  text, flags=re.S)
    text = re.sub(r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<![A-Z].*?>", "", text, flags=re.S)
    text = re.sub(r"<[^>]*>", "", text)
    return html.unescape(text).split()


with tempfile.TemporaryDirectory() as folder:
    check_formats(folder)
    if "--spec" in sys.argv:
        check_spec(sys.argv[sys.argv.index("--spec") + 1], folder)
print(len(failures), "failures in", len(notebooks()), "notebooks")
sys.exit(1 if failures else 0)
