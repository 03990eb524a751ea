/// What the elements of a tensor are.
///
/// The raw values are part of saved files.
public enum DType: UInt8, Sendable {
  /// 64-bit IEEE numbers.
  case f64 = 0
  /// Truth values, a byte each.
  case bool = 1
  /// Numbers that 32 bits can hold; in memory they are doubles. See `SinglePrecision.swift`.
  case f32 = 2

  /// The bytes of an element.
  var width: Int { self == .bool ? 1 : 8 }
}
