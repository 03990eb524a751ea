import Diagnostics
import Graphs
import Tensors

// What a cell changed, as bytes, so that another run can have it without running the cell.
//
// Only data can be written down: numbers, texts, tensors, what is made of them, and training runs. A
// cell after which a name stands for a function, an equation or a figure is run each time.

extension Session {
  /// What has changed since then, without the names in `ignored`; nil when that can't be written down.
  public func changes(since old: SessionMoment, ignoring ignored: Set<String>) -> [UInt8]? {
    let names = machine.names.names
    // Scripts that were imported have names of their own.
    let isImported = { [machine] slot in
      machine.names.isImported(slot) && !machine.isOwn(machine.globals[slot])
    }
    guard !(min(old.nameCount, names.count)..<names.count).contains(where: isImported) else {
      return nil
    }
    let changed = changedSlots(since: old).filter { !ignored.contains(names[$0]) }
    guard !changed.contains(where: isImported) else { return nil }
    var writer = ByteWriter()
    writer.write(changed.count)
    for slot in changed {
      writer.write(names[slot])
      guard writer.write(machine.globals[slot], depth: 0) else { return nil }
    }
    writer.write(machine.digits)
    writer.write(machine.debugsNumbers)
    let now = self.now
    writer.write(now.stream != old.stream)
    if now.stream != old.stream { for word in old.stream + now.stream { writer.write(word) } }
    return writer.bytes
  }

  /// Does what `changes` wrote down. When the bytes are not such, or random numbers were drawn from
  /// another place than that where the stream is now, nothing is changed.
  public func apply(changes bytes: [UInt8]) -> Bool {
    var reader = ByteReader(bytes)
    do {
      let values = try (0..<reader.count(of: 9)).map { _ in
        (try reader.text(), try reader.value(depth: 0))
      }
      let (digits, debugsNumbers) = (try reader.int(), try reader.flag())
      var stream: RandomStream?
      if try reader.flag() {
        guard try [reader.word(), reader.word()] == now.stream else { return false }
        stream = RandomStream(mark: (try reader.word(), try reader.word()))
      }
      guard reader.isAtEnd else { return false }
      for (name, value) in values { machine.setGlobal(name, value) }
      if let stream { machine.random = stream }
      machine.digits = digits
      machine.debugsNumbers = debugsNumbers
      return true
    } catch {
      return false
    }
  }

  /// Names of the program that were assigned to since then, of all modules. Functions of the prelude
  /// come by themselves when they are named.
  func changedSlots(since old: SessionMoment) -> [Int] {
    (0..<machine.globalCount).filter { slot in
      machine.stamps[slot] > old.epoch
        && (!machine.isOwn(machine.globals[slot])
          || machine.names.isAssigned(machine.names.names[slot]))
    }
  }
}

extension Machine {
  /// A function of the prelude.
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
