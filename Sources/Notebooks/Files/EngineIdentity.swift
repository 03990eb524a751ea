import HostFiles

/// Tells one build of this program from another, so that nothing kept by an older one is used.
enum EngineIdentity {
  static let version = "0.1.0"

  static let current = "\(version) \(Files.mark(of: "/proc/self/exe"))"
}
