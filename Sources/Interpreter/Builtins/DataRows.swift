import Diagnostics
import Graphs
import Tensors

extension Library {
  private static let path = Entry.Parameter("path", .value)

  static let dataRows: [Builtin] = [
    Builtin(
      "read_csv", .data,
      [
        path, .init("header", .value, default: .absent, isKeyword: true),
        .init("sep", .value, default: .absent, isKeyword: true),
      ],
      "A table as a record of its columns: vectors of numbers (missing ones are NaN), masks of true and false, tuples of strings. The first row names the columns if it holds no number, or as header= says; sep is guessed."
    ) { machine, arguments in
      let path = try machine.path(arguments[0], "read_csv")
      var options = CSVReader.Options()
      if !arguments[1].isNothing { options.hasHeader = try machine.condition(arguments[1]) }
      if !arguments[2].isNothing { options.separator = try machine.separator(arguments[2]) }
      return try CSVReader.read(FileReader(access: machine.files).read(path), path: path, options)
    },
    Builtin(
      "write_csv", .data, [path, .init("table", .value)],
      "Writes a record of columns, or a matrix, as comma-separated values."
    ) { machine, arguments in
      let path = try machine.path(arguments[0], "write_csv")
      try FileWriter(access: machine.files).write(try machine.csvText(arguments[1]), to: path)
      return .nothing
    },
    Builtin(
      "load", .data, [path],
      "What a file holds: an array of NumPy's (.npy), a record of them (.npz), a table (.csv)."
    ) { machine, arguments in
      let path = try machine.path(arguments[0], "load")
      guard let format = FileFormat.of(path), let read = format.read else {
        throw Diagnostic.fileFormat(path, FileFormat.all.filter { $0.read != nil })
      }
      do {
        return try read(FileReader(access: machine.files).read(path), path)
      } catch let fault as NPY.Fault {
        throw Diagnostic.fileContent(path, fault.reason)
      } catch let fault as ZIP.Fault {
        throw Diagnostic.fileContent(path, fault.reason)
      }
    },
    Builtin(
      "datasets", .data, [],
      "Small data sets as records {X, y, names, …}: datasets.iris, datasets.digits, datasets.moons, datasets.spirals; labels y count from 1.",
      examples: [
        .init("size(datasets.iris.X)", "(150, 4)"), .init("size(datasets.digits.X)", "(1797, 64)"),
      ]
    ) { _, _ in Datasets.all },
  ]
}

/// A kind of file, by the extensions of its name: a row here is all that `save` and `load` need for one more.
struct FileFormat: Sendable {
  let extensions: [String]
  /// nil: written only.
  let read: (@Sendable ([UInt8], String) throws -> Value)?
  /// - Throws: a diagnostic for a value that this kind of file can't hold.
  let write: @Sendable (Machine, Value) throws -> [UInt8]

  static let all: [FileFormat] = [
    FileFormat(
      extensions: ["npy"], read: { bytes, _ in try NPY.read(bytes[...]) },
      write: { _, value in
        guard let quantity = value.quantity else {
          throw Diagnostic.fileValue(value, "a .npy file", "a number or tensor")
        }
        return NPY.bytes(of: quantity)
      }),
    FileFormat(extensions: ["npz"], read: { bytes, _ in try NPZ.read(bytes) }, write: NPZ.bytes),
    FileFormat(
      extensions: ["csv"], read: { try CSVReader.read($0, path: $1, CSVReader.Options()) },
      write: { machine, value in try machine.csvText(value) }),
  ]

  static func of(_ path: String) -> FileFormat? {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    let name = path[path.index(after: dot)...].lowercased()
    return all.first { $0.extensions.contains(name) }
  }
}

/// Several of NumPy's arrays in one archive.
enum NPZ {
  static func read(_ bytes: [UInt8]) throws -> Value {
    let members = try ZIP.read(bytes, limit: TensorBudget.limit)
    let arrays = try members.filter { $0.name.hasSuffix(".npy") }.map { member in
      (String(member.name.dropLast(4)), try NPY.read(member.data[...]))
    }
    return .record(Record(names: arrays.map(\.0), values: arrays.map(\.1)))
  }

  static func bytes(_ machine: Machine, _ value: Value) throws -> [UInt8] {
    guard case .record(let record) = value else {
      throw Diagnostic.fileValue(value, "a .npz file", "a record of tensors")
    }
    let members = try zip(record.names, record.values).map { name, item -> ZIP.Member in
      guard let quantity = machine.concrete(item).quantity else {
        throw Diagnostic.fileValue(item, "a .npz file", "tensors only")
      }
      return ZIP.Member(name: name + ".npy", data: NPY.bytes(of: quantity))
    }
    do { return try ZIP.bytes(of: members) } catch let fault as ZIP.Fault {
      throw Diagnostic.fileContent("the archive", fault.reason)
    }
  }
}

extension Machine {
  fileprivate func path(_ value: Value, _ name: String) throws -> String {
    try forbidInEquation(name)
    guard case .string(let text) = value else {
      throw Diagnostic.argumentKind("path", name, "a string", value)
    }
    return text.string
  }

  fileprivate func separator(_ value: Value) throws -> UInt8 {
    guard case .string(let text) = value, text.string.utf8.count == 1,
      let byte = text.string.utf8.first
    else { throw Diagnostic.argumentKind("sep", "read_csv", "one character such as \";\"", value) }
    return byte
  }

  /// Writes data in the form that the file's name says.
  func save(data value: Value, to path: String) throws {
    guard let format = FileFormat.of(path) else {
      throw Diagnostic.fileFormat(path, FileFormat.all)
    }
    try FileWriter(access: files).write(try format.write(self, value), to: path)
  }

  /// A record of columns of one length, or a matrix, whose columns have no names.
  fileprivate func csvText(_ value: Value) throws -> [UInt8] {
    let table = concrete(value)
    if case .record(let record) = table {
      let columns = try record.values.map { try csvColumn(concrete($0), table) }
      guard Set(columns.map(\.count)).count <= 1 else { throw Diagnostic.csvColumns(record.names) }
      return Array(CSVWriter.text(names: record.names, columns: columns).utf8)
    }
    guard let quantity = table.quantity, (1...2).contains(quantity.shape.rank),
      case .tensor(let tensor) = quantity
    else { throw Diagnostic.fileValue(value, "a .csv file", "a record of columns, or a matrix") }
    let width = tensor.rank == 2 ? tensor.shape[1] : 1
    let texts = tensor.doubles.map(CSVWriter.text)
    let columns = (0..<width).map { column in
      stride(from: column, to: texts.count, by: width).map { texts[$0] }
    }
    return Array(CSVWriter.text(names: nil, columns: columns).utf8)
  }

  private func csvColumn(_ column: Value, _ table: Value) throws -> [String] {
    if case .tuple(let tuple) = column {
      return try tuple.items.map { item in
        switch concrete(item) {
        case .string(let text): text.string
        case .number(let number): CSVWriter.text(number)
        case .bool(let flag): "\(flag)"
        default: throw Diagnostic.fileValue(item, "a .csv file", "numbers and strings")
        }
      }
    }
    guard case .tensor(let tensor)? = column.quantity, tensor.rank == 1 else {
      throw Diagnostic.fileValue(column, "a column", "a vector or a tuple")
    }
    if tensor.dtype == .bool { return tensor.bools.map { "\($0)" } }
    return tensor.doubles.map(CSVWriter.text)
  }
}
