/// How exact the derivatives of each row are at the probes of `CatalogueProbes`: one line a row. A new row is
/// added here with what its derivative can keep.
///
/// - `first`, `second`: the slope in a random direction against four-point differences at h = 10⁻³, relative to
///   max(1, slope). Those have an error of about h⁴·f⁽⁵⁾/30 + 10⁻¹⁶·f/h: some 10⁻¹³ where derivatives are of
///   size 1, more where they grow (near poles, or where eigenvalues come close).
/// - `single`: the gradient in 32 bits against the one in 64 bits, relative to the largest element, in units
///   of the rounding of 32 bits. 0 where nothing is rounded.
enum DerivativeTolerances {
  struct Row {
    let first: Double
    let second: Double
    let single: Double
  }

  static let table: [String: Row] = [
    arithmetic, elementary, special, reductions, shape, indexing, linearAlgebra, decompositions,
    networks, others,
  ].reduce(into: [:]) { table, rows in
    for (names, first, second, single) in rows {
      for name in names.split(separator: " ") {
        table[String(name)] = Row(first: first, second: second, single: single * 0x1p-24)
      }
    }
  }

  private typealias Line = (names: String, first: Double, second: Double, single: Double)

  private static let arithmetic: [Line] = [
    ("negate", 1e-11, 1e-11, 0),
    ("lerp", 1e-11, 1e-11, 4),
    ("add subtract multiply mod zero_multiply", 1e-11, 1e-11, 2),
    ("divide zero_divide", 1e-9, 1e-10, 4),
    ("power", 2e-9, 5e-9, 4),
  ]

  private static let elementary: [Line] = [
    ("where clamp abs", 1e-11, 1e-11, 0),
    ("sqrt hypot", 1e-11, 1e-10, 2),
    ("sinh cosh", 1e-11, 1e-11, 4),
    ("maximum minimum exp2 expm1 square logaddexp sin cos atan tanh", 1e-11, 1e-11, 2),
    ("sech_squared asinh one_minus_square", 1e-11, 1e-11, 2),
    ("cbrt acosh", 1e-11, 1e-10, 4),
    ("tan", 1e-10, 1e-10, 4),
    ("log1p asin acos atan2", 1e-10, 1e-9, 4),
    ("log10", 1e-10, 1e-10, 2),
    ("log log2", 1e-10, 1e-9, 2),
    ("exp", 1e-10, 1e-11, 2),
    ("xlogy", 1e-9, 1e-10, 2),
    ("atanh", 1e-9, 1e-9, 2),
  ]

  private static let special: [Line] = [
    ("sinc_derivative", 1e-11, 1e-11, 2),
    ("sinc erf erfc lgamma", 1e-11, 1e-11, 4),
    ("gamma", 1e-11, 1e-10, 2),
    ("digamma", 1e-11, 1e-10, 4),
    ("trigamma", 1e-10, 1e-10, 2),
    ("polygamma", 1e-10, 1e-9, 2),
    ("factorial", 1e-10, 1e-10, 4),
    ("binomial", 1e-10, 1e-10, 16),
    ("erfinv beta", 1e-9, 1e-9, 8),
  ]

  private static let reductions: [Line] = [
    ("sum prod max min sum_to median quantile", 1e-11, 1e-11, 0),
    ("std", 1e-11, 1e-9, 64),
    ("norm recurrence", 1e-11, 1e-11, 4),
    ("mean logsumexp var cumsum cumprod cummax", 1e-11, 1e-11, 2),
  ]

  private static let shape: [Line] = [
    ("shift diag tril triu reshape flatten transpose permute squeeze", 1e-11, 1e-11, 0),
    ("unsqueeze flip roll cat stack hcat vcat append pad sort", 1e-11, 1e-11, 0),
    ("expand repeat tile diff", 1e-11, 1e-11, 2),
  ]

  private static let indexing: [Line] = [
    ("take replace mask_select mask_scatter mask_replace gather", 1e-11, 1e-11, 0),
    ("scatter_add scatter_along windows fold_windows", 1e-11, 1e-11, 2),
  ]

  private static let linearAlgebra: [Line] = [
    ("trace", 1e-11, 1e-11, 0),
    ("matmul dot outer cross solve inv adjugate logdet einsum", 1e-11, 1e-11, 2),
    ("kron adjugate_slope", 1e-11, 1e-11, 4),
    ("det", 1e-10, 1e-11, 2),
  ]

  private static let decompositions: [Line] = [
    ("expm", 1e-11, 1e-11, 0),
    ("cholesky solve_triangular svd qr lu lstsq pinv cond", 1e-11, 1e-11, 2),
    ("eigh", 2e-8, 2e-8, 2),
    ("eig", 2e-8, 2e-8, 4),
  ]

  private static let networks: [Line] = [
    ("sigmoid softplus log_sigmoid softmax conv1d conv2d avg_pool", 1e-11, 1e-11, 2),
    ("selu gelu silu log_softmax layer_norm batch_norm", 1e-11, 1e-11, 4),
    ("relu leaky_relu elu max_pool embedding", 1e-11, 1e-11, 0),
  ]

  private static let others: [Line] = [
    ("mse mae huber bce_logits cross_entropy hinge fft", 1e-11, 1e-11, 2),
    ("f64", 1e-11, 1e-11, 0),
    ("kl", 1e-10, 1e-9, 2),
    ("bce", 2e-9, 5e-8, 2),
  ]
}
