import Diagnostics

/// How deep values stand in values. Showing, comparing and letting go of a value go down its parts, so the depth is
/// bounded where values are made.
enum Nesting {
  static let limit = 5_000

  static func depth(of values: [Value]) -> Int {
    1 + (values.lazy.map(\.nesting).max() ?? 0)
  }
}

extension Value {
  /// 0 for what holds no other values.
  var nesting: Int {
    switch self {
    case .tuple(let tuple): tuple.nesting
    case .record(let record): record.nesting
    case .function(let function): function.nesting
    default: 0
    }
  }

  /// - Throws: a diagnostic where the value is nested too deep.
  @inline(__always)
  func notTooDeep() throws -> Value {
    guard nesting <= Nesting.limit else { throw Diagnostic.nestedTooDeep(Nesting.limit) }
    return self
  }
}
