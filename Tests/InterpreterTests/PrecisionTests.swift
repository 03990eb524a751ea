import Testing

@testable import Interpreter

/// 32-bit tensors. Expected digits are NumPy's: np.float32(0.1) is 0.10000000149011612.
@Suite struct PrecisionTests {
  @Test(arguments: [
    ("f32([0.1, 0.2; 3, 4])", "2×2 f32\n  0.1  0.2\n  3    4"),
    ("digits(17); f32([0.1])[1]", "0.10000000149011612"),
    ("digits(17); (f32([0.1]) + f32([0.2]))[1]", "0.30000001192092896"),
    ("digits(17); (f32([0.1]) * 0.1)[1]", "0.010000000707805157"),
    ("digits(17); (f32([1]) / 3)[1]", "0.3333333432674408"),
    ("digits(17); sqrt(f32([2]))[1]", "1.4142135381698608"),
    ("digits(17); f32(0.1)", "0.10000000149011612"),
    ("f32([1e300])[1]", "Inf"),
    ("f32([16777217]) == [16777216]", "true"),
    // Plain numbers have no say; 64-bit tensors win.
    ("x = f32(ones(2, 2)); 2*x + 1", "2×2 f32\n  3  3\n  3  3"),
    ("f32(ones(2, 2)) + ones(2, 2)", "2×2 f64\n  2  2\n  2  2"),
    ("f64(f32(ones(2, 2)))", "2×2 f64\n  1  1\n  1  1"),
    ("f32(ones(2, 2)) * f32(ones(2, 2))", "2×2 f32\n  2  2\n  2  2"),
    ("x = f32(ones(2, 2)); x[1, 1] = 0.1; digits(9); x[1, 1]", "0.100000001"),
    ("x = append(f32([1]), 0.1); digits(9); x[2]", "0.100000001"),
    ("f32(ones(2, 2))ᵀ[1:1, :]", "1×2 f32\n  1  1"),
    ("stack((f32([1, 2]), f32([3, 4])))", "2×2 f32\n  1  2\n  3  4"),
    ("f32(ones(2, 2)) .> 0", "2×2 bool\n  true  true\n  true  true"),
    // Derivatives have the type of what they are taken by.
    ("grad(A -> sum(A .^ 3))(f32(ones(2, 2)))", "2×2 f32\n  3  3\n  3  3"),
    ("sin'(f32(zeros(2, 2)))", "2×2 f32\n  1  1\n  1  1"),
    ("grad(A -> sum(f32(A) .^ 3))(ones(2, 2))", "2×2 f64\n  3  3\n  3  3"),
    ("L := sum(A .^ 2); A = f32(ones(2, 2)); ∂L/∂A", "2×2 f32\n  2  2\n  2  2"),
    ("L := sum(A .^ 2); A = ones(2, 2); ∂L/∂A", "2×2 f64\n  2  2\n  2  2"),
    ("L := sum(f64(A) .^ 2); A = f32(ones(2, 2)); ∂L/∂A", "2×2 f32\n  2  2\n  2  2"),
    ("L := sum(p.A .^ 2); p = {A: f32(ones(2, 2)), b: 1}; (∂L/∂p).A", "2×2 f32\n  2  2\n  2  2"),
    ("L := 3; M := sum(A) + L; A = f32(ones(2, 2)); ∂M/∂A", "2×2 f32\n  1  1\n  1  1"),
    // The Jacobian of v² is diag(2v).
    ("v := a .^ 2; a = f32([1, 2]); ∂v/∂a", "2×2 f32\n  2  0\n  0  4"),
  ])
  func shows(program: String, expected: String) {
    #expect(run(program) == expected)
  }

  /// Each result is the 64-bit one, rounded.
  @Test(arguments: ["exp", "sin", "tanh", "log1p", "erf", "sqrt", "gamma", "softplus"])
  func isTheRoundedWideResult(function: String) {
    let program = """
      x = f32(linspace(0.1, 3, 50))
      f64(\(function)(x)) == f64(f32(\(function)(f64(x))))
      """
    #expect(run(program) == "true")
  }
}
