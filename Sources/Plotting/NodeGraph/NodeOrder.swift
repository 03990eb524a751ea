/// The order of vertices within layers, chosen for few crossings.
///
/// Sweeps to and fro put each vertex at the mean place of its neighbours in the layer before; then
/// neighbours are swapped as long as that helps. The best order met is kept.
struct NodeOrder {
  private(set) var layers: [[Int]]
  /// Neighbours of each vertex in the layer to its left and to its right.
  private let left: [[Int]]
  private let right: [[Int]]
  private var place: [Int]

  private static let sweeps = 16

  init(layers: [[Int]], links: [(from: Int, to: Int)], count: Int) {
    self.layers = layers
    var left = Array(repeating: [Int](), count: count)
    var right = Array(repeating: [Int](), count: count)
    for link in links {
      right[link.from].append(link.to)
      left[link.to].append(link.from)
    }
    self.left = left
    self.right = right
    place = Array(repeating: 0, count: count)
    for index in layers.indices { number(index) }
    improve()
  }

  private mutating func number(_ layer: Int) {
    for (index, vertex) in layers[layer].enumerated() { place[vertex] = index }
  }

  private mutating func improve() {
    var best = layers
    var fewest = crossings
    for sweep in 0..<NodeOrder.sweeps where fewest > 0 {
      let isForward = sweep % 2 == 0
      let order = isForward ? Array(layers.indices) : layers.indices.reversed()
      for layer in order { sort(layer, by: isForward ? left : right) }
      swapNeighbours()
      let count = crossings
      if count < fewest {
        fewest = count
        best = layers
      }
    }
    layers = best
    for index in layers.indices { number(index) }
  }

  private mutating func sort(_ layer: Int, by neighbours: [[Int]]) {
    let keyed = layers[layer].enumerated().map { index, vertex -> (Double, Int, Int) in
      let near = neighbours[vertex]
      let mean =
        near.isEmpty
        ? Double(index) : Double(near.reduce(0) { $0 + place[$1] }) / Double(near.count)
      return (mean, index, vertex)
    }
    layers[layer] = keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    number(layer)
  }

  private mutating func swapNeighbours() {
    for layer in layers.indices where layers[layer].count > 1 {
      for index in 1..<layers[layer].count {
        let (a, b) = (layers[layer][index - 1], layers[layer][index])
        let now = pairCrossings(a, b, left) + pairCrossings(a, b, right)
        let then = pairCrossings(b, a, left) + pairCrossings(b, a, right)
        guard then < now else { continue }
        layers[layer].swapAt(index - 1, index)
        number(layer)
      }
    }
  }

  /// Crossings between the links of `upper` and `lower` when one stands above the other.
  private func pairCrossings(_ upper: Int, _ lower: Int, _ neighbours: [[Int]]) -> Int {
    var count = 0
    for a in neighbours[upper] {
      for b in neighbours[lower] where place[a] > place[b] { count += 1 }
    }
    return count
  }

  var crossings: Int {
    var count = 0
    for layer in layers {
      for (index, upper) in layer.enumerated() {
        for lower in layer[(index + 1)...] { count += pairCrossings(upper, lower, right) }
      }
    }
    return count
  }
}
