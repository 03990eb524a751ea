import CMachine
import Diagnostics
import Graphs
import Syntax
import Tensors

/// A value that can be called.
final class Function {
  enum Kind {
    /// Written in Gradus: its code and the values that it captured.
    case closure(Code, captures: [Value])
    /// A row of the catalogue of graph operations.
    case operation(Operation)
    /// A function of the library that is not a graph operation.
    case builtin(Builtin)
    /// Made by an operator from another function: `f'`, `grad(f)`, …
    case derived(Derived)
  }

  /// What the machine's core reads of it, as the first property.
  let core: vm_function
  let kind: Kind
  /// The name it was defined under; nil for `x -> …`.
  let name: String?
  /// The user's own derivative rule, `f'(x) = …`.
  let rule: Function?

  let nesting: Int

  init(_ kind: Kind, name: String?, rule: Function? = nil) {
    self.kind = kind
    self.name = name
    self.rule = rule
    switch kind {
    case .closure(_, let captures): nesting = captures.isEmpty ? 0 : Nesting.depth(of: captures)
    case .derived(let derived): nesting = 1 + derived.base.nesting
    case .operation, .builtin: nesting = 0
    }
    core = vm_function(code: rule == nil ? kind.code : nil, unary: kind.unary)
  }

  func with(rule: Function) -> Function { Function(kind, name: name, rule: rule) }

  var displayName: String { name ?? "the function" }

  /// The names of its parameters, in order.
  var parameterNames: [String] {
    switch kind {
    case .closure(let code, _): code.parameters.map(\.name)
    case .operation(let operation): operation.entry.parameters.map(\.name)
    case .builtin(let builtin): builtin.entry.parameters.map(\.name)
    case .derived(let derived): derived.base.parameterNames
    }
  }
}

extension Function.Kind {
  /// The code of a closure.
  fileprivate var code: UnsafePointer<vm_code>? {
    if case .closure(let code, _) = self { UnsafePointer(code.core) } else { nil }
  }

  /// The function of one number that this is, as the kernels count them.
  fileprivate var unary: Int32 {
    guard case .operation(let operation) = self, case .unary(let op)? = operation.elementwise,
      !op.givesBool
    else { return -1 }
    return Int32(op.rawValue)
  }
}

/// A function of the library, as a row: what help says of it and what it does.
final class Builtin: Sendable {
  let entry: Entry
  /// Gets one value for each parameter, in the order of the row: the default where none was given,
  /// a tuple for a parameter that takes all the rest.
  let body: @Sendable (Machine, [Value]) throws -> Value

  init(_ entry: Entry, _ body: @escaping @Sendable (Machine, [Value]) throws -> Value) {
    self.entry = entry
    self.body = body
  }

  init(
    _ name: String, aliases: [String] = [], _ group: Entry.Group, _ parameters: [Entry.Parameter],
    _ doc: String, examples: [Entry.Example] = [],
    _ body: @escaping @Sendable (Machine, [Value]) throws -> Value
  ) {
    self.entry = Entry(
      name, aliases: aliases, group: group, parameters, doc: doc, examples: examples)
    self.body = body
  }
}

/// A function that an operator made of another one.
struct Derived {
  enum Operator {
    /// `f'`, `f''`, …
    case derivative(order: Int)
    /// `grad(f, wrt=…)`: positions of the parameters; nil in `wrt` means the first.
    case gradient(wrt: Selection, withValue: Bool)
    /// A Taylor polynomial of the function.
    case polynomial(slopes: [Value], around: Value)
    /// Anything else that takes a function and gives one.
    case native(name: String, (Machine, Function, [Value]) throws -> Value)
  }

  /// What a gradient is taken with respect to.
  enum Selection {
    case first
    case one(Int)
    /// Several: the result is a record under their names.
    case several([Int])
  }

  let base: Function
  let op: Operator
}
