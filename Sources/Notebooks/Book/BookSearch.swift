import HostFiles

/// The book's search: one page that holds the text of all others and the only script of the book.
/// Other pages have a form that leads here, so they need none, and it works from `file://`.
struct BookSearch {
  static let file = "search.html"

  private let records: [String: PageRecord]
  private let summary: BookSummary
  private let chrome: BookChrome

  init(_ summary: BookSummary, _ records: [String: PageRecord], _ chrome: BookChrome) {
    self.summary = summary
    self.records = records
    self.chrome = chrome
  }

  func html(lang: String) -> String {
    let hash = base64(SHA256.digest(Self.script.utf8))
    let frame = HTMLFrame(
      title: "Search · \(chrome.title)", lang: lang,
      style: StyleSheet.text + StyleSheet.book,
      policy: HTMLFrame.policy + "; script-src 'sha256-\(hash)'")
    return frame.html(
      """
      \(chrome.bar(for: ""))<main id="content">
      <h1>Search</h1>
      \(BookChrome.searchForm(from: ""))<p id="count" role="status"></p>
      <ol id="found" class="found"></ol>
      <noscript><p>Searching needs a script. The pages are:</p></noscript>
      <div id="all" class="listing">
      \(chrome.contents(from: "", []))</div>
      </main>
      \(chrome.sidebar(for: "", []))<script type="application/json" id="index">\(index)</script>
      <script>\(Self.script)</script>

      """)
  }

  /// `[[page title, section title, address, text], …]`. No `<` stands in it.
  private var index: String {
    var rows: [JSON] = []
    for entry in summary.pages {
      guard let path = entry.path, let record = records[path] else { continue }
      let address = PathNames.encodePercents(BookPaths.output(of: path))
      for part in Self.parts(of: record) {
        let anchor = part.id.isEmpty ? "" : "#" + part.id
        rows.append(
          .array([
            .string(entry.title), .string(part.title), .string(address + anchor),
            .string(part.text),
          ]))
      }
    }
    return JSON.array(rows).compact.replacing("<", with: "\\u003c")
  }

  /// The page's text, section by section.
  private static func parts(
    of record: PageRecord
  ) -> [(id: String, title: String, text: String)] {
    let bytes = Array(record.body.utf8)
    var starts: [(offset: Int, section: PageRecord.Section?)] = [(0, nil)]
    for section in record.sections {
      let tag = Array("<h\(section.level) id=\"\(section.id)\">".utf8)
      let from = starts.last?.offset ?? 0
      if let at = bytes[from...].position(of: tag) { starts.append((at, section)) }
    }
    var result: [(id: String, title: String, text: String)] = []
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1].offset : bytes.count
      let text = Self.text(bytes[start.offset..<end].text)
      let title = start.section.map { Self.text($0.html) } ?? ""
      if !text.isEmpty { result.append((start.section?.id ?? "", title, text)) }
    }
    return result
  }

  private static func text(_ html: String) -> String {
    let plain = BookMark.replace(in: html) { mark in
      if case .reference(let label) = mark { "@" + label } else { "" }
    }
    // Blocks are told apart by blanks; what a plot draws is nothing to search for.
    var words = withoutDrawings(plain).replacing(" #</a>", with: "</a>")
    for block in ["p", "li", "td", "th", "pre", "div", "h1", "h2", "h3", "h4", "summary"] {
      words = words.replacing("</\(block)>", with: " ")
    }
    return TextPlain.strip(words).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func withoutDrawings(_ html: String) -> String {
    var result = ""
    var rest = html[...]
    while let start = rest.firstRange(of: "<svg"), let end = rest.firstRange(of: "</svg>"),
      start.lowerBound < end.lowerBound
    {
      result += rest[..<start.lowerBound]
      rest = rest[end.upperBound...]
    }
    return result + rest
  }

  /// Every word must occur; a word in a title weighs more. Texts come into the page as text only.
  private static let script = """
    "use strict";
    const rows = JSON.parse(document.getElementById("index").textContent);
    const box = document.querySelector("main input[type=search]");
    const list = document.getElementById("found");
    const count = document.getElementById("count");
    const all = document.getElementById("all");
    const fold = s => s.normalize("NFKD").replace(/\\p{M}/gu, "").toLowerCase();
    const keys = rows.map(r => [fold(r[0] + " " + r[1]), fold(r[3])]);
    function score(key, words) {
      let sum = 0;
      for (const word of words) {
        const inTitle = key[0].includes(word), at = key[1].indexOf(word);
        if (!inTitle && at < 0) return 0;
        sum += (inTitle ? 20 : 0) + (at >= 0 ? 1 + Math.min(9, key[1].split(word).length - 1) : 0);
      }
      return sum;
    }
    function add(parent, name, text) {
      const node = parent.appendChild(document.createElement(name));
      node.textContent = text;
      return node;
    }
    function snippet(parent, text, words) {
      const low = fold(text);
      const first = Math.max(0, ...words.map(w => low.indexOf(w)).filter(i => i >= 0).slice(0, 1));
      const from = low.length === text.length ? Math.max(0, first - 70) : 0;
      let part = text.slice(from, from + 220);
      if (from > 0) part = "…" + part.replace(/^\\S*\\s/, "");
      if (from + 220 < text.length) part = part.replace(/\\s\\S*$/, "") + "…";
      const pattern = words.map(w => w.replace(/[.*+?^${}()|[\\]\\\\]/g, "\\\\$&")).join("|");
      for (const bit of part.split(new RegExp("(" + pattern + ")", "giu")))
        if (words.includes(fold(bit))) add(parent, "mark", bit);
        else parent.append(bit);
    }
    function show() {
      const words = fold(box.value).split(/\\s+/).filter(w => w);
      list.replaceChildren();
      all.hidden = words.length > 0;
      if (!words.length) { count.textContent = ""; return; }
      const hits = keys.map((k, i) => [score(k, words), i]).filter(h => h[0] > 0)
        .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
      count.textContent = hits.length === 1 ? "1 place" : hits.length + " places";
      for (const [, i] of hits.slice(0, 50)) {
        const [page, section, address, text] = rows[i];
        const item = list.appendChild(document.createElement("li"));
        add(item, "a", section && section !== page ? page + " · " + section : page).href = address;
        snippet(add(item, "p", ""), text, words);
      }
    }
    box.value = new URLSearchParams(location.search).get("q") || "";
    box.addEventListener("input", show);
    document.querySelector("main form").addEventListener("submit", event => {
      event.preventDefault();
      show();
    });
    show();
    """
}
