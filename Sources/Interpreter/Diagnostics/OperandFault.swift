import Diagnostics
import Graphs
import Plotting
import Tensors

/// A fault of an operation that does not know yet how its operands are written in the source. The
/// machine knows, and turns it into a diagnostic that quotes them.
struct OperandFault: Error {
  let diagnostic: @Sendable (OperandTexts) -> Diagnostic
}

/// The source text of an instruction's operands, with their places.
struct OperandTexts: Sendable {
  let left: String
  let right: String
  let leftPlace: Place
  let rightPlace: Place

  init(_ file: SourceFile, _ place: InstructionPlace) {
    left = OperandTexts.short(file.text(in: place.left))
    right = OperandTexts.short(file.text(in: place.right))
    leftPlace = Place(file, place.left)
    rightPlace = Place(file, place.right)
  }

  /// Long operands are not quoted in full.
  private static func short(_ text: String) -> String {
    let line = text.split(separator: "\n").first.map(String.init) ?? text
    return line.count <= 40 ? line : line.prefix(37) + "…"
  }
}

extension Diagnostic {
  /// Any error that may come out of the machine, as a diagnostic without a place.
  static func from(_ error: any Error, operands: OperandTexts? = nil) -> Diagnostic {
    switch error {
    case let diagnostic as Diagnostic: diagnostic
    case let fault as OperandFault:
      operands.map(fault.diagnostic) ?? Diagnostic("E0200", "wrong operands")
    case let fault as TensorFault: tensorFault(fault)
    case let fault as CatalogueFault: catalogueFault(fault)
    case let fault as DifferentiationFault: differentiationFault(fault)
    case let fault as PlotError: Diagnostic("E0801", fault.message)
    default: Diagnostic("E0999", "\(error)")
    }
  }

  /// The same with its mark at a place of its own instead of the failing instruction's.
  func marking(_ place: Place) -> Diagnostic {
    var copy = self
    copy.primary = Label(place)
    return copy
  }

  /// Adds a call to the chain; what is beyond the twelfth is only counted by the renderer's reader.
  mutating func addCall(_ function: Function?, at place: Place) {
    guard calls.count < 12 else { return }
    calls.append(Diagnostic.Call(function: function?.name ?? "an unnamed function", place: place))
  }

  private static func tensorFault(_ fault: TensorFault) -> Diagnostic {
    switch fault {
    case .shapes("reshape", let a, let b, _): catalogueFault(.reshape(a, b))
    case .shapes("mask", let a, let b, _): maskShape(b, a)
    case .shapes(let operation, let a, let b, let canBroadcast):
      Diagnostic(
        "E0210", "\(operation): the shapes \(a) and \(b) don't match",
        hint: canBroadcast ? "the dotted operator broadcasts one to the other" : nil)
    case .index(let index, let axis, let size): indexOutOfRange(index, axis: axis, size: size)
    case .indexCount(let given, let rank): indexCount(given: given, rank: rank)
    case .axis(let axis, let rank):
      Diagnostic(
        "E0306", "there is no axis \(axis): the tensor has \(rank) \(rank == 1 ? "axis" : "axes")",
        hint: "axes are counted from 1; -1 is the last")
    case .empty(let operation):
      Diagnostic("E0211", "\(operation) of an empty tensor has no value")
    case .rank(let operation, let expected, let shape):
      Diagnostic("E0212", "\(operation) expects \(expected), got shape \(shape)")
    case .notBool(let operation):
      Diagnostic(
        "E0213", "\(operation) expects bools", hint: "a comparison such as x .> 0 gives them")
    case .tooManyAxes(let rank):
      Diagnostic("E0214", "a tensor has at most \(Shape.maxRank) axes, not \(rank)")
    case .tooLarge(let elements):
      Diagnostic(
        "E0704",
        "a tensor of \(Display(digits: 6).number(elements)) elements exceeds the memory budget")
    case .negativeSize(let operation, let size):
      Diagnostic("E0215", "\(operation): a size can't be negative, got \(size)")
    case .cancelled: stopped()
    }
  }

  private static func catalogueFault(_ fault: CatalogueFault) -> Diagnostic {
    switch fault {
    case .reshape(let from, let to):
      Diagnostic("E0231", "\(from) has \(from.count) elements and can't be reshaped to \(to)")
    case .permutation(let axes, let rank):
      Diagnostic(
        "E0232",
        "(\(axes.map(String.init).joined(separator: ", "))) is not an order of the axes 1 to \(rank)"
      )
    case .squeeze(let shape, let axis):
      Diagnostic("E0233", "axis \(axis) of \(shape) has size \(shape[axis - 1]), not 1")
    case .outside(let operation, let parameter, let value, let range):
      Diagnostic(
        "E0412",
        "\(parameter) of \(operation) must be \(range), not \(Display(digits: 6).number(value))")
    case .label(let label, let classes):
      Diagnostic(
        "E0413",
        "a class label is a whole number from 1 to \(classes), not \(Display(digits: 6).number(label))"
      )
    case .mask(let count, let traced):
      Diagnostic(
        "E0234", "the mask selects \(count) elements now, but \(traced) when it was recorded")
    case .singular(let operation):
      Diagnostic("E0235", "\(operation): the matrix is singular")
    case .notPositiveDefinite:
      Diagnostic(
        "E0236", "cholesky needs a symmetric positive definite matrix, and this one is not")
    case .notSymmetric(let operation):
      Diagnostic(
        "E0238", "\(operation) needs a symmetric matrix, and this one is not",
        hint: "(A + Aᵀ)/2 is the symmetric part of A")
    case .notFinite(let operation):
      Diagnostic("E0239", "\(operation): the matrix has an element that is NaN or infinite")
    case .complexSpectrum(let re, let im):
      Diagnostic(
        "E0240",
        "eig: the matrix has complex eigenvalues, such as \(Display(digits: 6).number(re)) ± \(Display(digits: 6).number(im.magnitude))·i",
        hint: "Gradus has no complex numbers; a symmetric matrix has a real spectrum")
    case .noConvergence(let operation):
      Diagnostic("E0241", "\(operation): the iteration did not converge")
    case .library(let operation, let reason):
      Diagnostic(
        "E0242", "\(operation) needs OpenBLAS, which can't be loaded: \(reason)",
        hint: "on Debian and Ubuntu: apt-get install libopenblas0")
    case .subscripts(let text, _):
      Diagnostic(
        "E0237", "einsum can't use the subscripts \"\(text)\" for these operands",
        hint: "one letter for each axis: einsum(\"ij,jk->ik\", A, B)")
    case .needsAxis(let operation, let shape):
      Diagnostic(
        "E0414", "\(operation) of a \(shape) tensor needs to know along which axis",
        hint: "\(operation)(x, dim=1)")
    }
  }

  private static func differentiationFault(_ fault: DifferentiationFault) -> Diagnostic {
    switch fault {
    case .notDifferentiable(let operation, let reason, _):
      Diagnostic("E0507", "\(operation) has no derivative: \(reason)")
    }
  }
}
