import Diagnostics
import Tensors

// E043: integrals, roots, differential equations.
extension Diagnostic {
  static func integrand(_ function: Function, _ value: Value) -> Diagnostic {
    Diagnostic(
      "E0430",
      "integrate needs a number or tensor at each point; \(function.displayName) gives \(value.phrase)"
    )
  }

  static func integralDiverges(error: Double, of size: Double) -> Diagnostic {
    let display = Display(digits: 2)
    return Diagnostic(
      "E0431",
      "the integral does not settle: after all halvings an error of \(display.number(error)) remains, at a size of \(display.number(size))",
      hint: "does the integral exist? a larger tol= accepts less digits")
  }

  static func integralIsInfinite() -> Diagnostic {
    Diagnostic(
      "E0431", "the integral does not converge: it grows beyond every bound",
      hint: "does it exist? where the integrand has a pole within, integrate on both sides of it")
  }

  static func rootResult(_ function: Function, _ value: Value) -> Diagnostic {
    Diagnostic(
      "E0432",
      "root needs a function whose value is like its argument; \(function.displayName) gives \(value.phrase)"
    )
  }

  static func noRoot(from x: Double?) -> Diagnostic {
    let place = x.map { " near \(Display(digits: 6).number($0))" } ?? ""
    return Diagnostic(
      "E0433", "no root was found\(place)",
      hint:
        "plot the function, and start closer; or give a pair (a, b) between which it changes its sign"
    )
  }

  static func noChangeOfSign(_ a: Double, _ b: Double) -> Diagnostic {
    let display = Display(digits: 6)
    return Diagnostic(
      "E0434",
      "the function does not change its sign between \(display.number(a)) and \(display.number(b))",
      hint: "root(f, (a, b)) needs f(a) and f(b) of opposite signs")
  }

  static func rootWithoutDerivative() -> Diagnostic {
    Diagnostic(
      "E0439",
      "the derivative of the function is 0 at the root, so the root is no differentiable function of what it depends on"
    )
  }

  static func odeTimes() -> Diagnostic {
    Diagnostic(
      "E0435", "the times of ode must be finite and in order, all upwards or all downwards")
  }

  static func odeResult(_ function: Function, _ slope: Value, _ state: Value) -> Diagnostic {
    Diagnostic(
      "E0436",
      "\(function.displayName) must give the rate of change of the state, \(state.phrase), not \(slope.phrase)",
      hint: "f takes the time first: f(t, y)")
  }

  static func odeStuck(at t: Double) -> Diagnostic {
    Diagnostic(
      "E0437", "ode gets no further than t = \(Display(digits: 6).number(t))",
      hint:
        "does the solution grow beyond all bounds there? stiff equations need an implicit method")
  }

  static func taylorDegree(_ degree: Int) -> Diagnostic {
    Diagnostic(
      "E0438", "the degree of a Taylor polynomial is a whole number from 0 to 100, not \(degree)")
  }
}

// Arranging.
extension Diagnostic {
  static func splitSizes(_ sizes: [Int], _ length: Int, _ axis: Int) -> Diagnostic {
    let list = sizes.map(String.init).joined(separator: " + ")
    return Diagnostic(
      "E0243",
      "the sizes \(list) of the parts don't make up the \(length) elements of axis \(axis + 1)")
  }

  static func splitCount(_ parts: Int, _ length: Int, _ axis: Int) -> Diagnostic {
    Diagnostic(
      "E0244", "\(length) elements along axis \(axis + 1) can't be split into \(parts) equal parts",
      hint: "split(x, (2, 3)) gives the size of each part")
  }
}
