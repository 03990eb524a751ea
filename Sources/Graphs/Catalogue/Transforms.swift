import Tensors

extension Catalogue {
  static let transforms: [Operation] = [fourier]

  /// The discrete Fourier transform of complex numbers along the last axis, not divided by anything.
  /// Real and imaginary parts stand behind each other on the first axis.
  ///
  /// It is linear, and its adjoint is the transform with the other sign.
  public static let fourier: Operation = .init(
    Entry(
      "fft", group: .calculus,
      [.init("x"), .init("inverse", .attribute(.flag), default: .flag(false))],
      doc: "Σⱼ xⱼ·exp(∓2πi·jk/n), real and imaginary parts on the first axis.", isInternal: true),
    type: { types, _ in
      let shape = types[0].shape
      guard shape.rank >= 2, shape[0] == 2 else {
        throw TensorFault.rank(operation: "fft", expected: "real and imaginary parts", shape)
      }
      return NodeType(.f64, shape)
    },
    kernel: { operands, attributes in
      let shape = operands[0].shape
      let n = shape[shape.rank - 1]
      if shape.count == 0 { return .make([], shape) }
      let plan = FourierPlan(n, isInverse: attributes.flag(0))
      var elements = operands[0].elements
      let half = elements.count / 2
      for start in stride(from: 0, to: half, by: n) {
        if TensorBudget.isCancelled { throw TensorFault.cancelled }
        let line = plan.transform(
          ComplexLine(
            re: Array(elements[start..<start + n]),
            im: Array(elements[half + start..<half + start + n])))
        elements.replaceSubrange(start..<start + n, with: line.re)
        elements.replaceSubrange(half + start..<half + start + n, with: line.im)
      }
      return .make(elements, shape)
    },
    derivative: .rule { fourier($0.g, with: .flag(!$0.attributes.flag(0))) })
}
