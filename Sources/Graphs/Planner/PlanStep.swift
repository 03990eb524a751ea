import Tensors

/// One step of a plan. Operands and results are slots.
enum PlanStep {
  /// An index into the plan's fused programs.
  case fused(Int)
  case product(PlannedKernels.Product, Int, Int, to: Int)
  case dot(Int, Int, count: Int, to: Int)
  case reduce(ReduceOp, Int, to: Int, outer: Int, length: Int, inner: Int)
  case softmax(Int, to: Int, rows: Int, length: Int)
  case logSoftmax(Int, to: Int, rows: Int, length: Int)
  case gather(Int, to: Int, sizes: Shape, steps: Shape)
  /// An index into the plan's kernel calls.
  case kernel(Int)
}

/// A call of an operation's own kernel.
struct PlanKernelCall {
  let operation: Operation
  let operands: [Int]
  let attributes: Attributes
  let type: NodeType
  let result: Int
}

/// Why a plan gives up; its user runs the graph directly.
public enum PlanFault: Error {
  /// A kernel's result is not of the type that the graph states.
  case typeChanged(operation: String)
  /// An input is not of the graph's type.
  case inputType
}
