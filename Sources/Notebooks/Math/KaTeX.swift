import CDuktape
import HostFiles

/// KaTeX, run by the Duktape interpreter: LaTeX in, MathML out.
///
/// Both come from the system (Debian's libjs-katex). Loading takes about 100 ms, so it is done when
/// the first formula comes; a formula takes under a millisecond.
final class KaTeX {
  /// Why a formula could not be set, in KaTeX's words.
  struct Failure: Error {
    let message: String
  }

  private let context: OpaquePointer

  /// nil when KaTeX is not installed or does not load.
  init?() {
    let script = Self.paths.lazy.compactMap { try? Files.read($0) }.first
    guard let script, let context = duk_create_heap(nil, nil, nil, nil, nil) else { return nil }
    self.context = context
    guard run(Array(Self.polyfill.utf8)), run(script), run(Array(Self.function.utf8)) else {
      return nil
    }
  }

  deinit { duk_destroy_heap(context) }

  /// The MathML of a formula, as KaTeX writes it.
  func render(_ formula: MathFormula) throws(Failure) -> String {
    duk_get_global_string(context, "gradusTypeset")
    let bytes = Array(formula.tex.utf8)
    bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        _ = duk_push_lstring(context, $0.baseAddress, $0.count)
      }
    }
    duk_push_boolean(context, formula.isDisplay ? 1 : 0)
    let status = duk_pcall(context, 2)
    defer { duk_pop(context) }
    var length = 0
    let text = duk_safe_to_lstring(context, -1, &length).map {
      String(decoding: UnsafeRawBufferPointer(start: $0, count: length), as: UTF8.self)
    }
    guard status == 0, let text else { throw Failure(message: Self.shorten(text ?? "")) }
    return text
  }

  private static let paths = [
    "/usr/share/javascript/katex/katex.min.js", "/usr/share/javascript/katex/katex.js",
  ]

  /// What KaTeX wants of JavaScript and Duktape lacks.
  private static let polyfill = """
    if (!Array.prototype.fill) Array.prototype.fill = function (v) {
      for (var i = 0; i < this.length; i++) this[i] = v; return this; };
    """

  private static let function = """
    function gradusTypeset(tex, display) {
      return katex.renderToString(tex, {output: "mathml", displayMode: display,
        throwOnError: true, strict: false, trust: false, maxExpand: 2000}); }
    """

  /// Runs a script; false when it fails.
  private func run(_ script: [UInt8]) -> Bool {
    let flags = UInt32(
      DUK_COMPILE_EVAL | DUK_COMPILE_NOSOURCE | DUK_COMPILE_SAFE | DUK_COMPILE_NOFILENAME)
    let status = script.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        duk_eval_raw(context, $0.baseAddress, $0.count, flags)
      }
    }
    duk_pop(context)
    return status == 0
  }

  /// `Expected '}', got 'EOF' at end of input` out of KaTeX's longer sentence.
  private static func shorten(_ message: String) -> String {
    let sentence = message.split(separator: "\n").first.map(String.init) ?? message
    let prefix = "ParseError: KaTeX parse error: "
    return sentence.hasPrefix(prefix) ? String(sentence.dropFirst(prefix.count)) : sentence
  }
}
