import Graphs
import Tensors

/// What a value must be like for a plan to serve it, part by part: which of its tensors are inputs of
/// the plan, and what everything else must be.
///
/// Numbers are inputs only where something is differentiated by them. Anywhere else they are part of the
/// plan, since derivative rules look at constant numbers: `x^2` has another formula than `x^p`.
indirect enum CallPattern {
  case input(NodeType)
  case tuple([CallPattern])
  case record([String], [CallPattern])
  /// A closure's code, and what it captured.
  case closure(Code, [CallPattern])
  case fixed(Value)

  init(_ value: Value, isDifferentiated: Bool) {
    switch value {
    case .tuple(let tuple):
      self = .tuple(tuple.items.map { CallPattern($0, isDifferentiated: isDifferentiated) })
    case .record(let record):
      self = .record(
        record.names,
        record.values.map { CallPattern($0, isDifferentiated: isDifferentiated) })
    case .function(let function):
      guard case .closure(let code, let captures) = function.kind, function.rule == nil else {
        self = .fixed(value)
        return
      }
      self = .closure(code, captures.map { CallPattern($0, isDifferentiated: false) })
    case .tensor(let tensor): self = .input(NodeType(tensor.dtype, tensor.shape))
    case .number where isDifferentiated: self = .input(.number)
    default: self = .fixed(value)
    }
  }

  /// Whether a value is like this; adds its inputs to `leaves`.
  func matches(_ value: Value, _ leaves: inout [Quantity]) -> Bool {
    switch (self, value) {
    case (.input(let type), .tensor(let tensor)):
      guard tensor.dtype == type.dtype, tensor.hasShape(type.shape) else { return false }
      leaves.append(.tensor(tensor))
      return true
    case (.input(let type), .number(let number)):
      leaves.append(.number(number))
      return type == .number
    case (.tuple(let patterns), .tuple(let tuple)):
      return CallPattern.match(patterns, tuple.items, &leaves)
    case (.record(let names, let patterns), .record(let record)):
      return names == record.names && CallPattern.match(patterns, record.values, &leaves)
    case (.closure(let code, let patterns), .function(let function)):
      guard case .closure(let other, let captures) = function.kind, other === code,
        function.rule == nil
      else { return false }
      return CallPattern.match(patterns, captures, &leaves)
    case (.fixed(let known), _): return known.isSame(as: value)
    default: return false
    }
  }

  private static func match(
    _ patterns: [CallPattern], _ values: [Value], _ leaves: inout [Quantity]
  ) -> Bool {
    guard patterns.count == values.count else { return false }
    for (index, pattern) in patterns.enumerated() {
      if !pattern.matches(values[index], &leaves) { return false }
    }
    return true
  }

  /// The value with its inputs followed by a trace; nil where nothing can follow one.
  func followed(_ value: Value, _ trace: Trace) -> Value? {
    switch (self, value) {
    case (.input, _): return trace.follow(value)
    case (.tuple(let patterns), .tuple(let tuple)):
      return CallPattern.followed(patterns, tuple.items, trace).map { .tuple(Tuple($0)) }
    case (.record(let names, let patterns), .record(let record)):
      return CallPattern.followed(patterns, record.values, trace).map {
        .record(Record(names: names, values: $0))
      }
    case (.closure(let code, let patterns), .function(let function)):
      guard case .closure(_, let captures) = function.kind else { return nil }
      if captures.isEmpty { return value }
      return CallPattern.followed(patterns, captures, trace).map {
        .function(Function(.closure(code, captures: $0), name: function.name))
      }
    default: return value
    }
  }

  private static func followed(
    _ patterns: [CallPattern], _ values: [Value], _ trace: Trace
  ) -> [Value]? {
    var result: [Value] = []
    for (pattern, value) in zip(patterns, values) {
      guard let value = pattern.followed(value, trace) else { return nil }
      result.append(value)
    }
    return result
  }
}

extension Value {
  /// Certainly the same: no program can tell one from the other.
  fileprivate func isSame(as other: Value) -> Bool {
    switch (self, other) {
    case (.nothing, .nothing), (.undefined, .undefined): true
    case (.number(let a), .number(let b)): a.bitPattern == b.bitPattern
    case (.bool(let a), .bool(let b)): a == b
    case (.string(let a), .string(let b)): a === b || a.string == b.string
    case (.range(let a), .range(let b)):
      a === b
        || (a.start.bitPattern == b.start.bitPattern && a.step.bitPattern == b.step.bitPattern
          && a.count == b.count && a.end.bitPattern == b.end.bitPattern)
    case (.function(let a), .function(let b)): a === b
    default: false
    }
  }

  /// Whether a trace follows a part of the value.
  var holdsTraced: Bool {
    switch self {
    case .traced: true
    case .tuple(let tuple): tuple.items.contains(where: \.holdsTraced)
    case .record(let record): record.values.contains(where: \.holdsTraced)
    case .function(let function):
      if case .closure(_, let captures) = function.kind {
        captures.contains(where: \.holdsTraced)
      } else {
        false
      }
    default: false
    }
  }
}
