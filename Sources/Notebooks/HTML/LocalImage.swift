import HostFiles

/// Images of a notebook's own folder, brought into the page.
struct LocalImage {
  /// The folder with all links resolved.
  private let root: String
  /// The notebook's folder, which may be the same.
  private let folder: String

  /// Pages should stay pages: larger images are left out.
  private static let maximumSize = 8 << 20

  init?(_ folder: String, within root: String? = nil) {
    guard let real = Files.realPath(root ?? folder) else { return nil }
    self.root = real
    self.folder = folder
  }

  /// The image as a data URI; nil when there is no such image below the root (after resolving
  /// links), or its kind is not known.
  func dataURI(of url: String) -> String? {
    let path = PathNames.decodePercents(url)
    guard !path.isEmpty, !path.hasPrefix("/"), !path.utf8.contains(0),
      let type = Self.types[path.split(separator: ".").last?.lowercased() ?? ""],
      let real = Files.realPath(folder + "/" + path),
      real.hasPrefix(root == "/" ? "/" : root + "/"),
      let bytes = try? Files.read(real), bytes.count <= Self.maximumSize
    else { return nil }
    return "data:\(type);base64,\(base64(bytes))"
  }

  private static let types = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "svg": "image/svg+xml", "webp": "image/webp", "avif": "image/avif",
  ]
}
