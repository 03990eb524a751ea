#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Images of a notebook's own folder, brought into the page.
struct LocalImage {
  /// The folder with all links resolved.
  private let root: String

  /// Pages should stay pages: larger images are left out.
  private static let maximumSize = 8 << 20

  init?(_ folder: String) {
    guard let root = Self.resolve(folder) else { return nil }
    self.root = root
  }

  /// The image as a data URI; nil when there is no such image below the folder (after resolving
  /// links), or its kind is not known.
  func dataURI(of url: String) -> String? {
    let path = Self.decodePercents(url)
    guard !path.isEmpty, !path.hasPrefix("/"), !path.utf8.contains(0),
      let type = Self.types[path.split(separator: ".").last?.lowercased() ?? ""],
      let real = Self.resolve(root + "/" + path), real.hasPrefix(root == "/" ? "/" : root + "/"),
      let bytes = try? Files.read(real), bytes.count <= Self.maximumSize
    else { return nil }
    return "data:\(type);base64,\(base64(bytes))"
  }

  private static let types = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "svg": "image/svg+xml", "webp": "image/webp", "avif": "image/avif",
  ]

  private static func resolve(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  private static func decodePercents(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let value = UInt8(bytes[(index + 1)...(index + 2)].text, radix: 16)
      {
        result.append(value)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
