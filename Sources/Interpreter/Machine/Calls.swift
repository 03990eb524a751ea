import Diagnostics
import Graphs
import Tensors

// Calling any kind of function, and matching arguments to parameters.
extension Machine {
  /// The slow way of a call instruction: anything but a closure with all arguments in place.
  func callAny(_ first: Registers, _ count: Int, _ labels: [String?]?) throws -> Value {
    let callee = first[0]
    guard case .function(let function) = callee else { throw notCallable(callee) }
    if labels == nil, count == 1, let fast = fastUnary(function, first + 1) { return fast }
    let arguments = try items(first + 1, count)
    for index in 0...count { first[index] = .undefined }
    return try call(function, arguments, labels: labels)
  }

  /// `sin(x)` of a plain number, or of a tensor that only the argument's register holds.
  @inline(__always)
  private func fastUnary(_ function: Function, _ argument: Registers) -> Value? {
    guard !debugsNumbers, case .operation(let operation) = function.kind,
      case .unary(let op)? = operation.elementwise
    else { return nil }
    if case .number(let number) = argument.pointee { return .number(op.apply(number)) }
    return take(argument, op.applyInPlace)
  }

  private func notCallable(_ value: Value) -> any Error {
    if value.isUndefined { return Diagnostic.unassignedLocal() }
    for name in names.names where Library.value(of: name)?.isFunction == true {
      if let slot = names.existingSlot(of: name), isSame(globals[slot], value) {
        return Diagnostic.shadowedBuiltin(name, value)
      }
    }
    return Diagnostic.notCallable(value)
  }

  private func isSame(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.number(let x), .number(let y)): x.bitPattern == y.bitPattern
    case (.tensor(let x), .tensor(let y)): x.isIdentical(to: y)
    default: false
    }
  }

  func call(_ function: Function, _ arguments: [Value], labels: [String?]?) throws -> Value {
    switch function.kind {
    case .closure(let code, let captures):
      let bound = try bind(arguments, labels, to: code, function)
      if let reader, function.name != nil, code.file.name != Prelude.fileName {
        return try reader.watch(function, arguments) {
          try enter(function, code, captures, bound)
        }
      }
      return try enter(function, code, captures, bound)
    case .operation(let operation): return try call(operation, arguments, labels)
    case .builtin(let builtin):
      if builtin.entry.group.hasEffects, builtin.entry.name != "typeof" { effects += 1 }
      let result = try builtin.body(self, bind(arguments, labels, to: builtin.entry))
      if Interrupt.isRequested { throw TensorFault.cancelled }
      return try result.notTooDeep()
    case .derived(let derived):
      guard let labels else { return try call(derived, arguments) }
      return try call(derived, try ordered(arguments, labels, derived.base))
    }
  }

  private func enter(
    _ function: Function, _ code: Code, _ captures: [Value], _ arguments: [Value]
  ) throws -> Value {
    try budget.checkStack()
    if let rule = function.rule,
      arguments.contains(where: { $0.leaves.contains(where: \.isTraced) })
    {
      return try callWithRule(function, rule, arguments)
    }
    return try execute(code, function: function, captures: captures, arguments: arguments)
  }

  func callLibrary(_ name: String, _ arguments: [Value]) throws -> Value {
    guard case .function(let function)? = Library.value(of: name) else {
      throw Diagnostic.notBuilt(name)
    }
    return try call(function, arguments, labels: nil)
  }

  // MARK: Closures

  /// Arguments in the order of the parameters; `.undefined` where the default is to be computed.
  private func bind(
    _ arguments: [Value], _ labels: [String?]?, to code: Code, _ function: Function
  ) throws -> [Value] {
    let parameters = code.parameters
    if labels == nil, arguments.count == parameters.count { return arguments }
    var bound = [Value](repeating: .undefined, count: parameters.count)
    var position = 0
    for (index, argument) in arguments.enumerated() {
      if let label = labels?[index] {
        guard let place = parameters.firstIndex(where: { $0.name == label }) else {
          throw Diagnostic.noParameter(label, function.displayName, parameters.map(\.name))
        }
        guard bound[place].isUndefined else {
          throw Diagnostic.doubleArgument(label, function.displayName)
        }
        bound[place] = argument
      } else {
        guard position < parameters.count else {
          throw Diagnostic.argumentCount(
            function.displayName, parameters.map(\.name), given: arguments.count)
        }
        bound[position] = argument
        position += 1
      }
    }
    for (parameter, value) in zip(parameters, bound)
    where value.isUndefined && !parameter.hasDefault {
      throw Diagnostic.missingArgument(
        parameter.name, function.displayName, signature: Display(digits: 6).signature(function))
    }
    return bound
  }

  /// Labelled arguments of a derivative in the order of the base's parameters.
  private func ordered(
    _ arguments: [Value], _ labels: [String?], _ base: Function
  ) throws -> [Value] {
    let names = base.parameterNames
    var result = arguments
    for (index, label) in labels.enumerated() {
      guard let label else { continue }
      guard let place = names.firstIndex(of: label), place < arguments.count else {
        throw Diagnostic.noParameter(label, base.displayName, names)
      }
      result[place] = arguments[index]
    }
    return result
  }

  // MARK: Shape annotations

  /// Checks `x: [n, d]` against the arguments, binding the names of sizes from left to right; the function
  /// may read them.
  func checkShapes(_ code: Code, _ function: Function?, _ registers: Registers) throws {
    var sizes: [String: (size: Int, from: String)] = [:]
    for (register, parameter) in code.parameters.enumerated() {
      guard let expected = parameter.shape else { continue }
      guard let shape = registers[register].shape else {
        throw Diagnostic.annotatedKind(
          function?.displayName ?? "the function", parameter, registers[register]
        ).marking(Place(code.file, parameter.span))
      }
      var matches = shape.rank == expected.count
      for (axis, size) in expected.enumerated() where matches {
        switch size {
        case .any: break
        case .fixed(let wanted, _): matches = shape[axis] == wanted
        case .named(let identifier):
          if let known = sizes[identifier.name] {
            matches = shape[axis] == known.size
          } else {
            sizes[identifier.name] = (shape[axis], parameter.name)
          }
        }
      }
      guard matches else {
        throw Diagnostic.annotatedShape(
          function?.displayName ?? "the function", parameter, shape, sizes
        ).marking(Place(code.file, parameter.span))
      }
    }
    for (name, register) in code.sizes {
      registers[register] = sizes[name].map { .number(Double($0.size)) } ?? .undefined
    }
  }

  // MARK: f.(x)

  /// Maps a function of numbers over every element. The function is run once on the whole tensor when
  /// everything that it does acts element by element; otherwise it is called for each element.
  func dottedCall(_ first: Registers, _ count: Int, _ labels: [String?]?) throws -> Value {
    guard case .function(let function) = first[0] else { throw notCallable(first[0]) }
    let arguments = try items(first + 1, count)
    guard arguments.contains(where: { ($0.shape?.rank ?? 0) > 0 || $0.isStructure }) else {
      return try call(function, arguments, labels: labels)
    }
    if case .operation(let operation) = function.kind, operation.elementwise != nil {
      return try call(function, arguments, labels: labels)
    }
    if arguments.count == 1, case .tuple(let tuple) = arguments[0] {
      return .tuple(Tuple(try tuple.items.map { try call(function, [$0], labels: labels) }))
    }
    return try mapElements(function, arguments, labels)
  }

  private func mapElements(
    _ function: Function, _ arguments: [Value], _ labels: [String?]?
  ) throws -> Value {
    var common = Shape.scalar
    for argument in arguments {
      guard let shape = argument.shape else { throw Diagnostic.notNumeric("f.(x)", argument) }
      guard let wider = Shape.broadcast(common, shape) else {
        throw Diagnostic.cannotBroadcast(".", common, shape)
      }
      common = wider
    }
    let spread = try arguments.map { argument -> Value in
      let full = try apply(Catalogue.broadcastTo, [argument], Attributes(.shape(common)))
      return try apply(Catalogue.reshape, [full], Attributes(.shape(Shape([common.count]))))
    }
    if common.count == 0 { return .tensor(Tensor([], shape: common)) }
    let before = effectMark
    func result(at position: Int) throws -> Value {
      try call(function, try spread.map { try element(of: $0, at: position) }, labels: labels)
    }
    var results = [try result(at: 0)]
    // The first element has shown whether the function does more than to give a value.
    if effectMark == before, labels == nil,
      let whole = wholeMap(function, spread, count: common.count)
    {
      return try apply(Catalogue.reshape, [whole], Attributes(.shape(common)))
    }
    for position in 1..<max(1, common.count) { results.append(try result(at: position)) }
    let flat = try stack(results)
    guard flat.shape?.rank == 1 else { throw Diagnostic.dottedResult(function, results[0]) }
    return try apply(Catalogue.reshape, [flat], Attributes(.shape(common)))
  }
}

extension Value {
  var isFunction: Bool { if case .function = self { true } else { false } }
}

extension Machine {
  /// Calls a function of the prelude.
  func callPrelude(_ name: String, _ arguments: [Value]) throws -> Value {
    try call(function(readPlain(names.prelude.slot(of: name)), name), arguments)
  }
}

extension Entry.Group {
  /// Its functions may print, draw random numbers, read files or the like.
  fileprivate var hasEffects: Bool {
    switch self {
    case .random, .data, .display, .plots: true
    default: false
    }
  }
}
