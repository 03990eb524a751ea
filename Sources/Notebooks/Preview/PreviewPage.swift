import Diagnostics
import HostFiles

/// The page of a preview: that of the notebook with one script, which loads it anew when there is a
/// new one.
enum PreviewPage {
  /// The page for a version.
  static func html(_ page: String, version: Int) -> String {
    let script = script(version)
    let hash = base64(SHA256.digest(script.utf8))
    let policy = HTMLFrame.policy + "; script-src 'sha256-\(hash)'; connect-src 'self'"
    return page.replacing("content=\"\(HTMLFrame.policy)\"", with: "content=\"\(policy)\"")
      .replacing("</body>\n</html>", with: "<script>\(script)</script>\n</body>\n</html>")
  }

  /// What stands there when the text is not a notebook.
  static func html(_ errors: [Diagnostic], name: String) -> String {
    let list = errors.map { HTMLRenderer().render($0) + "\n" }.joined()
    return page(
      name,
      """
      <p>This is not a notebook yet.</p>
      <div class="output">
      \(list)</div>

      """)
  }

  /// What stands there until the first run has ended.
  static func waiting(_ name: String) -> String {
    page(name, "<p role=\"status\">The notebook runs …</p>\n")
  }

  private static func page(_ name: String, _ content: String) -> String {
    let frame = HTMLFrame(
      title: name, lang: "en", style: StyleSheet.text, policy: HTMLFrame.policy)
    return frame.html(
      """
      <main id="content">
      <h1>\(escapeHTML(PathNames.file(of: name)))</h1>
      \(content)</main>

      """)
  }

  private static func script(_ version: Int) -> String {
    """
    const title = document.title;
    new EventSource("/events?v=\(version)").onmessage = event => {
      if (event.data === "reload") location.reload();
      else document.title = "… " + title;
    };
    """
  }
}
