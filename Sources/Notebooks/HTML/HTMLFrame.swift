/// What is around the body of every page.
struct HTMLFrame {
  let title: String
  let lang: String
  var description: String?
  let style: String
  /// What the browser is told that the page may do; nil when it may do anything.
  var policy: String?

  /// Nothing is fetched and nothing runs.
  static let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"

  func html(_ body: String) -> String {
    var head = "<meta charset=\"utf-8\">\n"
    if let policy {
      head += "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n"
    }
    head += """
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">

      """
    if let description {
      head += "<meta name=\"description\" content=\"\(escapeHTML(description))\">\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="\(escapeHTML(lang))">
      <head>
      \(head)<title>\(escapeHTML(title))</title>
      <style>
      \(style)</style>
      </head>
      <body>
      <a class="skip" href="#content">To the text</a>
      \(body)</body>
      </html>

      """
  }
}
