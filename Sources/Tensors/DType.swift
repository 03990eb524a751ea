/// What the elements of a tensor are.
///
/// The raw values are part of saved files; 2 is kept for `f32`.
public enum DType: UInt8, Sendable {
  /// 64-bit IEEE numbers.
  case f64 = 0
  /// Truth values, a byte each.
  case bool = 1

  /// The bytes of an element.
  var width: Int { self == .bool ? 1 : 8 }
}
