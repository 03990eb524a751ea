import Notebooks

/// `nbrun preview lesson.md`: the page in the browser, made anew when the notebook changes.
enum ShowPreview {
  static func run(_ words: [String]) throws(UsageError) -> Int32 {
    var arguments = try ArgumentParser.parse(words)
    guard let input = arguments.inputs.first, arguments.inputs.count == 1, input != "-" else {
      throw UsageError(message: "`nbrun preview` wants one notebook, as `nbrun preview lesson.md`")
    }
    let request = arguments.request
    if request.inPlace || request.check || arguments.hasFormat || request.output != nil {
      throw UsageError(
        message: "a preview writes nothing: -t, -o, --in-place and --check are not for it")
    }
    arguments.request.input = input
    let port = arguments.port ?? 0
    guard
      let preview = Preview(
        arguments.request, port: port, reporter: TerminalReporter(arguments))
    else { throw UsageError(message: "port \(port) can't be had; leave --port out to get any") }
    Interruption.install()
    Console.output("\(preview.address)\n")
    return preview.serve()
  }
}
