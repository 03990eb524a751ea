/// Which files a program may read and write.
public struct FileAccess: Sendable {
  /// Only files below this folder can be read; nil: none at all.
  public var readRoot: String?
  public var writeRoots: [String]

  public init(readRoot: String?, writeRoots: [String]) {
    self.readRoot = readRoot
    self.writeRoots = writeRoots
  }

  public static let none = FileAccess(readRoot: nil, writeRoots: [])

  public static func below(_ folder: String) -> FileAccess {
    FileAccess(readRoot: folder, writeRoots: [])
  }
}
