import Diagnostics
import Syntax

extension Machine {
  func explain(_ value: Value) throws -> Value {
    throw Diagnostic.explainValue(value)
  }

  func importScript(_ path: String, from file: SourceFile) throws -> Value {
    throw Diagnostic.notBuilt("import")
  }
}
