import CYAML

/// A YAML value that knows where it stands.
///
/// Only what front matter and cell options need: one document, plain maps with text keys. Tags are
/// ignored; a scalar keeps its text, and whoever reads it says what type it wants.
public struct YAML: Sendable {
  public indirect enum Content: Sendable {
    /// `isPlain` tells `3` from `"3"`.
    case scalar(String, isPlain: Bool)
    case list([YAML])
    case map([Entry])
  }

  public struct Entry: Sendable {
    public let key: YAML
    public let value: YAML
  }

  public let content: Content
  /// Line and column of its first character, both counted from 0.
  public let line: Int
  public let column: Int

  /// Why a text is not YAML, and where (both counted from 0).
  public struct Failure: Error {
    public let message: String
    public let line: Int
    public let column: Int
  }

  /// The value of the one document in `text`; nil when it is empty.
  public static func parse(_ text: String) throws(Failure) -> YAML? {
    switch load(text) {
    case .success(let value): return value
    case .failure(let failure): throw failure
    }
  }
}

// MARK: - Reading as a type

extension YAML {
  /// A scalar's text; nil for a list, a map, or nothing at all.
  public var text: String? {
    guard case .scalar(let text, let isPlain) = content else { return nil }
    return isPlain && Self.nulls.contains(text) ? nil : text
  }

  public var isNull: Bool {
    guard case .scalar(let text, true) = content else { return false }
    return Self.nulls.contains(text)
  }

  public var bool: Bool? {
    guard case .scalar(let text, true) = content else { return nil }
    return ["true": true, "True": true, "false": false, "False": false][text]
  }

  public var number: Double? {
    guard case .scalar(let text, true) = content else { return nil }
    return Double(text).flatMap { $0.isNaN ? nil : $0 }
  }

  public var list: [YAML]? {
    guard case .list(let items) = content else { return nil }
    return items
  }

  public var map: [Entry]? {
    guard case .map(let entries) = content else { return nil }
    return entries
  }

  /// The value of a key of a map.
  public subscript(key: String) -> YAML? {
    map?.last { $0.key.text == key }?.value
  }

  private static let nulls: Set<String> = ["", "~", "null", "Null"]
}

// MARK: - libyaml

extension YAML {
  /// Bounds on what one document may hold: aliases can make a short text very large, or endless.
  private static let maximumDepth = 32
  private static let maximumNodes = 20_000

  private static func load(_ text: String) -> Result<YAML?, Failure> {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else {
      return .failure(Failure(message: "out of memory", line: 0, column: 0))
    }
    defer { yaml_parser_delete(&parser) }
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
      var document = yaml_document_t()
      guard yaml_parser_load(&parser, &document) == 1 else {
        return .failure(problem(of: parser))
      }
      defer { yaml_document_delete(&document) }
      guard let root = yaml_document_get_root_node(&document) else { return .success(nil) }
      var budget = maximumNodes
      do throws(Failure) {
        return .success(try convert(root, in: &document, depth: 0, budget: &budget))
      } catch {
        return .failure(error)
      }
    }
  }

  private static func problem(of parser: yaml_parser_t) -> Failure {
    let message = parser.problem.map { String(cString: $0) } ?? "not YAML"
    return Failure(
      message: message, line: Int(parser.problem_mark.line),
      column: Int(parser.problem_mark.column))
  }

  private static func convert(
    _ node: UnsafeMutablePointer<yaml_node_t>, in document: inout yaml_document_t, depth: Int,
    budget: inout Int
  ) throws(Failure) -> YAML {
    let mark = node.pointee.start_mark
    budget -= 1
    guard depth < maximumDepth, budget > 0 else {
      throw Failure(
        message: "nested too deeply, or too large", line: Int(mark.line), column: Int(mark.column))
    }
    let content: Content
    switch node.pointee.type {
    case YAML_SEQUENCE_NODE:
      content = .list(try items(of: node, in: &document, depth: depth + 1, budget: &budget))
    case YAML_MAPPING_NODE:
      content = .map(try entries(of: node, in: &document, depth: depth + 1, budget: &budget))
    default:
      content = scalar(of: node)
    }
    return YAML(content: content, line: Int(mark.line), column: Int(mark.column))
  }

  private static func scalar(of node: UnsafeMutablePointer<yaml_node_t>) -> Content {
    let scalar = node.pointee.data.scalar
    let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    return .scalar(
      String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
  }

  private static func items(
    of node: UnsafeMutablePointer<yaml_node_t>, in document: inout yaml_document_t, depth: Int,
    budget: inout Int
  ) throws(Failure) -> [YAML] {
    let stack = node.pointee.data.sequence.items
    var result: [YAML] = []
    for index in UnsafeBufferPointer(start: stack.start, count: stack.top - stack.start) {
      guard let child = yaml_document_get_node(&document, index) else { continue }
      result.append(try convert(child, in: &document, depth: depth, budget: &budget))
    }
    return result
  }

  private static func entries(
    of node: UnsafeMutablePointer<yaml_node_t>, in document: inout yaml_document_t, depth: Int,
    budget: inout Int
  ) throws(Failure) -> [Entry] {
    let stack = node.pointee.data.mapping.pairs
    var result: [Entry] = []
    for pair in UnsafeBufferPointer(start: stack.start, count: stack.top - stack.start) {
      guard let key = yaml_document_get_node(&document, pair.key),
        let value = yaml_document_get_node(&document, pair.value)
      else { continue }
      result.append(
        Entry(
          key: try convert(key, in: &document, depth: depth, budget: &budget),
          value: try convert(value, in: &document, depth: depth, budget: &budget)))
    }
    return result
  }
}
