/// What a kernel refuses, without a place; the interpreter adds the place and the user's words.
public enum TensorFault: Error, Equatable {
  /// Two shapes that do not fit. `canBroadcast`: a broadcasting form of the operation would work.
  case shapes(operation: String, Shape, Shape, canBroadcast: Bool)
  /// `index` and `axis` count from 1, as the user wrote them.
  case index(Int, axis: Int, size: Int)
  case indexCount(given: Int, rank: Int)
  /// An axis, counted from 1, that the operand does not have or that was named twice.
  case axis(Int, rank: Int)
  /// An operation that has no value for an empty tensor.
  case empty(operation: String)
  case rank(operation: String, expected: String, Shape)
  case notBool(operation: String)
  case tooManyAxes(Int)
  case tooLarge(elements: Double)
  /// A size, count or width that is negative.
  case negativeSize(operation: String, Int)
  case cancelled
}
