/// A colour, named by its role where it has one so that each theme can choose its own shade.
public enum PlotColor: Sendable, Hashable {
  /// The n-th colour of the palette, from 0; wraps around.
  case series(Int)
  case ink
  case muted
  case grid
  case minorGrid
  case background
  /// A step of the ramp for contour levels and arrow lengths, `0 ..< PlotColor.levels`.
  case level(Int)
  case rgb(RGB)

  static let levels = 8

  /// The same colour by its first number: a palette comes around.
  var inPalette: PlotColor {
    guard case .series(let index) = self else { return self }
    return .series(index % Theme.light.series.count)
  }

  /// A palette colour's everyday name, "C0" … "C7", or "#rgb" / "#rrggbb"; nil for anything else.
  public init?(_ name: String) {
    let key = name.lowercased()
    if let known = PlotColor.names[key] {
      self = known
    } else if key.hasPrefix("c"), let index = Int(key.dropFirst()), index >= 0 {
      self = .series(index)
    } else if let rgb = RGB(hex: key) {
      self = .rgb(rgb)
    } else {
      return nil
    }
  }

  /// Every name that `init` knows, for messages and completion.
  public static var knownNames: [String] { names.keys.sorted() }

  private static let names: [String: PlotColor] = [
    "blue": .series(0), "vermillion": .series(1), "red": .series(1), "green": .series(2),
    "purple": .series(3), "pink": .series(3), "orange": .series(4), "sky": .series(5),
    "cyan": .series(5), "black": .ink, "white": .background, "gray": .muted, "grey": .muted,
    "yellow": .series(7), "brown": .series(6),
  ]
}

/// A colour by its parts, 0…255.
public struct RGB: Sendable, Hashable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8

  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// "#rgb" or "#rrggbb".
  public init?(hex: String) {
    guard hex.hasPrefix("#"), let value = UInt32(hex.dropFirst(), radix: 16) else { return nil }
    switch hex.utf8.count {
    case 4:
      self.init(
        UInt8(value >> 8 & 15) * 17, UInt8(value >> 4 & 15) * 17, UInt8(value & 15) * 17)
    case 7: self.init(UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255))
    default: return nil
    }
  }

  init(_ packed: UInt32) {
    self.init(UInt8(packed >> 16 & 255), UInt8(packed >> 8 & 255), UInt8(packed & 255))
  }

  /// "#0072b2".
  var hex: String {
    let digits = String(
      UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.utf8.count) + digits
  }

  /// Weighted as the eye does (Rec. 709), 0…1.
  var luminance: Double {
    (0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)) / 255
  }

  func mixed(with other: RGB, _ part: Double) -> RGB {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8(clampedInt((Double(a) + (Double(b) - Double(a)) * part).rounded(), 0, 255))
    }
    return RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }
}
