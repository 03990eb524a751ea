import Tensors

// Convolution and pooling. All of them look at a tensor through windows: an axis of length n seen as
// positions × size. What they do with the windows is a matrix product, a maximum or a mean.
extension Catalogue {
  static let convolution: [Operation] = [
    conv1d, conv2d, maxPool, avgPool, windows, foldWindows,
  ]

  public static let conv1d: Operation = .convolution(
    "conv1d", axes: 1,
    "The cross-correlation of x, batch×channels×length, with w, out×channels×size.",
    example: .init("size(conv1d(ones(1, 2, 5), ones(3, 2, 2)))", "(1, 3, 4)"))

  public static let conv2d: Operation = .convolution(
    "conv2d", axes: 2,
    "The cross-correlation of x, batch×channels×height×width, with w, out×channels×height×width.",
    example: .init("size(conv2d(ones(1, 2, 5, 5), ones(3, 2, 3, 3), padding=1))", "(1, 3, 5, 5)"))

  // MARK: Pooling

  public static let maxPool: Operation = .pooling(
    "max_pool", "The maximum of every window of the axes behind batch and channels.",
    kernel: { x, axes in try ReduceOp.max.apply(x, axes: axes, keep: false) },
    gradient: { adjoint, windows, axes in
      let isLargest = equal(windows, adjoint.y.withTrailingAxes(axes.count))
      let ties = sum(isLargest, with: .wholes(axes), .flag(true))
      return adjoint.g.withTrailingAxes(axes.count) * isLargest / ties
    }, convention: "Elements that tie share the gradient evenly.",
    example: .init("max_pool(reshape([1, 3, 2, 4], 1, 1, 4), 2)[1, 1, :]", "[3, 4]"))

  public static let avgPool: Operation = .pooling(
    "avg_pool", "The mean of every window of the axes behind batch and channels.",
    kernel: { x, axes in try mean.kernel([x], Attributes(.wholes(axes), .flag(false))) },
    gradient: { adjoint, windows, axes in
      let size = Double(axes.reduce(1) { $0 * windows.shape[$1] })
      return (adjoint.g.withTrailingAxes(axes.count) / size).fitted(to: windows.type)
    },
    example: .init("avg_pool(reshape([1, 3, 2, 4], 1, 1, 4), 2)[1, 1, :]", "[2, 3]"))

  // MARK: Windows

  private static let windowParameters: [Entry.Parameter] = [
    .init("sizes", .attribute(.wholes)), .init("stride", .attribute(.whole)),
  ]

  /// b×c×n… as b×c×positions…×size…; the attribute gives one size for each axis from the third on.
  static let windows: Operation = .init(
    Entry(
      "windows", group: .networks, [.init("x")] + windowParameters,
      doc: "All windows of the axes behind batch and channels.", isInternal: true),
    type: { types, attributes in
      NodeType(.f64, try Windows(types[0].shape, attributes).shape)
    },
    kernel: { operands, attributes in
      .tensor(try Windows(operands[0].shape, attributes).unfold(operands[0].elements))
    },
    derivative: .rule {
      foldWindows($0.g, with: .shape($0.x.shape), $0.attributes[0], $0.attributes[1])
    }, domain: .skipped("probed through pooling and convolution"))

  /// The adjoint of `windows`.
  static let foldWindows: Operation = .init(
    Entry(
      "fold_windows", group: .networks,
      [.init("x"), .init("shape", .attribute(.shape))] + windowParameters,
      doc: "A tensor of the shape, to which the elements of its windows are added.",
      isInternal: true),
    type: { types, attributes in
      let windows = try Windows(attributes.shape(0), attributes, from: 1)
      guard types[0].shape == windows.shape else {
        throw TensorFault.shapes(
          operation: "fold_windows", types[0].shape, windows.shape, canBroadcast: false)
      }
      return NodeType(.f64, attributes.shape(0))
    },
    kernel: { operands, attributes in
      .tensor(
        try Windows(attributes.shape(0), attributes, from: 1).fold(operands[0].elements))
    },
    derivative: .rule { windows($0.g, with: $0.attributes[1], $0.attributes[2]) },
    domain: .skipped("probed through pooling and convolution"))
}

extension Operation {
  /// PyTorch's layout: batch, channels, then one or two axes along which windows slide.
  fileprivate static func convolution(
    _ name: String, axes: Int, _ doc: String, example: Entry.Example
  ) -> Operation {
    Operation(
      Entry(
        name, group: .networks,
        [
          .init("x"), .init("w"),
          .init("stride", .attribute(.whole), default: .whole(1), isKeyword: true),
          .init("padding", .attribute(.whole), default: .whole(0), isKeyword: true),
        ], doc: doc, examples: [example]),
      type: { types, attributes in
        let layout = try Layout(name, axes, types[0].shape, types[1].shape, attributes)
        return NodeType(.f64, layout.result)
      },
      kernel: { operands, attributes in
        let layout = try Layout(name, axes, operands[0].shape, operands[1].shape, attributes)
        return try layout.apply(operands[0], operands[1])
      },
      derivative: .rules([
        { $0.layout(name, axes)?.gradientOfInput($0) ?? $0.g },
        { $0.layout(name, axes)?.gradientOfWeights($0) ?? $0.g },
      ]))
  }

  fileprivate static func pooling(
    _ name: String, _ doc: String,
    kernel: @escaping @Sendable (Quantity, [Int]) throws -> Quantity,
    gradient: @escaping @Sendable (Adjoint, Term, [Int]) -> Term, convention: String? = nil,
    example: Entry.Example
  ) -> Operation {
    Operation(
      Entry(
        name, group: .networks,
        [
          .init("x"), .init("size", .attribute(.whole)),
          .init("stride", .attribute(.whole), default: .absent, isKeyword: true),
        ], doc: doc, examples: [example]),
      type: { types, attributes in
        let windows = try Windows(name, pooling: types[0].shape, attributes)
        return NodeType(.f64, Shape(windows.shape.sizes.dropLast(windows.axes)))
      },
      kernel: { operands, attributes in
        let windows = try Windows(name, pooling: operands[0].shape, attributes)
        let unfolded = try windows.unfold(operands[0].elements)
        return try kernel(.tensor(unfolded), windows.windowAxes)
      },
      derivative: .rule { adjoint in
        guard let layout = try? Windows(name, pooling: adjoint.x.shape, adjoint.attributes) else {
          return adjoint.g
        }
        let windows = Catalogue.windows(
          adjoint.x, with: layout.sizesAttribute, layout.strideAttribute)
        return Catalogue.foldWindows(
          gradient(adjoint, windows, layout.windowAxes),
          with: .shape(adjoint.x.shape), layout.sizesAttribute, layout.strideAttribute)
      }, convention: convention)
  }
}

/// How a convolution is a matrix product: one row for each position of each example, with the window's
/// elements as columns.
private struct Layout {
  let padded: Shape
  let windows: Windows
  let weights: Shape
  let padding: [Int]
  let result: Shape

  init(_ name: String, _ axes: Int, _ x: Shape, _ w: Shape, _ attributes: Attributes) throws {
    guard x.rank == axes + 2, w.rank == axes + 2, x[1] == w[1] else {
      throw TensorFault.shapes(operation: name, x, w, canBroadcast: false)
    }
    let width = attributes.whole(1)
    guard (0..<1 << 40).contains(width) else {
      throw CatalogueFault.outside(
        operation: name, parameter: "padding", Double(width), range: "0 or more")
    }
    padding = [0, 0, 0, 0] + Array(repeating: width, count: 2 * axes)
    padded = Shape([x[0], x[1]] + x.sizes.dropFirst(2).map { $0 + 2 * width })
    weights = w
    windows = try Windows(
      name, padded, sizes: Array(w.sizes.dropFirst(2)), stride: attributes.whole(0, default: 1))
    result = Shape([x[0], w[0]] + windows.positions)
  }

  private var rank: Int { padded.rank }
  private var axes: Int { rank - 2 }

  /// b, positions, channels, sizes from b, channels, positions, sizes.
  private var order: [Int] { [0] + (2..<rank) + [1] + (rank..<rank + axes) }
  private var inverseOrder: [Int] { order.indices.map { order.firstIndex(of: $0) ?? 0 } }
  private var rows: Int { Shape([padded[0]] + windows.positions).count }
  private var columns: Int { Shape(Array(weights.sizes.dropFirst())).count }
  private var channelsLast: Shape { Shape([padded[0]] + windows.positions + [weights[0]]) }
  private var toChannelsSecond: [Int] { [0, rank - 1] + (1..<rank - 1) }
  private var toChannelsLast: [Int] { [0] + (2..<rank) + [1] }

  func apply(_ x: Quantity, _ w: Quantity) throws -> Quantity {
    let axes = Array(0..<rank)
    let wide = try Kernels.pad(
      x.tensor(for: "convolution"), before: axes.map { padding[2 * $0] },
      after: axes.map { padding[2 * $0 + 1] }, value: 0)
    let unfolded = Quantity.tensor(try windows.unfold(wide.doubles))
    let matrix = try Kernels.reshape(unfolded.permuted(order), to: Shape([rows, columns]))
    let filters = try Kernels.reshape(w, to: Shape([weights[0], columns]))
    let product = try Kernels.matmul(
      matrix.tensor(for: "convolution"), filters.tensor(for: "convolution"), transposeB: true)
    return try Kernels.reshape(.tensor(product), to: channelsLast).permuted(toChannelsSecond)
  }

  private func gradientMatrix(_ g: Term) -> Term {
    g.permuted(toChannelsLast).reshaped(to: Shape([rows, weights[0]]))
  }

  func gradientOfInput(_ adjoint: Adjoint) -> Term {
    let filters = adjoint.b.reshaped(to: Shape([weights[0], columns]))
    let matrix = Catalogue.matmul(gradientMatrix(adjoint.g), filters)
    let unfolded = matrix.reshaped(to: Shape(order.map { windows.shape[$0] })).permuted(
      inverseOrder)
    let wide = Catalogue.foldWindows(
      unfolded, with: .shape(padded), windows.sizesAttribute, windows.strideAttribute)
    let inside = (0..<rank).map {
      AxisIndex.slice(start: padding[2 * $0], step: 1, count: adjoint.a.shape[$0])
    }
    return Catalogue.take(wide, with: .selection(inside))
  }

  func gradientOfWeights(_ adjoint: Adjoint) -> Term {
    let wide = Catalogue.pad(adjoint.a, with: .wholes(padding), .number(0))
    let unfolded = Catalogue.windows(wide, with: windows.sizesAttribute, windows.strideAttribute)
    let matrix = unfolded.permuted(order).reshaped(to: Shape([rows, columns]))
    let product = Catalogue.matmul(
      gradientMatrix(adjoint.g), matrix, with: .flag(true), .flag(false))
    return product.reshaped(to: weights)
  }
}

/// The windows of all axes from the third on.
private struct Windows {
  let source: Shape
  let sizes: [Int]
  let stride: Int
  /// How many positions a window has along each axis.
  let positions: [Int]

  init(_ name: String, _ source: Shape, sizes: [Int], stride: Int) throws {
    guard source.rank == sizes.count + 2, !sizes.isEmpty, source.rank + sizes.count <= Shape.maxRank
    else {
      throw TensorFault.rank(operation: name, expected: "batch, channels, then axes", source)
    }
    guard stride >= 1 else {
      throw CatalogueFault.outside(
        operation: name, parameter: "stride", Double(stride), range: "1 or more")
    }
    for (axis, size) in sizes.enumerated() where size < 1 || size > source[axis + 2] {
      throw CatalogueFault.outside(
        operation: name, parameter: "size", Double(size), range: "1 to \(source[axis + 2])")
    }
    self.source = source
    self.sizes = sizes
    self.stride = stride
    positions = sizes.enumerated().map { (source[$0 + 2] - $1) / stride + 1 }
  }

  init(_ source: Shape, _ attributes: Attributes, from first: Int = 0) throws {
    try self.init(
      "windows", source, sizes: attributes.wholes(first) ?? [],
      stride: attributes.whole(first + 1, default: 1))
  }

  /// Pooling has one size for all axes, and windows that touch unless a stride is given.
  init(_ name: String, pooling source: Shape, _ attributes: Attributes) throws {
    let size = attributes.whole(0, default: 1)
    try self.init(
      name, source, sizes: Array(repeating: size, count: Swift.max(source.rank - 2, 0)),
      stride: attributes.whole(1, default: size))
  }

  var axes: Int { sizes.count }
  var shape: Shape { Shape([source[0], source[1]] + positions + sizes) }
  var windowAxes: [Int] { Array(2 + axes..<2 + 2 * axes) }
  var sizesAttribute: Attribute { .wholes(sizes) }
  var strideAttribute: Attribute { .whole(stride) }

  func unfold(_ elements: [Double]) throws -> Tensor {
    try Tensor.make(shape: shape) { result in
      try forEach { place, origin in result[place] = elements[origin] }
    }
  }

  func fold(_ elements: [Double]) throws -> Tensor {
    try Tensor.make(shape: source) { result in
      try result.fill { _ in 0 }
      try forEach { place, origin in result[origin] += elements[place] }
    }
  }

  /// Every place among the windows with the place in the source that it shows, both row-major.
  private func forEach(_ body: (_ place: Int, _ origin: Int) -> Void) throws {
    var watch = TensorBudget.Watch()
    let offsets = offsets
    let block = source.sizes.dropFirst(2).reduce(1, *)
    var place = 0
    for image in 0..<source[0] * source[1] {
      for offset in offsets {
        body(place, image * block + offset)
        place += 1
      }
      try watch.worked(offsets.count)
    }
  }

  /// Where the elements of all windows of one image are.
  private var offsets: [Int] {
    var starts = [0]
    var step = source.sizes.dropFirst(2).reduce(1, *)
    var inner = [0]
    for axis in 0..<axes {
      step /= source[axis + 2]
      let (along, within) = (step, positions[axis])
      starts = starts.flatMap { start in (0..<within).map { start + $0 * stride * along } }
      inner = inner.flatMap { start in (0..<sizes[axis]).map { start + $0 * along } }
    }
    return starts.flatMap { start in inner.map { start + $0 } }
  }
}

extension Adjoint {
  fileprivate func layout(_ name: String, _ axes: Int) -> Layout? {
    try? Layout(name, axes, a.shape, b.shape, attributes)
  }
}

extension Term {
  fileprivate func withTrailingAxes(_ count: Int) -> Term {
    reshaped(to: Shape(shape.sizes + Array(repeating: 1, count: count)))
  }
}
