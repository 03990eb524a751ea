import Diagnostics
import HostFiles

/// Where a book's files are.
struct BookPaths {
  /// The folder with `SUMMARY.md`.
  let root: String
  /// Where the pages go.
  let site: String

  init(_ request: BookRequest) {
    root = request.folder
    site = request.output ?? PathNames.join(request.folder, "_site")
  }

  var summary: String { PathNames.join(root, "SUMMARY.md") }

  /// The folder of what is kept from build to build. It is nothing to commit.
  private var kept: String { PathNames.join(root, ".nbrun") }

  func source(of page: String) -> String { PathNames.join(root, page) }
  func record(of page: String) -> String { kept + "/pages/" + page + ".json" }
  var manifest: String { kept + "/site.json" }

  /// The page's file in the site. A `README.md` is its folder's first page, as hosts have it.
  static func output(of page: String) -> String {
    let folder = PathNames.folder(of: page)
    let stem = PathNames.stem(of: page)
    return PathNames.join(folder, (stem == "README" ? "index" : stem) + ".html")
  }

  /// Pages that are listed and are not there.
  func missing(_ summary: BookSummary) -> [Diagnostic] {
    summary.pages.compactMap(\.path).filter { !Files.isFile(source(of: $0)) }
      .map { .missingPage($0, at: summary.place(of: $0)) }
  }

  /// Makes the folder of a record, and says to Git that it is nothing to commit.
  func makeRecordFolder(for page: String) throws(FileFailure) {
    try Files.makeFolders(PathNames.folder(of: record(of: page)))
    try Files.write(Array("*\n".utf8), to: kept + "/.gitignore")
  }
}
