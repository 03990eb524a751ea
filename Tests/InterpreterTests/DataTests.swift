import Diagnostics
import Foundation
import Testing

@testable import Interpreter

/// Files of data, read and written by programs in a folder of their own.
@Suite struct DataTests {
  /// A folder with files, gone when the test is over.
  final class Folder {
    let path: String

    init(_ files: [String: [UInt8]] = [:]) throws {
      let base = FileManager.default.temporaryDirectory
      let url = base.appendingPathComponent("gradus-data-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      path = url.path
      for (name, bytes) in files { try Data(bytes).write(to: url.appendingPathComponent(name)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func run(_ program: String) -> String {
      let access = FileAccess(readRoot: path, writeRoots: [path])
      let session = Session(limits: .unlimited, files: access)
      return show(session.run(SourceFile(name: "test", text: program)))
    }

    func text(_ name: String) throws -> String {
      try String(contentsOfFile: path + "/" + name, encoding: .utf8)
    }

    func bytes(_ name: String) throws -> [UInt8] {
      Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
    }
  }

  private func table(_ text: String, _ expression: String) throws -> String {
    try Folder(["t.csv": Array(text.utf8)]).run("t = read_csv(\"t.csv\")\n" + expression)
  }

  // What the format's specification (RFC 4180) and spreadsheets say of each text.
  @Test(arguments: [
    ("a,b\n1,2\n3,4\n", "t", "{a: [1, 3], b: [2, 4]}"),
    ("a,b\r\n1,2\r\n3,4", "t", "{a: [1, 3], b: [2, 4]}"),
    ("1,2\n3,4\n", "t", "{x1: [1, 3], x2: [2, 4]}"),
    ("\u{FEFF}a,b\n1,2\n", "t", "{a: [1], b: [2]}"),
    ("a;b\n1;2,5\n", "t", "{a: [1], b: (\"2,5\",)}"),
    ("a\tb\n1\tx\n", "t", "{a: [1], b: (\"x\",)}"),
    (
      "name,n\n\"Smith, J.\",1\n\"say \"\"hi\"\"\",2\n", "t.name",
      "(\"Smith, J.\", \"say \\\"hi\\\"\")"
    ),
    ("a,b\n\"x\ny\",1\n", "length(t.a[1])", "3"),
    ("a,b\n1,\n,4\nNA,nan\n", "t", "{a: [1, NaN, NaN], b: [NaN, 4, NaN]}"),
    ("a,b\n1,true\n2,FALSE\n", "t.b", "[true, false]"),
    (
      "sepal length (cm),sepal length (cm),2nd\n1,2,3\n", "t",
      "{sepal_length_cm: [1], sepal_length_cm_2: [2], x2nd: [3]}"
    ),
    ("a\n1e5\n-2.5E-3\n+7\nInf\n.5\n", "t.a", "[100000, -0.0025, 7, Inf, 0.5]"),
    (
      "a\n0.1\n123456789012345678\n1e-320\n", "t.a[1] == 0.1 and t.a[2] == 123456789012345678",
      "true"
    ),
    ("a,b\n1,2\n\n3,4\n\n", "t.a", "[1, 3]"),
    ("a,b,\n1,2,\n", "t.x3", "[NaN]"),
  ])
  func readsTables(text: String, expression: String, expected: String) throws {
    #expect(try table(text, expression) == expected)
  }

  @Test(arguments: [
    ("a,b\n1,2\n3\n", "E0915"), ("a\n\"x\n", "E0916"), ("a\n\"x\"y\n", "E0916"), ("", "E0917"),
    ("\n\n", "E0917"),
  ])
  func refusesBrokenTables(text: String, code: String) throws {
    #expect(try table(text, "t").hasPrefix("error[\(code)]"))
  }

  @Test func writesTables() throws {
    let folder = try Folder()
    let program = """
      write_csv("t.csv", {a: [1, 2.5, NaN], b: ("x", "y, z", "say \\"hi\\""), c: [true, false, true]})
      read_csv("t.csv")
      """
    #expect(
      folder.run(program)
        == "{a: [1, 2.5, NaN], b: (\"x\", \"y, z\", \"say \\\"hi\\\"\"), c: [true, false, true]}")
    #expect(
      try folder.text("t.csv")
        == "a,b,c\n1,x,true\n2.5,\"y, z\",false\nNaN,\"say \"\"hi\"\"\",true\n")
    #expect(folder.run("save([1, 2; 3, 4], \"m.csv\"); load(\"m.csv\").x2") == "[2, 4]")
  }

  @Test func readsManyRowsFast() throws {
    let rows = (0..<20_000).map { "\($0),\(Double($0) / 7),name\($0)\n" }.joined()
    let folder = try Folder(["t.csv": Array(("i,x,s\n" + rows).utf8)])
    #expect(
      folder.run("t = read_csv(\"t.csv\"); (sum(t.i), t.s[end])") == "(199990000, \"name19999\")")
  }

  // MARK: NumPy's files

  @Test func arraysMakeTheRoundTrip() throws {
    let folder = try Folder()
    for value in [
      "[1.5, -2; Inf, 0.1]", "3.25", "[]", "[true, false]", "zeros(2, 0, 3)", "f32([0.1, 2])",
    ] {
      let program =
        "x = \(value); save(x, \"x.npy\"); y = load(\"x.npy\"); x == y and size(x) == size(y)"
      #expect(folder.run(program) == "true", "\(value)")
    }
  }

  @Test func archivesMakeTheRoundTrip() throws {
    let folder = try Folder()
    let program = "save({W: [1, 2; 3, 4], b: [5]}, \"p.npz\"); load(\"p.npz\")"
    #expect(folder.run(program).contains("b: [5]"))
  }

  /// Written by NumPy 2.4: savez_compressed(f, W=np.arange(300.).reshape(3, 100), k=np.int32(7)), in base 64.
  @Test func readsNumPysArchives() throws {
    for text in [DataFiles.compressed, DataFiles.stored] {
      let bytes = try #require(Data(base64Encoded: text, options: .ignoreUnknownCharacters))
      let folder = try Folder(["a.npz": Array(bytes)])
      #expect(
        folder.run("a = load(\"a.npz\"); (size(a.W), sum(a.W), a.k)") == "((3, 100), 44850, 7)")
    }
  }

  @Test func damagedFilesAreRefused() throws {
    let bytes = Array(
      try #require(Data(base64Encoded: DataFiles.compressed, options: .ignoreUnknownCharacters)))
    for length in stride(from: 0, to: bytes.count, by: 7) {
      let folder = try Folder(["a.npz": Array(bytes.prefix(length))])
      #expect(folder.run("load(\"a.npz\")").hasPrefix("error["))
    }
    for position in stride(from: 0, to: bytes.count, by: 5) {
      var damaged = bytes
      damaged[position] ^= 0xFF
      // Any answer will do but a crash.
      _ = try Folder(["a.npz": damaged]).run("load(\"a.npz\")")
    }
    #expect(
      try Folder(["a.npy": Array("\u{93}NUMPY".utf8)]).run("load(\"a.npy\")").hasPrefix(
        "error[E0913]"))
  }

  // MARK: Where files may be

  @Test(arguments: ["../x.csv", "/etc/passwd", "link.csv"])
  func nothingOutsideIsRead(path: String) throws {
    let outer = try Folder(["x.csv": Array("a\n1\n".utf8)])
    let inner = outer.path + "/inner"
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: inner + "/link.csv", withDestinationPath: outer.path + "/x.csv")
    let access = FileAccess(readRoot: inner, writeRoots: [])
    let result = Session(files: access).run(
      SourceFile(name: "test", text: "read_csv(\"\(path)\")"))
    #expect(result.errors.first?.code == "E0910")
  }

  @Test func withoutAccessNothingIsRead() {
    #expect(errorCodes("read_csv(\"x.csv\")") == ["E0910"])
    #expect(errorCodes("load(\"x.npy\")") == ["E0910"])
    #expect(errorCodes("save([1], \"x.npy\")") == ["E0904"])
  }

  // MARK: What comes with Gradus

  /// scikit-learn 1.7: load_iris().data.sum(0), load_digits().data.sum(), the counts of the digits.
  @Test func dataSets() {
    #expect(
      run("sum(datasets.iris.X, dim=1)") == "[876.5, 458.6, 563.7, 179.9]")
    #expect(run("datasets.iris.X[150, :]") == "[5.9, 3, 5.1, 1.8]")
    #expect(run("sum(datasets.digits.X)") == "561718")
    #expect(
      run("[count(datasets.digits.y .== k) for k in 1:10]")
        == "[178, 182, 177, 183, 181, 182, 181, 179, 174, 180]")
    #expect(
      run("d = datasets.moons; (size(d.X), count(d.y .== 1), max(abs(d.X)) < 2.5)")
        == "((200, 2), 100, true)")
    #expect(run("size(datasets.spirals.X)") == "(200, 2)")
  }
}
