extension Library {
  /// Functions of mathematics and data that are made of several operations of the catalogue.
  static let functionRows: [Builtin] = [
    linearAlgebraRows, calculusRows, arrangingRows, dataRows, debugRows,
  ].flatMap { $0 }
}
