import HostFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Keeps the folder of kept results from growing for ever.
enum CacheFolder {
  /// Beyond this the oldest entries go, down to half of it.
  static let limit = 512 << 20

  static func trim(_ folder: String, limit: Int = limit) {
    guard let names = try? Files.names(in: folder) else { return }
    var entries: [(path: String, size: Int, time: Int)] = []
    for name in names {
      var status = stat()
      let path = folder + "/" + name
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      entries.append((path, Int(status.st_size), status.st_mtim.tv_sec))
    }
    var total = entries.map(\.size).reduce(0, +)
    guard total > limit else { return }
    for entry in entries.sorted(by: { ($0.time, $0.path) < ($1.time, $1.path) }) {
      if total <= limit / 2 { return }
      Files.remove(entry.path)
      total -= entry.size
    }
  }
}
