import CHarfBuzzSubset
import HostFiles

/// Latin Modern Math, cut down to the characters of one page.
///
/// Browsers draw MathML well only with a font that has a MATH table, and a page may not ask for one
/// from elsewhere, so it brings its own: about 20 KB for a usual page.
enum MathFont {
  /// The font file; nil when Latin Modern Math is not installed or can't be cut.
  static func subset(_ characters: Set<UInt32>) -> [UInt8]? {
    guard let font = try? Files.read(path) else { return nil }
    return font.withUnsafeBytes { buffer in
      let blob = hb_blob_create(
        buffer.baseAddress?.assumingMemoryBound(to: CChar.self), UInt32(buffer.count),
        HB_MEMORY_MODE_READONLY, nil, nil)
      defer { hb_blob_destroy(blob) }
      let face = hb_face_create(blob, 0)
      defer { hb_face_destroy(face) }
      return subset(face, characters)
    }
  }

  private static func subset(_ face: OpaquePointer?, _ characters: Set<UInt32>) -> [UInt8]? {
    guard let input = hb_subset_input_create_or_fail() else { return nil }
    defer { hb_subset_input_destroy(input) }
    let set = hb_subset_input_unicode_set(input)
    for character in characters { hb_set_add(set, character) }
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING.rawValue)
    guard let result = hb_subset_or_fail(face, input) else { return nil }
    defer { hb_face_destroy(result) }
    let blob = hb_face_reference_blob(result)
    defer { hb_blob_destroy(blob) }
    var length: UInt32 = 0
    guard let data = hb_blob_get_data(blob, &length), length > 0 else { return nil }
    return Array(UnsafeRawBufferPointer(start: data, count: Int(length)))
  }

  private static let path =
    "/usr/share/texmf/fonts/opentype/public/lm-math/latinmodern-math.otf"
}
