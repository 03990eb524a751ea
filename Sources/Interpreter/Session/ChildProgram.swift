import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Another program that does a part of the work, found on the search path.
struct ChildProgram {
  let name: String

  /// Runs it to its end with `input` on its standard input; what it says on its standard error is the
  /// reason when it fails.
  func run(_ arguments: [String], input: [UInt8]) throws {
    guard let inputFile = tmpfile(), let errorFile = tmpfile() else {
      throw Diagnostic.programFailed(name, String(cString: strerror(errno)))
    }
    defer {
      fclose(inputFile)
      fclose(errorFile)
    }
    guard fwrite(input, 1, input.count, inputFile) == input.count, fflush(inputFile) == 0 else {
      throw Diagnostic.programFailed(name, String(cString: strerror(errno)))
    }
    rewind(inputFile)
    let status = try wait(for: try start(arguments, fileno(inputFile), fileno(errorFile)))
    guard status == 0 else { throw Diagnostic.programFailed(name, text(of: errorFile)) }
  }

  private func start(_ arguments: [String], _ input: Int32, _ errors: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var words: [UnsafeMutablePointer<CChar>?] = ([name] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let fault = posix_spawnp(&child, name, &actions, nil, words, environ)
    if fault == ENOENT { throw Diagnostic.programMissing(name) }
    guard fault == 0 else {
      throw Diagnostic.programFailed(name, String(cString: strerror(fault)))
    }
    return child
  }

  private func wait(for child: pid_t) throws -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else {
        throw Diagnostic.programFailed(name, String(cString: strerror(errno)))
      }
    }
    return status
  }

  private func text(of file: UnsafeMutablePointer<FILE>) -> String {
    rewind(file)
    var bytes = [UInt8](repeating: 0, count: 400)
    let count = fread(&bytes, 1, bytes.count, file)
    let lines = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
    return lines.first.map(String.init) ?? "it ended with an error"
  }
}

extension Diagnostic {
  static func programMissing(_ name: String) -> Diagnostic {
    Diagnostic(
      "E0905", "this needs the program \(name), which is not installed",
      hint: name == "rsvg-convert"
        ? "install librsvg (Debian: librsvg2-bin), or save as .svg, which needs nothing" : nil)
  }

  static func programFailed(_ name: String, _ reason: String) -> Diagnostic {
    Diagnostic("E0906", "the program \(name) failed: \(reason)")
  }
}
