import Diagnostics

/// Places as a page shows them: by cell and line within the cell.
///
/// On standard error a place is `lesson.md:14:3`. In an output that would not last: writing outputs
/// into the notebook moves everything below them.
struct CellPlaces {
  private let files: [ObjectIdentifier: SourceFile]

  init(_ notebook: Notebook) {
    var files: [ObjectIdentifier: SourceFile] = [:]
    for cell in notebook.cells {
      files[ObjectIdentifier(cell.source)] = SourceFile(name: cell.id, text: cell.source.text)
    }
    self.files = files
  }

  func relative(_ diagnostic: Diagnostic) -> Diagnostic {
    var result = diagnostic
    result.primary = diagnostic.primary.map(relative)
    result.secondary = diagnostic.secondary.map(relative)
    result.calls = diagnostic.calls.map {
      Diagnostic.Call(function: $0.function, place: relative($0.place))
    }
    return result
  }

  private func relative(_ label: Diagnostic.Label) -> Diagnostic.Label {
    Diagnostic.Label(relative(label.place), label.text)
  }

  private func relative(_ place: Place) -> Place {
    files[ObjectIdentifier(place.file)].map { Place($0, place.span) } ?? place
  }
}
