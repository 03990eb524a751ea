"""Notebooks against other programs: nbformat, nbconvert, markdown-it, the CommonMark examples, tidy.

  python Tests/Notebooks/peers.py NBRUN [--spec spec.txt]

Needs nbformat, nbconvert and markdown-it-py; tidy where it is installed; for the examples of the
specification (`--spec`) cmark-gfm, whose Debian package also has them (`spec.txt.gz`). Run by hand, or by
`Scripts/test --full` where these are there.
"""
import html, html.parser, pathlib, re, shutil, subprocess, sys, tempfile, urllib.parse, warnings

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
    lessons = [path for path in (here / "../../notebooks").glob("*.md") if path.name != "SUMMARY.md"]
    return sorted(here.glob("*.md")) + sorted(lessons)


def check_formats(folder):
    import nbformat
    from nbconvert import HTMLExporter

    for source in notebooks():
        work = pathlib.Path(folder, source.name)
        outputs = {}
        shutil.copy(source, work)
        for form in ["html", "md", "ipynb", "text"]:
            done = run(nbrun, str(work), "-t", form, "-o", f"{work}.{form}", "-q")
            check(done.returncode == 0, f"{source.name} -t {form}: {done.returncode} {done.stderr}")
            outputs[form] = pathlib.Path(f"{work}.{form}").read_bytes()
        # There and back: the same notebook, whichever form it came from.
        shutil.copy(f"{work}.ipynb", work.with_suffix(".ipynb"))
        for form in ["html", "md", "text"]:
            back = run(nbrun, str(work.with_suffix(".ipynb")), "-t", form, "-o", f"{work}.{form}", "-q")
            before = outputs[form]
            check(back.returncode == 0 and pathlib.Path(f"{work}.{form}").read_bytes() == before,
                  f"{source.name}: -t {form} of the ipynb is not that of the Markdown")
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


def check_spec(path):
    """Each example of the specification as a notebook's prose: the page has the blocks, the inline
    elements, the links and the words of cmark-gfm's HTML.

    Not compared, and counted: a text that begins with a notebook's head (`---`), and one that is no
    notebook, since a fence is never closed. Raw HTML is filtered, so there only the
    words are compared; browsers show no words of comments, instructions and removed elements.
    """
    text = pathlib.Path(path).read_text()
    examples = [e[0] for e in re.findall(r"^`{32} example[ \w]*\n(.*?)^\.\n(.*?)^`{32}$", text,
                                         flags=re.S | re.M)]
    counts = {"same": 0, "words only": 0, "no notebook": 0, "differ": 0}
    for number, source in enumerate(examples, 1):
        source = source.replace("→", "\t")
        cmark = ["cmark-gfm", "--unsafe", "-e", "footnotes"]
        for extension in ["table", "strikethrough", "autolink", "tasklist"]:
            cmark += ["-e", extension]
        want = run(*cmark, input=source).stdout
        done = run(nbrun, "-", "-o", "-", "-q", input=source)
        isHead = re.match(r"---\n.*^---$", source, flags=re.S | re.M)
        if isHead or done.returncode == 2 and re.search("N0101|N0106|N0114", done.stderr):
            counts["no notebook"] += 1
            continue
        check(done.returncode == 0, f"example {number}: {done.returncode} {done.stderr}")
        body = re.search(r"<main[^>]*>\n?(.*)</main>", done.stdout, flags=re.S)
        body = body[1] if body else ""
        isRaw = re.search(r"<[a-z!?/]", re.sub(r"`[^`]*`|<[a-z.+-]+:[^>]*>", "", source), flags=re.I)
        if shape(body) == shape(want):
            counts["same"] += 1
        elif isRaw and words(body) == words(want):
            counts["words only"] += 1
        else:
            counts["differ"] += 1
            print("example", number, repr(source), shape(want), shape(body), sep="\n  ")
    print(len(examples), "examples against cmark-gfm:", counts)
    check(len(examples) > 640 and counts["differ"] == 0, f"examples differ: {counts}")
    check(counts["same"] > 600 and counts["no notebook"] <= 12, f"too few compared: {counts}")


class Shape(html.parser.HTMLParser):
    """Elements that Markdown makes, with their words. What a page adds is left out: the links to
    headings, frames for wide tables. An image that is not there is its text."""
    kept = set("p h1 h2 h3 h4 h5 h6 blockquote ul ol li pre code em strong a hr br table tr th td "
               "del input".split())

    def __init__(self):
        super().__init__()
        self.found, self.skips, self.inPre, self.spans = [], False, False, 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and attributes.get("class") in ("anchor", "image"):
            self.skips = attributes["class"] == "anchor"
            self.spans += 1
            return
        if tag == "img":
            self.handle_data(attributes.get("alt", "") or attributes.get("src", ""))
        if tag in self.kept:
            link = attributes.get("href") if tag == "a" else attributes.get("start")
            # Links that might run something are taken out of a page; which ones, HTMLTests say.
            if re.match(r"(?!https?:|mailto:|ftp:)[^/?#]*:", link or ""):
                link = ""
            self.found.append((tag, urllib.parse.unquote(link or "")))
            self.inPre |= tag == "pre"

    def handle_endtag(self, tag):
        if tag == "a" and self.spans:
            self.spans, self.skips = self.spans - 1, False
        elif tag in self.kept and tag not in ("hr", "br", "input"):
            self.found.append(("/" + tag, ""))
            if tag == "pre":
                self.inPre = False

    def handle_data(self, data):
        if self.skips:
            return
        pieces = [data.strip("\n")] if self.inPre else data.split()
        self.found += [("", piece) for piece in pieces if piece]


def shape(text):
    parser = Shape()
    parser.feed(text)
    parser.close()
    return parser.found


def words(html_text):
    """What a browser shows of it."""
    text = re.sub(r'<a class="anchor".*?</a>', "", html_text, flags=re.S)
    text = re.sub(r"<(script|style|textarea|title)[^>]*>.*?(</\1>|$)", "", text, flags=re.S)
    # To HTML `<?` and `<![CDATA[` begin comments that end at the first `>`.
    text = re.sub(r"<!--.*?(-->|$)|<[!?][^>]*>", "", text, flags=re.S)
    text = re.sub(r"</?[A-Za-z][^>]*(>|$)", "", text)
    return html.unescape(text).split()


with tempfile.TemporaryDirectory() as folder:
    check_formats(folder)
    if "--spec" in sys.argv:
        check_spec(sys.argv[sys.argv.index("--spec") + 1])
print(len(failures), "failures in", len(notebooks()), "notebooks")
sys.exit(1 if failures else 0)
