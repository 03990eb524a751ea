#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Tells one build of this program from another, so that nothing kept by an older one is used.
enum EngineIdentity {
  static let version = "0.1.0"

  static let current: String = {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return version }
    let time = status.st_mtim
    return "\(version) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }()
}
