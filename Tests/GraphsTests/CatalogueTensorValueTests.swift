import Tensors
import Testing

@testable import Graphs

/// Values of rows on tensors, and gradients of losses, as numpy 2.4, scipy 1.17, mpmath 1.3 and PyTorch 2.15
/// (in double precision) give them for the same operands.
@Suite struct CatalogueTensorValueTests {
  static let matrix = Quantity.make([0.3, -1.2, 2.5, 1.1, 0.4, -0.7], Shape([2, 3]))

  struct Case: CustomTestStringConvertible, Sendable {
    let row: Graphs.Operation
    let attributes: Attributes
    let expected: [Double]

    init(_ row: Graphs.Operation, _ attributes: Attribute..., gives expected: [Double]) {
      self.row = row
      self.attributes = Attributes(list: attributes)
      self.expected = expected
    }

    var testDescription: String { "\(row.name) \(attributes.values.map(\.sourceText))" }
  }

  // torch.sum(A, 0), torch.var(A, 1), np.quantile(A, 0.8, axis=0) and so on; axes count from 0 here too.
  static let reductions: [Case] = [
    Case(Catalogue.sum, .whole(0), gives: [1.4, -0.8, 1.8]),
    Case(Catalogue.mean, .whole(1), gives: [0.5333333333333333, 0.26666666666666666]),
    Case(Catalogue.prod, .whole(0), gives: [0.33, -0.48, -1.75]),
    Case(Catalogue.variance, gives: [1.736]),
    Case(Catalogue.variance, .whole(1), gives: [3.4633333333333334, 0.8233333333333333]),
    Case(
      Catalogue.std, .whole(1), .flag(false), .whole(0),
      gives: [1.5195028426721975, 0.7408703590297623]),
    Case(Catalogue.median, gives: [0.35]),
    Case(Catalogue.median, .whole(1), gives: [0.3, 0.4]),
    Case(Catalogue.quantile, .number(0.3), gives: [-0.2]),
    Case(Catalogue.quantile, .number(0.8), .whole(0), gives: [0.94, 0.08, 1.86]),
    Case(Catalogue.norm, gives: [3.104834939252005]),
    Case(Catalogue.norm, .absent, .flag(false), .number(1), gives: [6.2]),
    Case(Catalogue.norm, .absent, .flag(false), .number(.infinity), gives: [2.5]),
    Case(
      Catalogue.norm, .whole(1), .flag(false), .number(3),
      gives: [2.590299155975737, 1.202310363809359]),
    Case(Catalogue.logsumexp, gives: [2.9352454269170685]),
    Case(Catalogue.logsumexp, .whole(1), gives: [2.627096582800486, 1.6079520141095887]),
    Case(Catalogue.argmax, .whole(1), gives: [3, 1]),
    Case(Catalogue.argmin, gives: [2]),
    Case(Catalogue.cumsum, .whole(1), gives: [0.3, -0.9, 1.6, 1.1, 1.5, 0.8]),
    Case(Catalogue.cumprod, .whole(1), gives: [0.3, -0.36, -0.9, 1.1, 0.44, -0.308]),
    Case(Catalogue.cummax, .whole(1), gives: [0.3, 0.3, 2.5, 1.1, 1.1, 1.1]),
    Case(
      Catalogue.softmax,
      gives: [
        0.09757864772562466, 0.021772739294085852, 0.8806486129802894, 0.6017266454582053,
        0.2988086090342486, 0.09946474550754611,
      ]),
    Case(
      Catalogue.softmax, .whole(0),
      gives: [
        0.31002551887238755, 0.1679816148660755, 0.9608342772032357, 0.6899744811276125,
        0.8320183851339245, 0.039165722796764356,
      ]),
    Case(
      Catalogue.logSoftmax,
      gives: [
        -2.327096582800486, -3.827096582800486, -0.12709658280048583, -0.5079520141095887,
        -1.2079520141095887, -2.307952014109589,
      ]),
  ]

  @Test(arguments: reductions)
  func ofAMatrix(example: Case) throws {
    let value = try example.row.kernel([Self.matrix], example.attributes)
    expectClose(value.elements, example.expected)
  }

  // torch.nn.functional at −3, −0.5, 0, 0.7, 2.
  static let activations: [Case] = [
    Case(Catalogue.leakyRelu, gives: [-0.03, -0.005, 0, 0.7, 2]),
    Case(Catalogue.elu, gives: [-0.950212931632136, -0.3934693402873666, 0, 0.7, 2]),
    Case(
      Catalogue.selu,
      gives: [-1.6705687287671118, -0.6917581878028713, 0, 0.7354906911488363, 2.101401974710961]),
    Case(
      Catalogue.gelu,
      gives: [
        -0.00404969409489031, -0.15426876936299344, 0, 0.5306254434438489, 1.9544997361036416,
      ]),
    Case(
      Catalogue.silu,
      gives: [
        -0.14227761953270035, -0.1887703343990727, 0, 0.46773144051771626, 1.7615941559557646,
      ]),
    Case(
      Catalogue.softplus,
      gives: [
        0.04858735157374206, 0.4740769841801067, 0.6931471805599453, 1.103186048885458,
        2.1269280110429727,
      ]),
  ]

  @Test(arguments: activations)
  func activation(example: Case) throws {
    let points = Quantity.vector([-3, -0.5, 0, 0.7, 2])
    let value = try example.row.kernel([points], example.attributes)
    expectClose(value.elements, example.expected)
  }

  struct Loss: CustomTestStringConvertible, Sendable {
    let row: Graphs.Operation
    let operands: [Quantity]
    let attributes: Attributes
    let value: Double
    let gradient: [Double]

    init(
      _ row: Graphs.Operation, _ prediction: Quantity, _ target: Quantity,
      _ attributes: Attributes = .none, gives value: Double, gradient: [Double]
    ) {
      self.row = row
      self.operands = [prediction, target]
      self.attributes = attributes
      self.value = value
      self.gradient = gradient
    }

    var testDescription: String { row.name }
  }

  private static let p = Quantity.vector([0.1, 0.6, 0.9])
  private static let t = Quantity.vector([0, 1, 0.3])

  static let losses: [Loss] = [
    Loss(
      Catalogue.mse, p, t, gives: 0.17666666666666672,
      gradient: [0.06666666666666667, -0.26666666666666666, 0.4]),
    Loss(
      Catalogue.mae, p, t, gives: 0.3666666666666667,
      gradient: [0.3333333333333333, -0.3333333333333333, 0.3333333333333333]),
    Loss(
      Catalogue.huber, p, t, gives: 0.08833333333333336,
      gradient: [0.03333333333333333, -0.13333333333333333, 0.2]),
    Loss(
      Catalogue.huber, p, t, Attributes(.number(0.2)), gives: 0.055,
      gradient: [0.03333333333333333, -0.06666666666666667, 0.06666666666666667]),
    Loss(
      Catalogue.bce, p, t, gives: 0.7532012864056656,
      gradient: [0.3703703703703703, -0.5555555555555556, 2.2222222222222228]),
    Loss(
      Catalogue.bceLogits, p, t, gives: 0.7176794950971814,
      gradient: [0.17499306249298, -0.11811456459140153, 0.13698316754166798]),
    // torch.nn.functional.kl_div(log(p), q, reduction="mean")
    Loss(
      Catalogue.kl, p, .vector([0.2, 0.5, 0.3]), gives: -0.09403834296180706,
      gradient: [-0.6666666666666666, -0.2777777777777778, -0.1111111111111111]),
    Loss(
      Catalogue.hinge, p, .vector([-1, 1, 1]), gives: 0.5333333333333333,
      gradient: [0.3333333333333333, -0.3333333333333333, -0.3333333333333333]),
    // Classes 2 and 0 of torch are 3 and 1 here.
    Loss(
      Catalogue.crossEntropy, matrix, .vector([3, 1]), gives: 0.31752429845503727,
      gradient: [
        0.04878932386281233, 0.010886369647042926, -0.0596756935098553, -0.19913667727089734,
        0.14940430451712433, 0.049732372753773055,
      ]),
    Loss(
      Catalogue.crossEntropy, matrix, .make([0.2, 0.3, 0.5, 0, 1, 0], Shape([2, 3])),
      gives: 1.4425242984550375,
      gradient: [
        -0.051210676137187675, -0.13911363035295707, 0.1903243064901447, 0.30086332272910266,
        -0.35059569548287567, 0.049732372753773055,
      ]),
  ]

  @Test(arguments: losses)
  func loss(example: Loss) throws {
    var graph = Graph()
    let inputs = example.operands.map { graph.addInput(NodeType($0.dtype, $0.shape)) }
    let loss = try graph.add(example.row, inputs, example.attributes)
    var (result, gradients) = try graph.reverse(of: loss, wrt: [inputs[0]])
    result.outputs = [loss] + gradients.compactMap { $0 }
    let values = try result.evaluate(example.operands)
    expectClose(values[0].elements, [example.value])
    expectClose(values[1].elements, example.gradient)
  }

  @Test func products() throws {
    let other = Quantity.make((0..<12).map { Double($0) / 10 }, Shape([3, 4]))
    let product = try Catalogue.matmul.kernel([Self.matrix, other], .none)
    expectClose(product.elements, [1.52, 1.68, 1.84, 2, -0.4, -0.32, -0.24, -0.16])
    let square = Quantity.make([0.3, -1.2, 1.1, 0.4], Shape([2, 2]))
    let kron = try Catalogue.kron.kernel([square, .make([1, 2, 0, 1], Shape([2, 2]))], .none)
    expectClose(
      kron.elements, [0.3, 0.6, -1.2, -2.4, 0, 0.3, 0, -1.2, 1.1, 2.2, 0.4, 0.8, 0, 1.1, 0, 0.4])
  }

  private static let square = Quantity.make([4, -2, 1, 2, 5, -1, 0.5, 1, -3], Shape([3, 3]))

  // numpy.linalg.solve, inv, det, slogdet; numpy.einsum
  @Test func equations() throws {
    let b = Quantity.vector([1, 2, 3])
    expectClose(
      try Catalogue.solve.kernel([Self.square, b], .none).elements,
      [0.4888888888888889, 0.022222222222222227, -0.9111111111111111])
    expectClose(
      try Catalogue.inv.kernel([Self.square], .none).elements,
      [
        0.2074074074074074, 0.07407407407407407, 0.04444444444444445, -0.08148148148148147,
        0.18518518518518517, -0.08888888888888888, 0.007407407407407411, 0.07407407407407407,
        -0.35555555555555557,
      ])
    expectClose(try Catalogue.det.kernel([Self.square], .none).elements, [-67.5])
    expectClose(try Catalogue.logdet.kernel([Self.square], .none).elements, [4.212127597878483])
    let singular = Quantity.make([1, 2, 2, 4], Shape([2, 2]))
    #expect(throws: CatalogueFault.singular(operation: "inv")) {
      try Catalogue.inv.kernel([singular], .none)
    }
    #expect(try Catalogue.det.kernel([singular], .none).asNumber == 0)
  }

  // numpy.linalg.cholesky of A·Aᵀ + I, scipy.linalg.expm; a rotation by 3 radians is cos 3, sin 3.
  @Test func functionsOfMatrices() throws {
    let positive = Quantity.make([22, -3, -3, -3, 31, 9, -3, 9, 11.25], Shape([3, 3]))
    expectClose(
      try Catalogue.cholesky.kernel([positive], .none).elements,
      [
        4.69041575982343, 0, 0, -0.6396021490668312, 5.53090490705717, 0, -0.6396021490668312,
        1.5532556128288344, 2.903154507105127,
      ])
    #expect(throws: CatalogueFault.notPositiveDefinite) {
      try Catalogue.cholesky.kernel([Self.square], .none)
    }
    expectClose(
      try Catalogue.expm.kernel([Self.square], .none).elements,
      [
        -43.63192244785971, -82.67294637718358, 8.172564959880857, 85.68784712524834,
        -8.325250755397166, 9.916839528506939, 10.116083976069703, -3.8870380323776605,
        1.6667482671717284,
      ], within: 1e-12)
    let turn = try Catalogue.expm.kernel([.make([0, -3, 3, 0], Shape([2, 2]))], .none)
    let (cosine, sine) = (-0.9899924966004454, 0.1411200080598672)
    expectClose(turn.elements, [cosine, -sine, sine, cosine])
  }

  @Test func einsum() throws {
    let positive = Quantity.make([22, -3, -3, -3, 31, 9, -3, 9, 11.25], Shape([3, 3]))
    let operands = [Self.square, positive, .vector([1, 2, 3])]
    expectClose(
      try Catalogue.einsum.kernel(operands, Attributes(.text("ij,kj,k->i"))).elements,
      [-95.25, 395.25, -56.75])
    expectClose(
      try Catalogue.einsum.kernel([Self.square, positive], Attributes(.text("ij, jk"))).elements,
      [91, -65, -18.75, 32, 140, 27.75, 17, 2.5, -26.25])
    for wrong in ["ij,jk->il", "ii,jk->i", "ij->", "i,jk->", "ij,j1->", ""] {
      #expect(throws: CatalogueFault.self) {
        try Catalogue.einsum.kernel([Self.square, positive], Attributes(.text(wrong)))
      }
    }
  }

  private static let image = Quantity.make(
    (0..<24).map { Double($0 % 7 - 3) / 2 }, Shape([1, 2, 4, 3]))
  private static let filters = Quantity.make(
    (0..<16).map { Double($0 % 5 - 2) / 4 }, Shape([2, 2, 2, 2]))

  // torch.nn.functional.conv2d, conv1d, max_pool2d, avg_pool2d
  @Test func windows() throws {
    let plain = try Catalogue.conv2d.kernel([Self.image, Self.filters], .none)
    expectClose(
      plain.elements,
      [1.125, 2.5, -0.875, -1.25, -0.25, 1.125, -0.875, -1.625, -0.5, 1.375, -0.125, -0.875])
    let strided = try Catalogue.conv2d.kernel(
      [Self.image, Self.filters], Attributes(.whole(2), .whole(1)))
    #expect(strided.shape == Shape([1, 2, 3, 2]))
    expectClose(
      strided.elements,
      [-0.375, -0.5, 0.875, -1.25, 0.875, -0.375, -0.125, 2.125, -0.875, 1.375, -0.625, 0.125])
    let signal = try Kernels.reshape(Self.image, to: Shape([1, 2, 12]))
    let lines = try Kernels.reshape(Self.filters, to: Shape([2, 2, 4]))
    let filtered = try Catalogue.conv1d.kernel([signal, lines], Attributes(.whole(3)))
    expectClose(filtered.elements, [1.125, 0, -1.125, -0.5, -1, 2])
    let greatest = try Catalogue.maxPool.kernel([Self.image], Attributes(.whole(2)))
    expectClose(greatest.elements, [0.5, 1.5, 1.5, 1])
    let overlapping = try Catalogue.maxPool.kernel([Self.image], Attributes(.whole(2), .whole(1)))
    expectClose(overlapping.elements, [0.5, 1, 1.5, 1, 1.5, 0.5, 1.5, 1.5, 1, 1.5, 1, 1.5])
    let means = try Catalogue.avgPool.kernel([Self.image], Attributes(.whole(2)))
    expectClose(means.elements, [-0.5, -0.125, 0.25, -0.25])
  }

  // torch.nn.functional.layer_norm(A, (3,)) and batch_norm(A, None, None, training=True)
  @Test func normalisation() throws {
    expectClose(
      try Catalogue.layerNorm.kernel([Self.matrix], .none).elements,
      [
        -0.15355866503749624, -1.1407215117071143, 1.2942801767446104, 1.124792930621837,
        0.17996686889949393, -1.3047597995213305,
      ])
    expectClose(
      try Catalogue.batchNorm.kernel([Self.matrix], .none).elements,
      [
        -0.9999687514647676, -0.9999921875915515, 0.9999980468807219, 0.9999687514647674,
        0.9999921875915515, -0.999998046880722,
      ])
  }

  // scipy.special.beta, polygamma, binom.
  @Test func specialFunctions() throws {
    func value(_ row: Graphs.Operation, _ x: Double..., order: Attribute = .absent) throws
      -> [Double]
    {
      try row.kernel(x.map { .number($0) }, Attributes(order)).elements
    }
    expectClose(try value(Catalogue.beta, 2.5, 0.7), [0.7118737432786022])
    expectClose(try value(Catalogue.binomial, 5.5, 2.5), [14.4375])
    expectClose(try value(Catalogue.binomial, 60, 30), [118264581564861424])
    expectClose(try value(Catalogue.polygamma, 1.3, order: .whole(2)), [-1.1984625146519565])
    expectClose(try value(Catalogue.polygamma, 0.4, order: .whole(3)), [236.19525903394702])
    expectClose(try value(Catalogue.polygamma, 25, order: .whole(4)), [-1.662971425007893e-05])
  }

  // mpmath.diff(lambda x: mpmath.sinc(mpmath.pi*x), x, n) at 0, 0.25, 1.5, 7.
  @Test(arguments: [
    (1, [0, -0.772838139882234, 0.141471060526129, -0.142857142857143]),
    (2, [-3.28986813369645, -2.70306075725886, 1.90576702169169, 0.0408163265306122]),
    (3, [0, 4.52127228855079, -3.81153404338338, 1.39245077449965]),
  ])
  func derivativesOfSinc(order: Int, expected: [Double]) throws {
    let points = Quantity.vector([0, 0.25, 1.5, 7])
    let value = try Catalogue.sincDerivative.kernel([points], Attributes(.whole(order)))
    expectClose(value.elements, expected)
  }

  private func expectClose(
    _ values: [Double], _ expected: [Double], within tolerance: Double = 2e-14
  ) {
    #expect(values.count == expected.count)
    for (value, right) in zip(values, expected) {
      #expect(
        abs(value - right) <= tolerance * max(1, abs(right)), "\(values), expected \(expected)")
    }
  }
}
