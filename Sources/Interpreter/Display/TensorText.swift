import Tensors

/// Tensors on several lines: a header with shape and element type, columns aligned at their decimal
/// points' ends, at most about 8×8 elements with `⋯` for the rest.
struct TensorText {
  private static let limit = 8
  private let display: Display

  init(_ display: Display) { self.display = display }

  func block(_ tensor: Tensor) -> String {
    if tensor.rank == 1, tensor.count <= 10 { return display.inline(.tensor(tensor)) }
    let header = "\(header(tensor.shape)) \(tensor.dtype.name)"
    if tensor.count == 0 { return header }
    if tensor.rank == 1 { return header + "\n" + vector(tensor) }
    return header + "\n" + slices(tensor, [])
  }

  private func header(_ shape: Shape) -> String { shape.description }

  private func vector(_ tensor: Tensor) -> String {
    "  ["
      + shown(tensor.count).map { $0.map { display.element(tensor, $0) } ?? "⋯" }
      .joined(separator: ", ") + "]"
  }

  /// The matrices of the last two axes, each under its leading indices.
  private func slices(_ tensor: Tensor, _ leading: [Int]) -> String {
    let axis = leading.count
    if axis == tensor.rank - 2 {
      let title =
        leading.isEmpty ? "" : "[\(leading.map { "\($0 + 1)" }.joined(separator: ", ")), :, :]\n"
      return title + matrix(tensor, offset: offset(tensor.shape, leading))
    }
    return shown(tensor.shape[axis]).map { index in
      index.map { slices(tensor, leading + [$0]) } ?? "⋯"
    }.joined(separator: "\n")
  }

  private func offset(_ shape: Shape, _ leading: [Int]) -> Int {
    var result = 0
    for (axis, index) in leading.enumerated() { result = result * shape[axis] + index }
    return result * shape[shape.rank - 2] * shape[shape.rank - 1]
  }

  private func matrix(_ tensor: Tensor, offset: Int) -> String {
    let columns = tensor.shape[tensor.rank - 1]
    let cells = shown(tensor.shape[tensor.rank - 2]).map { row in
      shown(columns).map { column -> String in
        guard let row, let column else { return "⋯" }
        return display.element(tensor, offset + row * columns + column)
      }
    }
    return aligned(cells).map { "  " + $0 }.joined(separator: "\n")
  }

  /// The positions to show along an axis; nil stands for those left out.
  private func shown(_ count: Int) -> [Int?] {
    if count <= TensorText.limit { return (0..<count).map { $0 } }
    return [0, 1, 2, 3].map { $0 } + [nil] + ((count - 3)..<count).map { $0 }
  }

  /// Right-aligned by the integer part, so that decimal points stand below each other.
  private func aligned(_ rows: [[String]]) -> [String] {
    guard let columns = rows.first?.count else { return [] }
    var texts = [String](repeating: "", count: rows.count)
    for column in 0..<columns {
      let parts = rows.map { split($0[column]) }
      let left = parts.map(\.0.count).max() ?? 0
      let right = parts.map(\.1.count).max() ?? 0
      for (row, part) in parts.enumerated() {
        texts[row] += column == 0 ? "" : "  "
        texts[row] += String(repeating: " ", count: left - part.0.count) + part.0 + part.1
        if column < columns - 1 {
          texts[row] += String(repeating: " ", count: right - part.1.count)
        }
      }
    }
    return texts
  }

  private func split(_ text: String) -> (String, String) {
    guard let point = text.firstIndex(where: { $0 == "." || $0 == "e" }) else { return (text, "") }
    return (String(text[..<point]), String(text[point...]))
  }
}
