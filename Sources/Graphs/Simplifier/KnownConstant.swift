/// Numbers that derivative rules and programs use, as a mathematician writes them.
enum KnownConstant: CaseIterable {
  case pi, e, ln2, ln10, oneOverRootTwo, twoOverRootPi, rootTwoOverPi, oneOverRootTwoPi

  /// The symbol π or ℯ. They belong to no graph, and come before all variables.
  static let piSymbol = symbol("π", -1, .pi)
  static let eSymbol = symbol("ℯ", -2, 2.718281828459045)

  /// The formula of exactly this number.
  static func formula(for value: Double) -> Formula? {
    // Whole numbers are the common case.
    if value == value.rounded() { return nil }
    for constant in allCases where constant.value == value.magnitude {
      return value < 0 ? .negative(constant.formula) : constant.formula
    }
    return nil
  }

  private var value: Double {
    switch self {
    case .pi: .pi
    case .e: 2.718281828459045
    case .ln2: 0.6931471805599453
    case .ln10: 2.302585092994046
    case .oneOverRootTwo: 0.5.squareRoot()
    case .twoOverRootPi: 1.1283791670955126
    case .rootTwoOverPi: 0.7978845608028654
    case .oneOverRootTwoPi: 0.3989422804014327
    }
  }

  private var formula: Formula {
    let half = Formula.number(.half)
    let two = Formula.number(Rational(2))
    switch self {
    case .pi: return Self.piSymbol
    case .e: return Self.eSymbol
    case .ln2: return .logarithm(of: 2)
    case .ln10: return .logarithm(of: 10)
    case .oneOverRootTwo: return .quotient(.one, .power(two, half))
    case .twoOverRootPi:
      return .quotient(two, .power(Self.piSymbol, half))
    case .rootTwoOverPi: return .power(.quotient(two, Self.piSymbol), half)
    case .oneOverRootTwoPi: return .quotient(.one, .power(.product([two, Self.piSymbol]), half))
    }
  }

  private static func symbol(_ name: String, _ rank: Int, _ value: Double) -> Formula {
    Formula(.symbol(.init(name: name, node: rank, rank: rank, constant: .number(value))))
  }
}

extension Formula {
  fileprivate static func logarithm(of number: Int) -> Formula {
    Formula(
      .apply(
        Application(
          operation: Catalogue.log, operands: [.number(Rational(number))], attributes: .none)))
  }
}
