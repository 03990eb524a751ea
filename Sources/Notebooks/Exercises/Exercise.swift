import Diagnostics
import Syntax

/// One exercise of a notebook: its cells, by the part that they play in it.
public struct Exercise: Sendable {
  public let name: String
  /// Indices in `Notebook.cells`, in the order of the text. More than one question is a mistake.
  public fileprivate(set) var questions: [Int] = []
  public fileprivate(set) var hints: [Int] = []
  public fileprivate(set) var solutions: [Int] = []
  public fileprivate(set) var checks: [Int] = []
  public fileprivate(set) var points = 1.0
  /// Names that an answer may not use.
  public fileprivate(set) var forbidden: [String] = []

  fileprivate init(_ name: String) { self.name = name }
}

extension Notebook {
  /// In the order in which they begin.
  public var exercises: [Exercise] {
    var result: [Exercise] = []
    for (index, cell) in cells.enumerated() {
      guard let name = cell.options.exerciseName else { continue }
      let position = result.firstIndex { $0.name == name } ?? result.count
      if position == result.count { result.append(Exercise(name)) }
      result[position].add(cell, index)
    }
    return result
  }
}

extension Exercise {
  fileprivate mutating func add(_ cell: Cell, _ index: Int) {
    if cell.options.exercise != nil {
      questions.append(index)
    } else if cell.options.hint != nil {
      hints.append(index)
    } else if cell.options.solution != nil {
      solutions.append(index)
    } else {
      checks.append(index)
    }
    if let points = cell.options.points { self.points = points }
    forbidden += cell.options.forbid
  }
}

extension Cell {
  /// Something is still to be filled in.
  var hasBlank: Bool { source.text.contains("____") }

  /// The part that it plays in an exercise, if any.
  var isQuestion: Bool { options.exercise != nil }
  var isSolution: Bool { options.solution != nil }
  var isCheck: Bool { options.check != nil }
}

/// What became of an exercise.
public enum Verdict: String, Sendable, CaseIterable {
  case passed, failed
  /// Its blanks are not filled in.
  case unanswered
  /// There is no cell of that name.
  case missing
  /// There are several.
  case doubled
  /// It used what is forbidden.
  case forbidden
  /// It took more than it may: steps, time, depth, memory.
  case budget
}
