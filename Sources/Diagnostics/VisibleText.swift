extension String {
  /// With a picture in the place of each control character but tabs and line feeds.
  public var visible: String {
    guard unicodeScalars.contains(where: Self.isControl) else { return self }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      result.append(Self.isControl(scalar) ? Self.picture(scalar) : scalar)
    }
    return String(result)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0: true
    default: false
    }
  }

  private static func picture(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let code = scalar.value == 0x7F ? 0x2421 : scalar.value < 0x20 ? 0x2400 + scalar.value : 0xFFFD
    return Unicode.Scalar(code) ?? "\u{FFFD}"
  }
}
