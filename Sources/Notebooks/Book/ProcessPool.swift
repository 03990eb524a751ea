import HostFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Runs programs side by side, at most so many at a time. Each page of a book has a process of its own:
/// budgets and ctrl-C are those of a process, and a page that brings its process down leaves the
/// others alone.
struct ProcessPool {
  struct Task {
    let arguments: [String]
  }

  /// How a process ended.
  enum Ending: Equatable {
    case exited(Int32)
    case killed(signal: Int32)
    case notStarted(String)
  }

  private struct Running {
    let index: Int
    /// An unlinked file that standard output and error go to.
    let log: Int32
  }

  let executable: String
  let limit: Int
  /// Asked between processes; when it says so no more are started and those under way are interrupted.
  let isStopped: () -> Bool

  /// Runs all tasks. `onStart` and `onEnd` are called on this thread, the latter with what the process
  /// wrote; the order of the endings is that in which they come.
  func run(
    _ tasks: [Task], onStart: (Int) -> Void, onEnd: (Int, Ending, [UInt8]) -> Void
  ) {
    var waiting = Array(tasks.indices)[...]
    var running: [pid_t: Running] = [:]
    while !running.isEmpty || (!waiting.isEmpty && !isStopped()) {
      while running.count < max(1, limit), !isStopped(), let index = waiting.popFirst() {
        onStart(index)
        switch Self.start(executable, tasks[index].arguments) {
        case .success(let (pid, log)): running[pid] = Running(index: index, log: log)
        case .failure(let failure): onEnd(index, .notStarted(failure.message), [])
        }
      }
      guard !running.isEmpty else { continue }
      var status: Int32 = 0
      let pid = waitpid(-1, &status, 0)
      if pid < 0 {
        // A signal came while waiting. The processes may not have got it.
        if errno == EINTR {
          if isStopped() { for pid in running.keys { kill(pid, SIGINT) } }
          continue
        }
        return
      }
      guard let process = running.removeValue(forKey: pid) else { continue }
      onEnd(process.index, Self.ending(status), Self.content(of: process.log))
    }
  }

  private static func ending(_ status: Int32) -> Ending {
    let signal = status & 0x7f
    return signal == 0 ? .exited(status >> 8 & 0xff) : .killed(signal: signal)
  }

  private static func start(
    _ executable: String, _ arguments: [String]
  ) -> Result<(pid_t, Int32), FileFailure> {
    var name = Array("/tmp/nbrun.XXXXXX".utf8CString)
    let log = mkstemp(&name)
    guard log >= 0 else { return .failure(FileFailure("/tmp")) }
    _ = fcntl(log, F_SETFD, FD_CLOEXEC)
    unlink(name)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, log, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, log, STDERR_FILENO)
    var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    var pid = pid_t()
    let code = posix_spawn(&pid, executable, &actions, nil, words, environ)
    guard code == 0 else {
      close(log)
      return .failure(FileFailure(executable, reason: String(cString: strerror(code))))
    }
    return .success((pid, log))
  }

  private static func content(of log: Int32) -> [UInt8] {
    defer { close(log) }
    lseek(log, 0, SEEK_SET)
    return (try? Files.readAll(log, name: "log")) ?? []
  }
}

extension ProcessPool {
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
