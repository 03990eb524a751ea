import Diagnostics
import Graphs
import Tensors

// What a cell changed, as bytes, so that another run can have it without running the cell.
//
// Only data can be written down: numbers, texts, tensors, what is made of them, and training runs. A
// cell after which a name stands for a function, an equation or a figure is run each time.

extension Session {
  /// What has changed since the snapshot, without the names in `ignored`; nil when that can't be
  /// written down.
  public func changes(since old: SessionSnapshot, ignoring ignored: Set<String>) -> [UInt8]? {
    var writer = ByteWriter()
    // The order in which names come up decides the order of equations, so it is restored as well.
    let names = machine.names.names
    let known = min(old.values.count, names.count)
    // Scripts that were imported have names of their own.
    let isImported = machine.names.isImported
    guard !(known..<names.count).contains(where: isImported) else { return nil }
    writer.write(names.count - known)
    for name in names[known...] { writer.write(name) }
    let changed = (0..<machine.globalCount).filter { slot in
      machine.stamps[slot] > old.epoch && !ignored.contains(names[slot])
        && !machine.isOwn(machine.globals[slot])
    }
    guard !changed.contains(where: isImported) else { return nil }
    writer.write(changed.count)
    for slot in changed {
      writer.write(names[slot])
      guard writer.write(machine.globals[slot], depth: 0) else { return nil }
    }
    let (key, position) = machine.random.mark
    writer.write(key)
    writer.write(position)
    writer.write(machine.digits)
    return writer.bytes
  }

  /// Does what `changes` wrote down. When the bytes are not such, nothing is changed.
  public func apply(changes bytes: [UInt8]) -> Bool {
    var reader = ByteReader(bytes)
    do {
      let names = try (0..<reader.count(of: 8)).map { _ in try reader.text() }
      let values = try (0..<reader.count(of: 9)).map { _ in
        (try reader.text(), try reader.value(depth: 0))
      }
      let stream = RandomStream(mark: (try reader.word(), try reader.word()))
      let digits = try reader.int()
      guard reader.isAtEnd else { return false }
      for name in names { _ = machine.names.slot(of: name) }
      for (name, value) in values { machine.setGlobal(name, value) }
      machine.random = stream
      machine.digits = digits
      return true
    } catch {
      return false
    }
  }
}

extension Machine {
  /// A function of the prelude, which comes by itself when its name is used.
  fileprivate func isOwn(_ value: Value) -> Bool {
    guard case .function(let function) = value, case .closure(let code, _) = function.kind else {
      return false
    }
    return code.file.name == Prelude.fileName
  }
}

// MARK: - Values

private let maximumDepth = 100

extension ByteWriter {
  /// false when the value is none that can be written down.
  fileprivate mutating func write(_ value: Value, depth: Int) -> Bool {
    guard depth < maximumDepth else { return false }
    switch value {
    case .nothing: write(byte: 0)
    case .number(let number):
      write(byte: 1)
      write(number)
    case .bool(let bool):
      write(byte: 2)
      write(bool)
    case .string(let text):
      write(byte: 3)
      write(text.string)
    case .tensor(let tensor): return write(tensor)
    case .range(let range):
      write(byte: 6)
      for number in [range.start, range.step, range.end] { write(number) }
      write(range.count)
    case .tuple(let tuple):
      write(byte: 7)
      write(tuple.items.count)
      for item in tuple.items { guard write(item, depth: depth + 1) else { return false } }
    case .record(let record):
      write(byte: 8)
      write(record.names.count)
      for (name, item) in zip(record.names, record.values) {
        write(name)
        guard write(item, depth: depth + 1) else { return false }
      }
    case .run(let run):
      write(byte: 9)
      write(run.losses)
      write(run.gradientNorms)
      write(run.seconds)
      return write(run.parameters, depth: depth + 1)
    default: return false
    }
    return true
  }

  private mutating func write(_ tensor: Tensor) -> Bool {
    guard tensor.dtype == .f64 || tensor.dtype == .bool else { return false }
    write(byte: tensor.dtype == .f64 ? 4 : 5)
    write(tensor.rank)
    for size in tensor.shape.sizes { write(size) }
    if tensor.dtype == .f64 {
      write(tensor.doubles)
    } else {
      let flags: [UInt8] = tensor.bools.map { $0 ? 1 : 0 }
      write(flags)
    }
    return true
  }
}

extension ByteReader {
  fileprivate mutating func value(depth: Int) throws -> Value {
    guard depth < maximumDepth else { throw Failure() }
    switch try byte() {
    case 0: return .nothing
    case 1: return .number(try double())
    case 2: return .bool(try flag())
    case 3: return .text(try text())
    case 4:
      let shape = try shape()
      return .tensor(Tensor(try counted(doubles(), shape), shape: shape))
    case 5:
      let shape = try shape()
      return .tensor(Tensor(bools: try counted(block(), shape).map { $0 == 1 }, shape: shape))
    case 6:
      let (start, step, end) = (try double(), try double(), try double())
      return .range(Range(start: start, step: step, count: max(0, try int()), end: end))
    case 7: return .tuple(Tuple(try (0..<count()).map { _ in try value(depth: depth + 1) }))
    case 8:
      let fields = try (0..<count()).map { _ in (try text(), try value(depth: depth + 1)) }
      return .record(Record(names: fields.map(\.0), values: fields.map(\.1)))
    case 9:
      let (losses, norms) = (try doubles(), try doubles())
      let seconds = try double()
      return .run(
        TrainingRun(
          losses: losses, gradientNorms: norms, parameters: try value(depth: depth + 1),
          seconds: seconds))
    default: throw Failure()
    }
  }

  private mutating func shape() throws -> Shape {
    let sizes = try (0..<count(of: 8)).map { _ in try int() }
    guard !sizes.isEmpty, let shape = Shape(checking: sizes) else { throw Failure() }
    return shape
  }

  private func counted<Element>(_ elements: [Element], _ shape: Shape) throws -> [Element] {
    guard elements.count == shape.count else { throw Failure() }
    return elements
  }
}
