/// The parts of a path, as text.
public enum PathNames {
  /// `notes/lesson.md` is in `notes`; `lesson.md` is in `.`.
  public static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  public static func file(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// The file's name without its last extension.
  public static func stem(of path: String) -> String {
    let name = file(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// A file in a folder; nothing is put before a name in the folder where we are.
  public static func join(_ folder: String, _ name: String) -> String {
    if folder == "." { return name }
    return folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// A relative path without `.`, `..` and doubled slashes; nil when it leads out of its folder, or is
  /// none.
  public static func normalized(_ path: String) -> String? {
    guard !path.hasPrefix("/"), !path.utf8.contains(0) else { return nil }
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "/")
  }

  /// How a file in `folder` reaches `path`; both are relative to the same place, and normalized.
  public static func relative(_ path: String, from folder: String) -> String {
    let from = folder == "." ? [] : folder.split(separator: "/")
    let to = path.split(separator: "/")
    var shared = 0
    while shared < from.count, shared + 1 < to.count, from[shared] == to[shared] { shared += 1 }
    let up = [String](repeating: "..", count: from.count - shared)
    return (up + to[shared...].map(String.init)).joined(separator: "/")
  }
}
