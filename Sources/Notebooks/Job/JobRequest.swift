import Diagnostics

/// The forms that a run can be written in.
public enum NotebookFormat: String, Sendable, CaseIterable {
  case html, markdown = "md", ipynb, text

  /// Also by the names that other programs use.
  public init?(name: String) {
    let names = ["markdown": "md", "gfm": "md", "txt": "text", "htm": "html", "notebook": "ipynb"]
    self.init(rawValue: names[name] ?? name)
  }

  /// The extension of a file in this form.
  var fileExtension: String { self == .text ? "txt" : rawValue }
}

/// What is asked of one run of `nbrun`.
public struct JobRequest: Sendable {
  /// `-` is standard input.
  public var input: String
  /// nil is what the notebook says, and HTML where it says nothing.
  public var format: NotebookFormat?
  /// nil is the form's usual place; `-` standard output.
  public var output: String?
  public var inPlace = false
  public var check = false
  public var diff = false
  public var settings = RunSettings()
  /// `-P name=value`, in order, and a file of such.
  public var parameters: [String] = []
  public var parameterFile: String?
  public var unsafeHTML = false
  /// References may lead to other pages, so those that lead nowhere here are no mistakes.
  var isInBook = false
  /// Folders that cells may write to besides the notebook's own.
  public var writableFolders: [String] = []
  /// Also writes which files the output was made from, there or beside the output.
  public var writesDependencies = false
  public var dependencyFile: String?
  /// Columns and colours of a terminal, for the text form.
  public var columns = 72
  public var color = false

  public init(input: String) { self.input = input }
}

/// Who hears of a job while it is under way.
public protocol JobReporter {
  func report(_ event: RunEvent)
  func report(_ diagnostic: Diagnostic)
  /// Something that went well: where the page was written.
  func note(_ text: String)
  /// What can't be done, and why: a usage error, a file.
  func fail(_ text: String)
  /// A difference that a check found.
  func report(_ difference: Checker.Difference)
}
