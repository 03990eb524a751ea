import HostFiles

/// A file of rules for make and ninja, as compilers write one with `-MD`: which files a page was made
/// from. Each also gets an empty rule, so that deleting one is no error.
enum DependencyFile {
  /// `lesson.d` beside `lesson.html`.
  static func path(for target: String) -> String {
    PathNames.join(PathNames.folder(of: target), PathNames.stem(of: target) + ".d")
  }

  static func write(target: String, files: [String], to path: String? = nil) throws(FileFailure) {
    try Files.write(
      Array(text(target: target, files: files).utf8), to: path ?? self.path(for: target))
  }

  static func text(target: String, files: [String]) -> String {
    let names = files.map(escape)
    let rule = ([escape(target) + ":"] + names).joined(separator: " \\\n  ")
    return rule + "\n" + names.dropFirst().map { "\n\($0):\n" }.joined()
  }

  private static func escape(_ path: String) -> String {
    path.replacing("$", with: "$$").replacing(" ", with: "\\ ").replacing("#", with: "\\#")
  }
}
