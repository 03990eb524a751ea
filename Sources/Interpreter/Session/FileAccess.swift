/// Which files a program may read and write, and whether it may start other programs.
public struct FileAccess: Sendable {
  /// Only files below this folder can be read; nil: none at all. Relative paths start here.
  public var readRoot: String?
  public var writeRoots: [String]
  /// True where the person who runs the program wrote it: never for a notebook.
  public var startsPrograms = false
  /// Hears of each file that is read or written.
  public var journal: FileJournal?

  public init(readRoot: String?, writeRoots: [String]) {
    self.readRoot = readRoot
    self.writeRoots = writeRoots
  }

  public static let none = FileAccess(readRoot: nil, writeRoots: [])

  public static func below(_ folder: String) -> FileAccess {
    FileAccess(readRoot: folder, writeRoots: [])
  }

  /// What a person's own program may do, in the REPL or as a script in `folder`.
  public static func own(_ folder: String) -> FileAccess {
    var access = FileAccess(readRoot: folder, writeRoots: ["/"])
    access.startsPrograms = true
    return access
  }
}
