import CMicroHTTPD
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Serves one page to browsers on this machine, and tells them when there is a new one.
///
/// Only the loopback interface is listened to, and a request under another name than that is refused:
/// so a page on the web can't reach the notebook by a name that leads here.
final class PreviewServer: Sendable {
  private struct State {
    var page: [UInt8] = []
    /// Begins with the time, so that a browser which has seen the page of an earlier preview on this
    /// port takes that of this one for a new one.
    var version = Int(time(nil)) * 1000
    var isBusy = false
    var isStopped = false
  }

  private let state = Mutex(State())
  private let daemon: Mutex<Daemon?> = Mutex(nil)
  private let boundPort = Mutex<UInt16>(0)

  /// Only taken out of its lock to be stopped, once, which libmicrohttpd allows on any thread.
  private struct Daemon: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  var port: UInt16 { boundPort.withLock { $0 } }

  /// nil when the port can't be had.
  init?(port: UInt16) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    guard let pointer = mhd_start_loopback(port, handleRequest, context) else { return nil }
    boundPort.withLock { $0 = mhd_bound_port(pointer) }
    daemon.withLock { $0 = Daemon(pointer: pointer) }
  }

  /// Ends all connections. The server must be stopped before it goes.
  func stop() {
    state.withLock { $0.isStopped = true }
    // The streams hear of it and end as they should.
    usleep(100_000)
    let running = daemon.withLock { daemon -> Daemon? in
      defer { daemon = nil }
      return daemon
    }
    if let running { MHD_stop_daemon(running.pointer) }
  }

  // MARK: What is served

  var nextVersion: Int { state.withLock { $0.version + 1 } }

  func show(_ html: String) {
    state.withLock {
      $0.page = Array(html.utf8)
      $0.version += 1
      $0.isBusy = false
    }
  }

  func setBusy() { state.withLock { $0.isBusy = true } }

  fileprivate func answer(
    _ connection: OpaquePointer, url: String, method: String, host: String, version: String?
  ) -> MHD_Result {
    let names = ["127.0.0.1:\(port)", "localhost:\(port)"]
    guard names.contains(host) else {
      return send(connection, 403, "This is for 127.0.0.1 only.\n", "text/plain")
    }
    guard method == "GET" || method == "HEAD" else {
      return send(connection, 405, "Only GET.\n", "text/plain")
    }
    switch url {
    case "/":
      let page = state.withLock { $0.page }
      return send(connection, 200, page, "text/html; charset=utf-8")
    case "/events": return sendEvents(connection, seen: version.flatMap { Int($0) } ?? 0)
    default: return send(connection, 404, "Nothing here.\n", "text/plain")
    }
  }

  private func send(
    _ connection: OpaquePointer, _ status: UInt32, _ text: String, _ type: String
  ) -> MHD_Result {
    send(connection, status, Array(text.utf8), type)
  }

  private func send(
    _ connection: OpaquePointer, _ status: UInt32, _ bytes: [UInt8], _ type: String
  ) -> MHD_Result {
    var bytes = bytes
    guard
      let response = MHD_create_response_from_buffer(
        bytes.count, &bytes, mhd_must_copy)
    else { return mhd_no }
    defer { MHD_destroy_response(response) }
    MHD_add_response_header(response, "Content-Type", type)
    MHD_add_response_header(response, "Cache-Control", "no-store")
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff")
    return MHD_queue_response(connection, status, response)
  }

  // MARK: Events

  private func sendEvents(_ connection: OpaquePointer, seen: Int) -> MHD_Result {
    let stream = EventStream(self, seen: seen)
    let context = Unmanaged.passRetained(stream).toOpaque()
    guard
      let response = MHD_create_response_from_callback(
        .max, 256, readEvents, context,
        { context in
          if let context { Unmanaged<EventStream>.fromOpaque(context).release() }
        })
    else {
      Unmanaged<EventStream>.fromOpaque(context).release()
      return mhd_no
    }
    defer { MHD_destroy_response(response) }
    MHD_add_response_header(response, "Content-Type", "text/event-stream")
    MHD_add_response_header(response, "Cache-Control", "no-store")
    return MHD_queue_response(connection, 200, response)
  }

  /// What the browser hears next; waits for it. nil ends the stream.
  fileprivate func nextEvent(_ stream: EventStream) -> String? {
    // A comment now and then finds out that the browser has gone.
    for _ in 0..<300 {
      let (version, isBusy, isStopped) = state.withLock { ($0.version, $0.isBusy, $0.isStopped) }
      if isStopped { return nil }
      if version != stream.seen {
        stream.seen = version
        return "data: reload\n\n"
      }
      if isBusy != stream.isBusy {
        stream.isBusy = isBusy
        return isBusy ? "data: busy\n\n" : ": ready\n\n"
      }
      usleep(50_000)
    }
    return ": still here\n\n"
  }
}

/// What one browser has heard. Used by the thread of its connection only.
private final class EventStream {
  let server: PreviewServer
  var seen: Int
  var isBusy = false

  init(_ server: PreviewServer, seen: Int) {
    self.server = server
    self.seen = seen
  }
}

private func readEvents(
  _ context: UnsafeMutableRawPointer?, _ position: UInt64,
  _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int
) -> Int {
  guard let context, let buffer else { return -1 }
  let stream = Unmanaged<EventStream>.fromOpaque(context).takeUnretainedValue()
  guard let event = stream.server.nextEvent(stream) else { return -1 }
  let bytes = Array(event.utf8).prefix(size)
  for (index, byte) in bytes.enumerated() { buffer[index] = CChar(bitPattern: byte) }
  return bytes.count
}

private func handleRequest(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ url: UnsafePointer<CChar>?,
  _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?,
  _ upload: UnsafePointer<CChar>?, _ uploadSize: UnsafeMutablePointer<Int>?,
  _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let context, let connection, let url, let method else { return mhd_no }
  let server = Unmanaged<PreviewServer>.fromOpaque(context).takeUnretainedValue()
  func value(_ kind: MHD_ValueKind, _ name: String) -> String? {
    MHD_lookup_connection_value(connection, kind, name).map { String(cString: $0) }
  }
  return server.answer(
    connection, url: String(cString: url), method: String(cString: method),
    host: value(mhd_header_kind, "Host") ?? "", version: value(mhd_argument_kind, "v"))
}
