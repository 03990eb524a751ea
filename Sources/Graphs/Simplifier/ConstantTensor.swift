import Tensors

extension Tensor {
  /// The value of all elements, if they are equal numbers.
  var uniformValue: Double? {
    guard dtype == .f64, count > 0 else { return nil }
    return withDoubles { elements in
      elements.allSatisfy { $0 == elements[0] } ? elements[0] : nil
    }
  }

  /// A short constant as it is written in the language; only the shape of a longer one.
  var shortText: String {
    guard rank <= 2, count <= 6, count > 0 else { return "[\(shape)]" }
    let elements = dtype == .bool ? bools.map { "\($0)" } : doubles.map(NumberText.plain)
    let width = shape[rank - 1]
    let rows = stride(from: 0, to: elements.count, by: width).map { start in
      elements[start..<(start + width)].joined(separator: ", ")
    }
    return "[" + rows.joined(separator: "; ") + "]"
  }
}
