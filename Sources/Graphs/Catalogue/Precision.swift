import Tensors

// The element type of tensors. `Quantity.inPrecision` says how others inherit it.
extension Catalogue {
  static let precision: [Operation] = [f32, f64]

  public static let f32: Operation = .init(
    Entry(
      "f32", group: .making, [.init("x")],
      doc:
        "x rounded to 32-bit numbers. Tensors of them stay so in operations with each other and with plain numbers; with 64-bit tensors they give 64 bits.",
      examples: [
        .init("f32([0.1, 2])[1] == 0.1", "false"), .init("f32([1, 2; 3, 4])", "f32([1, 2; 3, 4])"),
      ]),
    type: { types, _ in NodeType(types[0].isNumber ? .f64 : .f32, types[0].shape) },
    kernel: { operands, _ in
      if case .tensor(let tensor) = operands[0] { return .tensor(tensor.asSingles) }
      return .number((operands[0].asNumber ?? .nan).roundedToSingle)
    },
    derivative: .rule { $0.g }, domain: .skipped("rounding moves the points"),
    convention: "Rounding counts as no change.")

  public static let f64: Operation = .init(
    Entry(
      "f64", group: .making, [.init("x")], doc: "x as 64-bit numbers.",
      examples: [
        .init("f64([true, false])", "[1, 0]"), .init("typeof(f64(f32([1])))", "\"tensor\""),
      ]),
    type: { types, _ in NodeType(.f64, types[0].shape) },
    kernel: { operands, _ in
      if case .tensor(let tensor) = operands[0] { return .tensor(tensor.asWide) }
      return .number(operands[0].asNumber ?? .nan)
    },
    derivative: .rule { $0.g })
}
