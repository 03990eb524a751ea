import Diagnostics
import HostFiles

/// Writes files where a program may write.
struct FileWriter {
  let access: FileAccess

  /// Writes so that a reader sees the old file or the new one, never a part.
  func write(_ bytes: [UInt8], to path: String) throws {
    let target = try place(for: path)
    access.journal?.noteWrite()
    do {
      try Files.replace(target, with: bytes)
    } catch {
      throw Diagnostic.cannotWrite(path, error.reason)
    }
  }

  /// Lets another program write the file: `arguments` are made from the name that it is to write to.
  func run(
    _ program: String, input: [UInt8], writing path: String, _ arguments: (String) -> [String]
  ) throws {
    let target = try place(for: path)
    access.journal?.noteWrite()
    do {
      try Files.replace(target) { temporary in
        try ChildProgram(name: program).run(arguments(temporary), input: input)
      }
    } catch let failure as FileFailure {
      throw Diagnostic.cannotWrite(path, failure.reason)
    }
  }

  /// The file's place with all links of its folder resolved, if it may be written.
  private func place(for path: String) throws -> String {
    let joined = path.hasPrefix("/") ? path : PathNames.join(access.readRoot ?? ".", path)
    let (folder, name) = (PathNames.folder(of: joined), PathNames.file(of: joined))
    guard !name.isEmpty, name != ".", name != ".." else {
      throw Diagnostic.cannotWrite(path, "it is a folder")
    }
    // The folder for a notebook's files is made when the first one is written; that it can't be made
    // shows in the next line.
    if access.writeRoots.contains(where: { plain($0) == plain(folder) }) {
      try? Files.makeFolder(folder)
    }
    guard let real = Files.realPath(folder) else {
      throw Diagnostic.cannotWrite(path, FileFailure(path).reason)
    }
    guard access.writeRoots.contains(where: { Files.isInside(real, $0) }) else {
      throw Diagnostic.writeOutside(path, access.writeRoots)
    }
    return PathNames.join(real, name)
  }

  private func plain(_ path: String) -> String {
    var path = Substring(path)
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    while path.hasSuffix("/"), path.count > 1 { path = path.dropLast() }
    return String(path)
  }
}

extension Diagnostic {
  static func cannotWrite(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic("E0903", "can't write \(path): \(reason)")
  }

  static func writeOutside(_ path: String, _ roots: [String]) -> Diagnostic {
    guard let first = roots.first else {
      return Diagnostic("E0904", "this program may not write files, so not \(path)")
    }
    return Diagnostic(
      "E0904", "\(path) is outside the folders that this program may write",
      hint: "it may write below \(first); nbrun --allow-write DIR allows another folder")
  }
}
