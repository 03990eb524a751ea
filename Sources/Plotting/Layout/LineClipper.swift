/// Cuts a line at the edges of a rectangle (Liang and Barsky's algorithm, segment by segment).
struct LineClipper {
  private let frame: Rect
  private var lines: [[Point]] = []
  private var current: [Point] = []
  private var last: Point?

  init(frame: Rect) { self.frame = frame }

  /// The next point does not join the one before.
  mutating func lift() {
    close()
    last = nil
  }

  mutating func draw(to point: Point) {
    defer { last = point }
    guard let from = last else {
      if frame.contains(point) { current = [point] }
      return
    }
    guard let (start, end) = clipped(from, point) else {
      close()
      return
    }
    if current.isEmpty { current = [start] }
    current.append(end)
    if end != point { close() }
  }

  mutating func finished() -> [[Point]] {
    close()
    return lines
  }

  private mutating func close() {
    if current.count > 1 { lines.append(current) }
    current = []
  }

  private func clipped(_ a: Point, _ b: Point) -> (Point, Point)? {
    if frame.contains(a) && frame.contains(b) { return (a, b) }
    var enter = 0.0
    var leave = 1.0
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    for (step, distance) in [
      (-dx, a.x - frame.x), (dx, frame.maxX - a.x), (-dy, a.y - frame.y), (dy, frame.maxY - a.y),
    ] {
      if step == 0 {
        if distance < 0 { return nil }
      } else if step < 0 {
        enter = max(enter, distance / step)
      } else {
        leave = min(leave, distance / step)
      }
    }
    guard enter <= leave else { return nil }
    let start = enter == 0 ? a : Point(x: a.x + dx * enter, y: a.y + dy * enter)
    let end = leave == 1 ? b : Point(x: a.x + dx * leave, y: a.y + dy * leave)
    return (start, end)
  }
}
