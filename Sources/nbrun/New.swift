import HostFiles
import Notebooks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `nbrun new lesson.md`: a notebook to start from.
enum New {
  static func run(_ words: [String]) throws(UsageError) -> Int32 {
    guard words.count == 1, let path = words.first, !path.hasPrefix("-") else {
      throw UsageError(message: "`nbrun new` wants the name of one file, as `nbrun new lesson.md`")
    }
    if access(path, F_OK) == 0 { throw UsageError(message: "\(path) is there already") }
    do throws(FileFailure) {
      try Files.write(Array(StarterNotebook.text.utf8), to: path)
    } catch {
      throw UsageError(message: error.message)
    }
    Console.error("wrote \(path); now try `nbrun \(path)`\n")
    return 0
  }
}
