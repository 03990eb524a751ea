#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Draws contour lines, each with its level written into a gap of the line.
struct SVGContours {
  let lines: [ContourLine]
  let projection: Projection

  private static let textSize = 12.0

  func draw(to out: inout SVGBuffer) {
    var placed: [Rect] = []
    for contour in lines {
      for line in projection.lines(contour.x, contour.y) {
        var pieces = [line]
        if let label = contour.label, let spot = spot(line, label, placed) {
          placed.append(spot.box)
          pieces = [Array(line[...spot.from]), Array(line[spot.to...])]
          out.text(
            label, at: spot.baseline, size: SVGContours.textSize, color: .muted, anchor: .middle,
            angle: spot.angle)
        }
        draw(pieces, contour.stroke, to: &out)
      }
    }
  }

  private func draw(_ pieces: [[Point]], _ stroke: Stroke, to out: inout SVGBuffer) {
    out.raw("<path fill=\"none\" stroke-linejoin=\"round\" d=\"")
    for piece in pieces where piece.count > 1 { out.curve(piece) }
    out.raw("\"")
    out.stroke(stroke.color, width: stroke.width)
    out.dashes(stroke.style)
    out.opacity(stroke.alpha)
    out.raw("/>\n")
  }

  private struct Spot {
    var from: Int
    var to: Int
    var baseline: Point
    var angle: Double
    var box: Rect
  }

  /// The straightest stretch of a line that is as long as the label, away from other labels and from
  /// the frame; nil on lines too short to be interrupted.
  private func spot(_ line: [Point], _ label: String, _ placed: [Rect]) -> Spot? {
    let width = TextMetrics.width(label, size: SVGContours.textSize) + 8
    var lengths = [0.0]
    for (from, to) in zip(line, line.dropFirst()) {
      lengths.append(lengths[lengths.count - 1] + from.distance(to: to))
    }
    guard let total = lengths.last, total > 2.5 * width else { return nil }
    var best: (spot: Spot, cost: Double)?
    var to = 0
    for from in line.indices {
      while to < line.count - 1 && line[from].distance(to: line[to]) < width { to += 1 }
      let chord = line[from].distance(to: line[to])
      guard chord >= width else { break }
      guard let spot = candidate(line, from, to, placed) else { continue }
      // How much longer than its chord, plus a little for steep text.
      let cost = (lengths[to] - lengths[from]) / chord + spot.angle.magnitude / 300
      if cost < best?.cost ?? 1.4 { best = (spot, cost) }
    }
    return best?.spot
  }

  private func candidate(_ line: [Point], _ from: Int, _ to: Int, _ placed: [Rect]) -> Spot? {
    let (a, b) = (line[from], line[to])
    let middle = Point(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2)
    var angle = atan2(b.y - a.y, b.x - a.x) * 180 / .pi
    if angle > 90 { angle -= 180 }
    if angle < -90 { angle += 180 }
    let half = a.distance(to: b) / 2 + 3
    let box = Rect(x: middle.x - half, y: middle.y - half, width: 2 * half, height: 2 * half)
    guard projection.frame.contains(box), !placed.contains(where: box.intersects) else {
      return nil
    }
    // The baseline lies a third of the size below the middle, turned with the text.
    let (sine, cosine) = (sin(angle * .pi / 180), cos(angle * .pi / 180))
    let baseline = Point(x: middle.x - sine * 4.2, y: middle.y + cosine * 4.2)
    return Spot(from: from, to: to, baseline: baseline, angle: angle, box: box)
  }
}
