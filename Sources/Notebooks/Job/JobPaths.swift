import HostFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a job's files are.
struct JobPaths {
  private let request: JobRequest
  private let format: NotebookFormat
  private let readsInput: Bool

  init(_ request: JobRequest) {
    self.request = request
    format = request.format ?? .html
    readsInput = request.input == "-"
  }

  /// The notebook's name in messages.
  var name: String { readsInput ? "input.md" : request.input }

  var isIPYNB: Bool { request.input.hasSuffix(".ipynb") }

  /// The folder that the notebook is in.
  var folder: String { readsInput ? "." : PathNames.folder(of: request.input) }

  private var stem: String { readsInput ? "input" : PathNames.stem(of: request.input) }

  /// The folder of the notebook's own files, as `lesson_files`.
  var filesName: String { stem + "_files" }
  var filesFolder: String { PathNames.join(folder, filesName) }

  /// Where cells' results are kept.
  var cacheFolder: String? { readsInput ? nil : PathNames.join(folder, ".nbrun/cache") }

  /// The file to write; nil is standard output.
  var output: String? {
    if request.output == "-" { return nil }
    if let output = request.output { return output }
    switch format {
    case .html, .ipynb:
      return readsInput ? nil : PathNames.join(folder, "\(stem).\(format.fileExtension)")
    case .markdown, .text: return nil
    }
  }

  /// The folder of a Markdown file's figures, and what the file calls it. On standard output they are
  /// the notebook's; where the notebook itself has no place they go into the text.
  var attachmentsName: String? {
    guard let output else { return readsInput ? nil : filesName }
    return PathNames.stem(of: output) + "_files"
  }

  var attachmentsFolder: String? {
    guard let output else { return readsInput ? nil : filesFolder }
    return PathNames.join(PathNames.folder(of: output), PathNames.stem(of: output) + "_files")
  }

  /// Why the output can't be written, if that can be known before anything has run.
  func problem() -> String? {
    if request.inPlace {
      if readsInput { return "standard input can't be written in place" }
      return access(request.input, W_OK) == 0 ? nil : FileFailure(request.input).message
    }
    guard !request.check, let output else { return nil }
    if isSame(output, request.input) {
      return "\(output) is the notebook itself; say --in-place, or another -o"
    }
    var status = stat()
    if stat(output, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      return "\(output) is a folder; -o wants a file"
    }
    let folder = PathNames.folder(of: output)
    return access(folder, W_OK) == 0 ? nil : FileFailure(folder).message
  }

  private func isSame(_ first: String, _ second: String) -> Bool {
    if first == second { return true }
    var a = stat()
    var b = stat()
    guard stat(first, &a) == 0, stat(second, &b) == 0 else { return false }
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino
  }
}
