import CMarkdown

/// A Markdown document parsed by cmark-gfm, with the extensions of GitHub.
///
/// The tree lives as long as this object; nodes are only valid while it does.
final class MarkdownTree {
  let root: MarkdownNode

  /// nil when there is no memory.
  init?(_ text: [UInt8]) {
    _ = Self.extensionsAreRegistered
    guard let parser = cmark_parser_new(Self.options) else { return nil }
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink", "tasklist"] {
      cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
    }
    text.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        cmark_parser_feed(parser, $0.baseAddress, $0.count)
      }
    }
    guard let document = cmark_parser_finish(parser) else { return nil }
    cmark_consolidate_text_nodes(document)
    root = MarkdownNode(document)
  }

  deinit { cmark_node_free(root.pointer) }

  /// Raw HTML is let through here: `HTMLFilter` decides about it.
  private static let options = CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE

  private static let extensionsAreRegistered: Bool = {
    cmark_gfm_core_extensions_ensure_registered()
    return true
  }()

  /// The HTML of the whole tree, or of one node.
  static func html(of node: MarkdownNode) -> String {
    guard let text = cmark_render_html(node.pointer, options, nil) else { return "" }
    defer { cmark_get_default_mem_allocator().pointee.free(text) }
    return String(cString: text)
  }
}

/// One node of a `MarkdownTree`.
struct MarkdownNode {
  /// cmark's own names.
  enum Kind: String {
    case document, blockQuote = "block_quote", list, item, taskItem = "tasklist"
    case codeBlock = "code_block", htmlBlock = "html_block", paragraph, heading
    case thematicBreak = "thematic_break", footnoteDefinition, footnoteReference
    case table, tableHeader = "table_header", tableRow = "table_row", tableCell = "table_cell"
    case text, softBreak = "softbreak", lineBreak = "linebreak", code, htmlInline = "html_inline"
    case emphasis = "emph", strong, link, image, strikethrough
    case customBlock = "custom_block", customInline = "custom_inline"
    case other
  }

  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  var kind: Kind {
    // cmark has no names for footnotes.
    switch cmark_node_get_type(pointer) {
    case CMARK_NODE_FOOTNOTE_DEFINITION: return .footnoteDefinition
    case CMARK_NODE_FOOTNOTE_REFERENCE: return .footnoteReference
    default: break
    }
    return cmark_node_get_type_string(pointer).flatMap { Kind(rawValue: String(cString: $0)) }
      ?? .other
  }

  /// The text of a leaf: code, HTML, plain text.
  var literal: String { cmark_node_get_literal(pointer).map { String(cString: $0) } ?? "" }
  /// What stands behind the opening fence of a code block.
  var info: String { cmark_node_get_fence_info(pointer).map { String(cString: $0) } ?? "" }
  var url: String { cmark_node_get_url(pointer).map { String(cString: $0) } ?? "" }
  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
  var isOrdered: Bool { cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST }
  var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }
  var listStart: Int { Int(cmark_node_get_list_start(pointer)) }
  var isChecked: Bool { cmark_gfm_extensions_get_tasklist_item_checked(pointer) }

  /// Lines and columns from 1; columns count bytes.
  var startLine: Int { Int(cmark_node_get_start_line(pointer)) }
  var startColumn: Int { Int(cmark_node_get_start_column(pointer)) }
  var endLine: Int { Int(cmark_node_get_end_line(pointer)) }

  /// Length and character of a code block's fence; nil for an indented block.
  var fence: (length: Int, character: UInt8)? {
    var length: Int32 = 0
    var offset: Int32 = 0
    var character: CChar = 0
    guard cmark_node_get_fenced(pointer, &length, &offset, &character) != 0 else { return nil }
    return (Int(length), UInt8(bitPattern: character))
  }

  /// `l`, `c`, `r` for each column, or 0 where nothing is said.
  var columnAlignments: [UInt8] {
    let count = Int(cmark_gfm_extensions_get_table_columns(pointer))
    guard let first = cmark_gfm_extensions_get_table_alignments(pointer) else { return [] }
    return Array(UnsafeBufferPointer(start: first, count: count))
  }

  var parent: MarkdownNode? { cmark_node_parent(pointer).map(MarkdownNode.init) }
  var next: MarkdownNode? { cmark_node_next(pointer).map(MarkdownNode.init) }
  var firstChild: MarkdownNode? { cmark_node_first_child(pointer).map(MarkdownNode.init) }

  var children: [MarkdownNode] {
    var result: [MarkdownNode] = []
    var child = firstChild
    while let node = child {
      result.append(node)
      child = node.next
    }
    return result
  }

  /// The node and all below it, in the order of the text.
  var all: [MarkdownNode] {
    guard let iterator = cmark_iter_new(pointer) else { return [] }
    defer { cmark_iter_free(iterator) }
    var result: [MarkdownNode] = []
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return result }
      if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) {
        result.append(MarkdownNode(node))
      }
    }
  }
}

// MARK: - Changing the tree

extension MarkdownNode {
  func setLiteral(_ text: String) { cmark_node_set_literal(pointer, text) }

  /// Puts a piece of HTML in the node's place.
  func replace(withHTML html: String) {
    guard let block = cmark_node_new(CMARK_NODE_HTML_BLOCK) else { return }
    cmark_node_set_literal(block, html)
    cmark_node_replace(pointer, block)
    cmark_node_free(pointer)
  }

  /// Puts a block with HTML of its own around the node's children, in the node's place.
  func replaceShell(opening: String, closing: String) {
    guard let block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK) else { return }
    cmark_node_set_on_enter(block, opening)
    cmark_node_set_on_exit(block, closing)
    // Leaves share the text of the block that they were parsed in, which goes with it. To ask for
    // it as a string gives a leaf a copy of its own.
    for node in all { _ = cmark_node_get_literal(node.pointer) }
    for child in children { cmark_node_append_child(block, child.pointer) }
    cmark_node_replace(pointer, block)
    cmark_node_free(pointer)
  }

  /// Puts HTML before and behind the node.
  func wrap(opening: String, closing: String) {
    guard let block = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK) else { return }
    cmark_node_set_on_enter(block, opening)
    cmark_node_set_on_exit(block, closing)
    cmark_node_insert_before(pointer, block)
    cmark_node_unlink(pointer)
    cmark_node_append_child(block, pointer)
  }

  func remove() {
    cmark_node_unlink(pointer)
    cmark_node_free(pointer)
  }
}
