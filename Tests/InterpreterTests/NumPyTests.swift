import Foundation
import Testing

@testable import Interpreter

/// `.npy` and `.npz` files. Tests/Tables/numpy_files.py compares with NumPy itself; here are files that it
/// wrote, and what the format's specification (NEP 1, numpy.lib.format) says of those that Gradus writes.
@Suite struct NumPyTests {
  private func decode(_ text: String) throws -> [UInt8] {
    Array(try #require(Data(base64Encoded: text, options: .ignoreUnknownCharacters)))
  }

  /// Values as text with all digits, so that -0 and the type of the elements count.
  private func text(_ folder: DataTests.Folder, _ expression: String) -> String {
    folder.run("digits(17); " + expression)
  }

  @Test(arguments: NumPyFiles.arrays.map(\.name))
  func readsArrays(name: String) throws {
    let file = try #require(NumPyFiles.arrays.first { $0.name == name })
    let folder = try DataTests.Folder(["a.npy": decode(file.bytes)])
    #expect(text(folder, "load(\"a.npy\")") == text(folder, file.value))
  }

  @Test(arguments: NumPyFiles.archives.map(\.name))
  func readsArchives(name: String) throws {
    let file = try #require(NumPyFiles.archives.first { $0.name == name })
    let folder = try DataTests.Folder(["a.npz": decode(file.bytes)])
    #expect(text(folder, "load(\"a.npz\")") == text(folder, file.value))
  }

  @Test func vectorsOf32BitsStaySo() throws {
    let file = try #require(NumPyFiles.archives.first)
    let folder = try DataTests.Folder(["a.npz": decode(file.bytes)])
    #expect(folder.run("digits(17); load(\"a.npz\").W[1, :] / 3").contains("0.3333333432674408"))
  }

  /// The text of the header and the data, byte by byte.
  @Test(arguments: [
    ("3", "{'descr': '<f8', 'fortran_order': False, 'shape': (), }", [0, 0, 0, 0, 0, 0, 8, 0x40]),
    (
      "[1; -2]", "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1), }",
      [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0]
    ),
    (
      "f32([0.5, -2])", "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
      [0, 0, 0, 0x3F, 0, 0, 0, 0xC0]
    ),
    (
      "[true, false, true]", "{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }",
      [1, 0, 1]
    ),
    ("zeros(2, 0, 3)", "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 0, 3), }", []),
  ])
  func writesByTheSpecification(value: String, header: String, data: [UInt8]) throws {
    let folder = try DataTests.Folder()
    #expect(folder.run("save(\(value), \"a.npy\")") == "")
    let bytes = try folder.bytes("a.npy")
    // Magic, version 1.0, the header's length in two bytes, the lower first.
    #expect(Array(bytes.prefix(8)) == [0x93] + Array("NUMPY".utf8) + [1, 0])
    let length = Int(bytes[8]) + 256 * Int(bytes[9])
    // Padded by spaces and one line feed, so that the data begin at a multiple of 64.
    #expect((10 + length) % 64 == 0)
    let padding = length - header.utf8.count - 1
    #expect((0..<64).contains(padding))
    let text = header + String(repeating: " ", count: padding) + "\n"
    #expect(String(decoding: bytes[10..<(10 + length)], as: UTF8.self) == text)
    #expect(Array(bytes[(10 + length)...]) == data)
  }
}
