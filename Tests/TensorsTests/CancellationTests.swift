import Testing

@testable import Tensors

extension ProcessWideTests {
  @Test func longProductsCanBeCancelled() throws {
    let x = Tensor(repeating: 1, shape: Shape([200, 200]))
    TensorBudget.cancel()
    #expect(TensorBudget.isCancelled)
    #expect(throws: TensorFault.cancelled) { try Kernels.matmul(x, x) }
    TensorBudget.clearCancel()
    #expect(try Kernels.matmul(x, x)[flat: 0] == 200)
  }
}
