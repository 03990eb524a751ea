import CKernels

/// Operations on whole tensors that are neither elementwise nor reductions; by topic in the
/// extensions.
public enum Kernels {}

extension Kernels {
  /// `mask ? a : b` for each element; all three broadcast.
  /// - Throws: `notBool` for the mask, `shapes`, `tooLarge`.
  public static func select(_ mask: Quantity, _ a: Quantity, _ b: Quantity) throws -> Quantity {
    guard mask.dtype == .bool else { throw TensorFault.notBool(operation: "where") }
    if case .bool(let taken) = mask, a.asNumber != nil, b.asNumber != nil { return taken ? a : b }
    let sides = try broadcastShape(a, b, operation: "where")
    guard let shape = Shape.broadcast(mask.shape, sides) else {
      throw TensorFault.shapes(operation: "where", mask.shape, sides, canBroadcast: false)
    }
    let flags = try broadcast(mask, to: shape).expanded
    // Numbers stay numbers: the kernel steps over them by 0.
    let yes = a.asNumber == nil ? try broadcast(a, to: shape) : a
    let no = b.asNumber == nil ? try broadcast(b, to: shape) : b
    let result = try Tensor(allocating: shape)
    flags.storage.bytes { mask in
      yes.withElements { x, xStep in
        no.withElements { y, yStep in
          result.storage.doubles { ck_select(mask, x, xStep, y, yStep, $0, result.count) }
        }
      }
    }
    try TensorBudget.checkDone(result.count)
    let isBool = a.dtype == .bool && b.dtype == .bool
    return .tensor(isBool ? result.asBools : result)
  }

  /// Checks an axis counted from 0.
  static func check(axis: Int, of shape: Shape) throws {
    guard axis >= 0, axis < shape.rank else { throw TensorFault.axis(axis + 1, rank: shape.rank) }
  }

  static func check(vector x: Tensor, operation: String) throws {
    guard x.rank == 1 else {
      throw TensorFault.rank(operation: operation, expected: "a vector", x.shape)
    }
  }

  static func check(matrix x: Tensor, operation: String) throws {
    guard x.rank == 2 else {
      throw TensorFault.rank(operation: operation, expected: "a matrix", x.shape)
    }
  }

  static func check(size: Int, operation: String) throws {
    guard size >= 0 else { throw TensorFault.negativeSize(operation: operation, size) }
  }

  /// The size of `count` copies of `size` places.
  /// - Throws: `negativeSize`, `tooLarge`.
  static func size(_ size: Int, times count: Int, operation: String) throws -> Int {
    try check(size: count, operation: operation)
    let (product, overflow) = size.multipliedReportingOverflow(by: count)
    if overflow { throw TensorFault.tooLarge(elements: Double(size) * Double(count)) }
    return product
  }

  /// A shape from computed sizes.
  static func shape(_ sizes: [Int], operation: String) throws -> Shape {
    if let negative = sizes.first(where: { $0 < 0 }) {
      throw TensorFault.negativeSize(operation: operation, negative)
    }
    guard let shape = Shape(checking: sizes) else { throw TensorFault.tooManyAxes(sizes.count) }
    return shape
  }
}
