/// Sizes of the parts of a graph drawing, in px or in cells of a terminal.
struct NodeMetrics: Sendable {
  var labelWidth: @Sendable (String) -> Double
  var lineWidth: @Sendable (String) -> Double
  var edgeLabelWidth: @Sendable (String) -> Double
  var lineHeight: Double
  /// Around the text of a box.
  var padding: (x: Double, y: Double)
  /// Least width of a box.
  var narrowest: Double
  /// Between neighbours in a layer, and between layers.
  var gap: (x: Double, y: Double)
  /// Height taken by an edge that passes a layer.
  var wire: Double

  static let pixels = NodeMetrics(
    labelWidth: { TextMetrics.width($0, size: FontSize.label) * 1.06 },
    lineWidth: { TextMetrics.width($0, size: FontSize.note) },
    edgeLabelWidth: { TextMetrics.width($0, size: FontSize.note) },
    lineHeight: 17, padding: (12, 8), narrowest: 36, gap: (44, 18), wire: 8)

  static let cells = NodeMetrics(
    labelWidth: { Double(DisplayWidth.columns($0)) },
    lineWidth: { Double(DisplayWidth.columns($0)) },
    edgeLabelWidth: { Double(DisplayWidth.columns($0)) },
    lineHeight: 1, padding: (2, 1), narrowest: 5, gap: (4, 0), wire: 1)

  func size(_ node: NodeGraph.Node) -> (width: Double, height: Double) {
    let widest = max(labelWidth(node.label), node.lines.map(lineWidth).max() ?? 0)
    return (
      max(widest + 2 * padding.x, narrowest),
      Double(1 + node.lines.count) * lineHeight + 2 * padding.y
    )
  }
}
