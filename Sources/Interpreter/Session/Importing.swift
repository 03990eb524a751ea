import Diagnostics
import Syntax

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the scripts that were imported gave, and those under way.
struct Imports {
  /// By the file's resolved path: importing again gives the same namespace.
  var namespaces: [String: Value] = [:]
  var underWay: [String] = []
  /// The folder of an imported file, for what it imports itself.
  var folders: [ObjectIdentifier: String] = [:]
  /// Keeps the files alive whose identity is a key.
  var sources: [SourceFile] = []
}

extension Machine {
  /// Runs a script as a module of its own and gives its names as a record.
  func importScript(_ path: String, from file: SourceFile) throws -> Value {
    let resolved = try resolve(path, from: file)
    files.journal?.noteRead(resolved)
    if let known = imports.namespaces[resolved] { return known }
    guard !imports.underWay.contains(resolved) else { throw Diagnostic.circularImport(path) }
    imports.underWay.append(resolved)
    defer { imports.underWay.removeLast() }
    let source = SourceFile(name: path, text: try text(of: resolved, path))
    imports.folders[ObjectIdentifier(source)] = folder(of: resolved)
    imports.sources.append(source)
    let namespace = try runModule(source, names.module(of: resolved))
    imports.namespaces[resolved] = namespace
    return namespace
  }

  private func runModule(_ source: SourceFile, _ module: ModuleNames) throws -> Value {
    let parsed = Parser.parse(source)
    if let fault = parsed.diagnostics.first(where: { $0.severity == .error }) { throw fault }
    let (code, problems) = Compiler.compile(parsed, module: module)
    if let fault = problems.first { throw fault }
    _ = try run(code)
    var fields: [String] = []
    var values: [Value] = []
    for name in AssignedNames.ofModule(parsed.statements) {
      guard let slot = module.existingSlot(of: name), !globals[slot].isUndefined else { continue }
      fields.append(name)
      values.append(try readGlobal(slot))
    }
    return .record(Record(names: fields, values: values))
  }

  // MARK: Files

  /// The path of the file with links resolved; it must lie below the folder that may be read.
  private func resolve(_ path: String, from file: SourceFile) throws -> String {
    guard let readRoot = files.readRoot, let root = realPath(readRoot) else {
      throw Diagnostic.outsideFolder(path)
    }
    let folder = imports.folders[ObjectIdentifier(file)] ?? root
    guard let resolved = realPath(path.hasPrefix("/") ? path : folder + "/" + path) else {
      throw Diagnostic.cannotRead(path, String(cString: strerror(errno)))
    }
    let isInside = root == "/" || resolved.hasPrefix(root + "/")
    guard isInside else { throw Diagnostic.outsideFolder(path) }
    return resolved
  }

  private func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  private func text(of resolved: String, _ path: String) throws -> String {
    guard let stream = fopen(resolved, "r") else {
      throw Diagnostic.cannotRead(path, String(cString: strerror(errno)))
    }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= SyntaxLimits.bytes {
      let count = fread(&chunk, 1, chunk.count, stream)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    if ferror(stream) != 0 { throw Diagnostic.cannotRead(path, String(cString: strerror(errno))) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
