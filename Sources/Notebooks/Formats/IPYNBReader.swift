import Diagnostics
public enum IPYNBReader {
  public static func markdown(from bytes: [UInt8], name: String) throws(Diagnostic) -> String { "" }
}
public enum IPYNBWriter { public static func render(_ run: NotebookRun) -> String { "" } }
