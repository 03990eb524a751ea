import Tensors

/// The wish to stop, from a signal handler or another thread.
public enum Interrupt {
  /// Asks the running cell to stop. Safe to call from a signal handler: sets one atomic flag.
  public static func request() { TensorBudget.cancel() }

  /// Takes the wish back; called before each cell.
  public static func clear() { TensorBudget.clearCancel() }

  /// A request was made and not yet taken back.
  public static var isPending: Bool { TensorBudget.isCancelled }

  static var isRequested: Bool { TensorBudget.isCancelled }
}
