/// Leaves out points of a line that nobody would miss.
enum Simplifier {
  /// Far below a pixel, even on a screen with four for each px.
  static let tolerance = 0.05

  /// The line without the points that lie within `tolerance` of the rest.
  ///
  /// From the last point kept, every point met narrows the sleeve of directions that pass close enough
  /// to all of them; the first one outside of the sleeve makes its predecessor a corner.
  static func simplified(_ line: [Point], tolerance: Double = tolerance) -> [Point] {
    guard line.count > 2 else { return line }
    var result = [line[0]]
    var sleeve = Sleeve()
    var reach = 0.0
    for index in 1..<line.count {
      var (step, length) = vector(from: result[result.count - 1], to: line[index])
      let turnsBack = length < reach - tolerance
      if index > 1, turnsBack || !sleeve.holds(step) {
        result.append(line[index - 1])
        sleeve = Sleeve()
        reach = 0
        (step, length) = vector(from: line[index - 1], to: line[index])
      }
      reach = max(reach, length)
      if length > tolerance { sleeve.narrow(to: step, length, tolerance) }
    }
    result.append(line[line.count - 1])
    return result
  }

  private static func vector(from a: Point, to b: Point) -> (Point, Double) {
    (Point(x: b.x - a.x, y: b.y - a.y), a.distance(to: b))
  }

  /// Directions between two vectors; all of them at first.
  private struct Sleeve {
    var left: Point?
    var right: Point?

    func holds(_ step: Point) -> Bool {
      guard let left, let right else { return true }
      return cross(right, step) >= 0 && cross(step, left) >= 0
    }

    mutating func narrow(to step: Point, _ length: Double, _ tolerance: Double) {
      // The two tangents to a circle of the tolerance around the point.
      let sine = tolerance / length
      let cosine = (1 - sine * sine).squareRoot()
      let up = Point(x: step.x * cosine - step.y * sine, y: step.y * cosine + step.x * sine)
      let down = Point(x: step.x * cosine + step.y * sine, y: step.y * cosine - step.x * sine)
      left = left.map { cross(up, $0) > 0 ? up : $0 } ?? up
      right = right.map { cross($0, down) > 0 ? down : $0 } ?? down
    }

    private func cross(_ a: Point, _ b: Point) -> Double { a.x * b.y - a.y * b.x }
  }
}
