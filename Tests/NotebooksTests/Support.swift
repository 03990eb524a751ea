import Diagnostics
import HostFiles
import Interpreter
import Notebooks
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Keeps what a job tells.
final class Recorder: JobReporter {
  var notes: [String] = []
  var failures: [String] = []
  var diagnostics: [Diagnostic] = []
  var differences: [String] = []

  func report(_ event: RunEvent) {}
  func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
  func note(_ text: String) { notes.append(text) }
  func fail(_ text: String) { failures.append(text) }
  func report(_ difference: Checker.Difference) { differences.append(difference.title) }
}

/// A folder of its own for one test.
final class Folder {
  let path: String

  init() throws {
    var name = Array("/tmp/notebooks-tests.XXXXXX".utf8CString)
    path = String(cString: try #require(mkdtemp(&name)))
  }

  func write(_ text: String, to name: String = "lesson.md") throws {
    let parts = name.split(separator: "/").dropLast()
    for count in parts.indices { mkdir("\(path)/" + parts[...count].joined(separator: "/"), 0o777) }
    try Files.write(Array(text.utf8), to: "\(path)/\(name)")
  }

  func read(_ name: String = "lesson.md") -> String? {
    (try? Files.read("\(path)/\(name)")).map { String(decoding: $0, as: UTF8.self) }
  }

  deinit { Self.removeAll(path) }

  /// A link goes itself, never what it leads to: `remove` is tried before anything is listed.
  private static func removeAll(_ path: String) {
    if remove(path) == 0 { return }
    for name in names(in: path, hidden: true) { removeAll("\(path)/\(name)") }
    remove(path)
  }

  /// The files and folders in it, but hidden ones.
  var names: [String] { Self.names(in: path, hidden: false) }

  private static func names(in path: String, hidden: Bool) -> [String] {
    guard let listing = opendir(path) else { return [] }
    defer { closedir(listing) }
    var result: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != "..", hidden || !name.hasPrefix(".") { result.append(name) }
    }
    return result.sorted()
  }

  /// Runs a job on `lesson.md`, or on what `change` makes of the request.
  func run(
    _ change: (inout JobRequest) -> Void = { _ in }, engine: any CellEngine = FakeEngine()
  ) -> (code: Int32, told: Recorder) {
    var request = JobRequest(input: "\(path)/lesson.md")
    change(&request)
    let recorder = Recorder()
    let code = Job(request, reporter: recorder, makeEngine: { _, _ in engine }).run()
    return (code, recorder)
  }
}
