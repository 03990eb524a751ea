/// What `nbrun --help` says.
enum Help {
  static let version = "nbrun 0.1.0"

  static var text: String {
    let width = Flag.all.map { left($0).count }.max() ?? 0
    let flags = Flag.all.map { flag in
      let left = left(flag)
      return "  " + left + String(repeating: " ", count: width - left.count + 2) + flag.help
    }
    return """
      nbrun runs a Markdown notebook and writes what it gave.

        nbrun lesson.md              writes lesson.html, one file that needs nothing else
        nbrun lesson.md --in-place   writes the outputs into lesson.md
        nbrun lesson.md --check      tells whether what is committed is what runs; with a folder
                                     that has a SUMMARY.md, of all its pages
        nbrun assign COURSE -o DIR   writes copies for students, and proves them sound
        nbrun grade MINE.md … --key lesson.md   grades what students hand in, files or a folder
        nbrun preview lesson.md      shows it in the browser, again whenever it changes
        nbrun build DIR              makes a book of what DIR/SUMMARY.md lists, in DIR/_site
        nbrun new lesson.md          writes a notebook to start from

      \(flags.joined(separator: "\n"))

      The input is a Markdown file or several, an .ipynb file, or `-` for standard input.
      Exit codes: 0 fine, 1 a cell failed, 2 usage or a notebook that is none, 3 a budget was
      exceeded, 5 --check found a difference, 130 interrupted.

      """
  }

  private static func left(_ flag: Flag) -> String {
    flag.names.joined(separator: ", ") + (flag.value.map { " " + $0 } ?? "")
  }
}
