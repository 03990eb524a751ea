import Testing

@testable import Tensors

/// A tensor with the values 0, 1, 2, … like NumPy's `arange(n).reshape(sizes)`.
func counting(_ sizes: Int...) -> Tensor {
  let shape = Shape(sizes)
  return Tensor((0..<shape.count).map(Double.init), shape: shape)
}

func tensor(_ values: [Double], _ sizes: Int...) -> Tensor {
  Tensor(values, shape: Shape(sizes))
}

extension Quantity {
  /// The elements in row-major order; of a number, itself.
  var values: [Double] { asNumber.map { [$0] } ?? expanded.doubles }
}

/// How many representable numbers lie between two numbers; 0 for two NaN.
func ulpDistance(_ a: Double, _ b: Double) -> Double {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN ? 0 : .infinity }
  if a == b { return 0 }
  return abs(a - b) / max(a.magnitude, b.magnitude).ulp
}

/// Equal numbers with equal signs, also of zeros; NaN equals NaN.
func same(_ a: Double, _ b: Double) -> Bool {
  a.isNaN ? b.isNaN : a == b && a.sign == b.sign
}

/// The whitespace-separated words of each line of a table.
func rows(_ table: String) -> [[String]] {
  table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
}

/// The words of a row from `start` on, as numbers.
func numbers(_ row: [String], from start: Int) -> [Double] {
  row[start...].compactMap { Double($0) }
}

/// Numbers that are not random enough to hide a pattern but cover all magnitudes: a Weyl sequence.
func spread(_ count: Int, from low: Double, to high: Double) -> [Double] {
  (0..<count).map { i in
    let fraction = (Double(i) * 0.618_033_988_749_894_9).truncatingRemainder(dividingBy: 1)
    return low + (high - low) * fraction
  }
}

let edgeNumbers: [Double] = [
  0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, 170.5, -170.5, 709.9, -745.2, 1e-300, -1e-300,
  .leastNonzeroMagnitude,
  2.2250738585072014e-308, 1e308, -1e308, 1e22, .infinity, -.infinity, .nan,
]
