/// Sizes of text in px. Nothing is below 12.
enum FontSize {
  static let tick = 13.0
  static let label = 14.0
  static let legend = 13.0
  static let title = 16.0
  static let note = 12.0
}
