import Diagnostics
import Tensors

// E01: names, assignments and the structure of programs.
extension Diagnostic {
  static func unknownName(_ name: String, known: [String]) -> Diagnostic {
    let foreign = ForeignNames.hint(for: name)
    // A single letter is seldom a slip of another name.
    let near = name.count < 2 ? nil : Suggestion.nearest(to: name, among: known)
    return Diagnostic(
      "E0101", "unknown name \(name)",
      hint: foreign ?? differential(name, known) ?? near.map { "did you mean \($0)?" })
  }

  /// `dL` in `dL/dW`, where there is an L.
  private static func differential(_ name: String, _ known: [String]) -> String? {
    let quantity = String(name.dropFirst())
    guard name.hasPrefix("d"), known.contains(quantity) else { return nil }
    return Library.value(of: quantity) == nil
      ? "∂\(quantity)/∂x is a derivative, \(quantity)' that of a function" : nil
  }

  static func unassignedLocal() -> OperandFault {
    OperandFault { texts in
      Diagnostic(
        "E0102", "a local name is read before it has a value",
        hint: "a function that assigns a name makes it local; give it a value on every way to here")
    }
  }

  static func unassignedLocal(
    _ name: String, of function: String?, assigned: Place, isModuleName: Bool
  ) -> Diagnostic {
    let owner = function ?? "the function"
    let call = "\(function ?? "f")(\(name))"
    return Diagnostic(
      "E0102",
      "\(name) has no value yet: it is a local of \(owner), because \(owner) assigns it",
      secondary: [Diagnostic.Label(assigned, "this makes \(name) a local")],
      hint: isModuleName
        ? "the \(name) outside is another one: hand it over as a parameter, \(call)"
        : "give \(name) a value on every way to here")
  }

  static func capturedTooEarly(_ name: String, _ function: String?) -> Diagnostic {
    Diagnostic(
      "E0115", "\(name) had no value when \(function ?? "this function") was made",
      hint: "a function keeps the locals around it as they are when it is made: assign first")
  }

  static func repeatedParameter(_ name: String, at place: Place) -> Diagnostic {
    Diagnostic("E0103", "the parameter \(name) is there twice", at: place)
  }

  static func tooManyRegisters(at place: Place) -> Diagnostic {
    Diagnostic(
      "E0104", "this is too large for one function or cell", at: place,
      hint: "split it into several functions or cells")
  }

  static func cannotCompile(at place: Place) -> Diagnostic {
    Diagnostic("E0105", "this can't be evaluated", at: place)
  }

  static func endOutsideIndex(at place: Place) -> Diagnostic {
    Diagnostic(
      "E0106", "`end` means the last position only within an index", at: place, hint: "A[end]")
  }

  static func outsideLoop(_ word: String, at place: Place) -> Diagnostic {
    Diagnostic("E0107", "`\(word)` stands outside a loop", at: place)
  }

  static func returnOutsideFunction(at place: Place) -> Diagnostic {
    Diagnostic("E0108", "`return` stands outside a function", at: place)
  }

  static func cannotUpdatePattern(at place: Place) -> Diagnostic {
    Diagnostic("E0109", "an update changes one name or part, not several", at: place)
  }

  static func equationInFunction(_ name: String, at place: Place) -> Diagnostic {
    Diagnostic(
      "E0110", "an equation can't be defined within a function", at: place,
      hint: "\(name) = … binds a local; equations stand at the top level")
  }

  static func unpackCount(_ value: Value, _ count: Int, _ wanted: Int) -> OperandFault {
    let phrase = value.phrase
    return OperandFault { texts in
      let names = "\(wanted) \(wanted == 1 ? "name" : "names")"
      let values = "\(count) \(count == 1 ? "value" : "values")"
      return Diagnostic(
        "E0111", "\(names) on the left, \(values) on the right",
        secondary: [
          Diagnostic.Label(texts.leftPlace, names), Diagnostic.Label(texts.rightPlace, phrase),
        ], hint: count > wanted ? "_ takes a value that is not needed: a, _ = …" : nil)
    }
  }

  static func notUnpackable(_ value: Value) -> Diagnostic {
    Diagnostic("E0112", "\(value.phrase) can't be taken apart", hint: "a tuple or a vector can")
  }

  static func notBuilt(_ name: String) -> Diagnostic {
    Diagnostic("E0113", "\(name) is part of the language but not in this version yet")
  }
}

/// What people who come from Python, MATLAB or Julia write, and the Gradus way.
enum ForeignNames {
  static func hint(for name: String) -> String? {
    table.first { $0.name == name }?.hint
  }

  private static let table: [(name: String, hint: String)] = [
    ("len", "length(x) counts elements; size(A) gives the shape"),
    ("np", "the functions of numpy stand on their own here: dot(a, b), sum(A, dim=1)"),
    ("numpy", "the functions of numpy stand on their own here: dot(a, b), sum(A, dim=1)"),
    ("torch", "tensors are built in: zeros(2, 3), relu(x), grad(f)"),
    ("jax", "derivatives are built in: grad(f), f', ∂L/∂x"),
    ("math", "mathematical functions stand on their own here: sin(x), π"),
    ("None", "write nothing"), ("True", "write true"), ("False", "write false"),
    ("nil", "write nothing"), ("null", "write nothing"), ("inf", "write Inf"),
    ("infinity", "write Inf"), ("nan", "write NaN"), ("e", "write ℯ, or exp(x)"),
    ("numel", "length(A)"), ("str", "\"{x}\" makes text of a value"),
    ("string", "\"{x}\" makes text of a value"), ("int", "floor(x), round(x)"),
    ("float", "all numbers are real: 2 and 2.0 are the same"), ("println", "print(x)"),
    ("disp", "print(x)"), ("printf", "print(\"{x:.3f}\")"), ("sprintf", "\"{x:.3f}\""),
    ("fprintf", "print(\"{x:.3f}\")"), ("array", "[1, 2, 3] is a vector"),
    ("list", "(1, 2, 3) is a tuple, [1, 2, 3] a vector"), ("dict", "{a: 1, b: 2} is a record"),
    ("reduce", "fold(f, start, xs)"), ("power", "x^p"), ("pow", "x^p"),
    ("concatenate", "cat((a, b), dim=1)"), ("concat", "cat((a, b), dim=1)"),
    ("vstack", "vcat(a, b)"), ("hstack", "hcat(a, b)"), ("arange", "a:step:b"),
    ("lambda", "x -> x^2"), ("sorted", "sort(xs)"), ("reversed", "xs[end:-1:1]"),
    ("isnan", "x != x is true of NaN only"), ("shape", "size(A)"), ("nrow", "size(A, 1)"),
    ("ncol", "size(A, 2)"), ("type", "typeof(x)"),
    ("input", "give a program its numbers at its top"), ("assert", "check c \"message\""),
    ("gradient", "grad(f), ∇f, f'"), ("plt", "plot(f, 0:3)"),
    ("Σ", "sum(xs); sum([k^2 for k in 1:10])"),
    ("Π", "prod(xs)"), ("limit", "try values that come closer: f.([0.1, 0.01, 0.001])"),
    ("lim", "try values that come closer: f.([0.1, 0.01, 0.001])"),
    ("derivative", "f' is the derivative of a function f, ∂y/∂x that of an equation y := …"),
    ("simplify", "f' printed shows a simplified formula"),
    ("nn", "layers are functions: relu(x*W .+ b)"),
    ("tf", "tensors and derivatives are built in"), ("os", "programs read files beside them only"),
    ("pandas", "read_csv(\"data.csv\")"), ("pd", "read_csv(\"data.csv\")"),
    ("scipy", "solve, eig, integrate, ode are built in"),
    ("sympy", "f' printed shows the formula of a derivative"),
    ("maximum", "max(xs), max(a, b)"), ("minimum", "min(xs), min(a, b)"), ("amax", "max(xs)"),
    ("amin", "min(xs)"), ("isinf", "abs(x) == Inf"), ("pass", "a block may be empty"),
    ("sigma", "σ(x) or sigmoid(x)"), ("derivative", "f', or grad(f)"), ("deriv", "f', or grad(f)"),
    ("dot_product", "dot(a, b)"), ("zeros_like", "zeros(size(A))"), ("ones_like", "ones(size(A))"),
    ("full", "fill(x, 2, 3)"), ("identity", "eye(n)"), ("nabla", "∇f, or grad(f)"),
    ("im", "there are no complex numbers"),
    ("upper", "texts are only made and compared"), ("join", "\"{a}{b}\" joins texts"),
    ("ndarray", "[1, 2, 3] is a vector"),
    ("Tensor", "[1, 2, 3] is a vector, zeros(2, 3) a matrix"), ("matrix", "[1, 2; 3, 4]"),
    ("vector", "[1, 2, 3]"), ("sgn", "sign(x)"), ("atan2d", "atan2(y, x)"), ("fix", "trunc(x)"),
    ("rem", "mod(a, b)"), ("idiv", "div(a, b)"), ("tic", "clock()"), ("toc", "clock()"),
    ("time", "clock()"), ("collect", "tensor(1:3)"), ("push", "xs = append(xs, x)"),
    ("try", "check c \"message\" stops where c is false"),
  ]
}
