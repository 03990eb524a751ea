/// How two operands go together.
enum Operands {
  case numbers(Double, Double)
  /// Each is a number or has the shape of this tensor, so that one run does it.
  case even(Tensor, count: Int)
  /// Steps are needed to walk them as this shape.
  case uneven(Shape)

  @inline(__always)
  init(_ a: Quantity, _ b: Quantity, operation: some Any) throws {
    switch (a, b) {
    case (.tensor(let x), .tensor(let y)):
      if x.hasShape(of: y) {
        self = .even(x, count: x.count)
      } else {
        self = .uneven(try broadcastShape(a, b, operation: "\(operation)"))
      }
    case (.tensor(let x), _), (_, .tensor(let x)): self = .even(x, count: x.count)
    // Neither is a tensor, so both have a number.
    default: self = .numbers(a.asNumber ?? .nan, b.asNumber ?? .nan)
    }
  }
}

/// The common shape of two operands.
func broadcastShape(_ a: Quantity, _ b: Quantity, operation: @autoclosure () -> String) throws
  -> Shape
{
  guard let shape = Shape.broadcast(a.shape, b.shape) else {
    throw TensorFault.shapes(operation: operation(), a.shape, b.shape, canBroadcast: false)
  }
  return shape
}

/// Sizes of the result, elements and steps of both operands, as the strided kernels take them.
func withBroadcast(
  _ a: Quantity, _ b: Quantity, _ result: Shape,
  _ body: (
    Int32, UnsafePointer<Int>, UnsafePointer<Double>, UnsafePointer<Int>, UnsafePointer<Double>,
    UnsafePointer<Int>
  ) -> Void
) {
  result.withSizes { sizes in
    a.shape.steps(broadcastTo: result).withPointer { aSteps in
      b.shape.steps(broadcastTo: result).withPointer { bSteps in
        a.withElements { x, _ in
          b.withElements { y, _ in body(Int32(result.rank), sizes, x, aSteps, y, bSteps) }
        }
      }
    }
  }
}
