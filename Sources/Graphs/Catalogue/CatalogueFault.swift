import Tensors

/// What a row of the catalogue refuses beyond what its kernel does; without a place, as `TensorFault`.
public enum CatalogueFault: Error, Equatable {
  /// The element counts of the two shapes differ.
  case reshape(Shape, Shape)
  /// Not an order of the axes 1…rank.
  case permutation([Int], rank: Int)
  /// The axis, counted from 1, has another size than 1.
  case squeeze(Shape, axis: Int)
  /// A parameter outside of its range.
  case outside(operation: String, parameter: String, Double, range: String)
  /// A class label that is not a whole number from 1 to `classes`.
  case label(Double, classes: Int)
  /// A mask with another number of true elements than when the program was traced.
  case mask(count: Int, traced: Int)
  /// A matrix without an inverse.
  case singular(operation: String)
  /// A matrix without a Cholesky factor: not symmetric, or not positive definite.
  case notPositiveDefinite
  /// A matrix that differs from its transpose.
  case notSymmetric(operation: String)
  /// A matrix with an element that is NaN or infinite, where only finite ones can be factorized.
  case notFinite(operation: String)
  /// A real matrix whose eigenvalues are not all real: one of them, as its parts.
  case complexSpectrum(re: Double, im: Double)
  /// An iteration of LAPACK that did not converge.
  case noConvergence(operation: String)
  /// A library of the system that is loaded when first used, and can't be.
  case library(operation: String, reason: String)
  /// The first argument of `einsum`.
  case subscripts(String, reason: String)
  /// A tensor of rank 2 or more, where the row needs to know along which axis.
  case needsAxis(operation: String, Shape)
}
