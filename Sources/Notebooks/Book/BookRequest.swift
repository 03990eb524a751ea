import Diagnostics

/// What is asked of `nbrun build`.
public struct BookRequest: Sendable {
  /// The folder with `SUMMARY.md`.
  public var folder: String
  /// Where the pages go; nil is `_site` in the folder.
  public var output: String?
  /// How many pages run side by side; nil is one for each processor.
  public var jobs: Int?
  /// Only this page is run, and what it gave is kept for the build: how another build system
  /// schedules pages.
  public var only: String?
  /// All pages are run, whatever is kept.
  public var refresh = false
  public var writesDependencies = false
  /// The settings of each page's run.
  public var page = JobRequest(input: "")
  /// The flags that say the same to another `nbrun`.
  public var pageFlags: [String] = []
  /// This program.
  public var executable = ""

  public init(folder: String) { self.folder = folder }
}

/// Who hears of a build.
public protocol BookReporter: JobReporter {
  /// A page begins or has ended.
  func report(_ progress: BookProgress)
  /// What a page's run has told, as it was written.
  func relay(_ text: String)
}

public struct BookProgress: Sendable {
  public let page: String
  /// Pages that have ended, and how many run in this build.
  public let done: Int
  public let count: Int
}
