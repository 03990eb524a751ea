import Testing

@testable import Tensors

/// Values of the elementary functions against mpmath.
@Suite struct ElementwiseValuesTests {
  /// The bound on the error in ulps: SLEEF states 1.0 (1.5 for erfc); our own formulas have more
  /// steps.
  static func bound(_ op: UnaryOp) -> Double {
    switch op {
    case .erfinv, .normalQuantile, .digamma, .trigamma: 5
    case .sigmoid, .softplus, .logSigmoid, .erfc: 2
    default: 1
    }
  }

  @Test(arguments: UnaryOp.allCases) func matchesTable(_ op: UnaryOp) {
    for row in rows(elementaryValues) where row[0] == "\(op)" {
      let (x, expected) = (numbers(row, from: 1)[0], numbers(row, from: 1)[1])
      #expect(ulpDistance(op.apply(x), expected) <= Self.bound(op), "\(op)(\(x))")
    }
  }

  @Test func tableIsLong() { #expect(rows(elementaryValues).count == 160) }

  @Test func wholeResultsAreExact() {
    for n in 0...22 {
      let power = BinaryOp.power.apply(10, Double(n))
      #expect(power == (0..<n).reduce(1.0) { value, _ in value * 10 })
      #expect(UnaryOp.log10.apply(power) == Double(n))
    }
    for n in -1000...1000 {
      #expect(UnaryOp.log2.apply(UnaryOp.exp2.apply(Double(n))) == Double(n))
    }
    for n in 1...100 { #expect(UnaryOp.cbrt.apply(Double(n * n * n)) == Double(n)) }
    var factorial = 1.0
    for n in 1...22 {
      #expect(UnaryOp.gamma.apply(Double(n)) == factorial)
      factorial *= Double(n)
    }
  }

  @Test func stableFormsDoNotOverflow() {
    #expect(UnaryOp.sigmoid.apply(-1000) == 0)
    #expect(UnaryOp.sigmoid.apply(1000) == 1)
    #expect(UnaryOp.softplus.apply(1000) == 1000)
    #expect(UnaryOp.softplus.apply(-1000) == 0)
    #expect(UnaryOp.logSigmoid.apply(-1000) == -1000)
    #expect(BinaryOp.logaddexp.apply(1000, 1000) == 1000 + UnaryOp.log.apply(2))
    #expect(BinaryOp.hypot.apply(3 * 0x1p600, 4 * 0x1p600) == 5 * 0x1p600)
  }

  /// ψ(1 + x) = ψ(x) + 1/x, over both signs and both branches of the recurrence.
  @Test func digammaRecurrence() {
    for x in spread(200, from: -8.37, to: 25) {
      let left = UnaryOp.digamma.apply(1 + x)
      let right = UnaryOp.digamma.apply(x) + 1 / x
      #expect(abs(left - right) <= 1e-13 * max(1, abs(left), abs(1 / x)))
    }
  }

  @Test func erfinvInvertsErf() {
    for x in spread(100, from: -3, to: 3) {
      // The error of y = erf(x) is magnified by dx/dy = √π/2 · e^x².
      let back = UnaryOp.erfinv.apply(UnaryOp.erf.apply(x))
      #expect(abs(back - x) <= 4e-16 * (1 + UnaryOp.exp.apply(x * x)))
    }
  }

  @Test func squareAndReciprocalPowersAreExact() {
    for x in spread(500, from: -1e3, to: 1e3) {
      #expect(BinaryOp.power.apply(x, 2) == x * x)
      #expect(BinaryOp.power.apply(x, -1) == 1 / x)
      #expect(UnaryOp.square.apply(x) == x * x)
    }
  }
}

/// Name, argument, value. mpmath 1.3 at 60 digits, rounded to the nearest double.
private let elementaryValues = """
  cbrt -35.5 -3.2865692257212147
  cbrt -1.25 -1.077217345015942
  cbrt 1e-08 0.002154434690031884
  cbrt 0.75 0.9085602964160698
  cbrt 18.5 2.644786236347104
  exp -700.0 9.85967654375977e-305
  exp -1.1 0.33287108369807955
  exp 1e-08 1.00000001
  exp 2.3 9.974182454814718
  exp 700.0 1.0142320547350045e+304
  exp2 -1000.0 9.332636185032189e-302
  exp2 -1.1 0.4665164957684037
  exp2 0.5 1.4142135623730951
  exp2 2.3 4.924577653379664
  exp2 1000.0 1.0715086071862673e+301
  exp10 -300.0 1e-300
  exp10 -1.1 0.07943282347242814
  exp10 0.5 3.1622776601683795
  exp10 2.3 199.52623149688787
  exp10 300.0 1e+300
  expm1 -35.5 -0.9999999999999997
  expm1 -1.25 -0.7134952031398099
  expm1 1e-08 1.0000000050000001e-08
  expm1 0.75 1.1170000166126746
  expm1 18.5 108254986.75023076
  log 1e-300 -690.7755278982137
  log 0.3 -1.2039728043259361
  log 0.999 -0.0010005003335835344
  log 7.25 1.9810014688665833
  log 1e+17 39.14394658089878
  log2 1e-300 -996.5784284662087
  log2 0.3 -1.7369655941662063
  log2 0.999 -0.0014434168696687186
  log2 7.25 2.8579809951275723
  log2 1e+17 56.47277761308516
  log10 1e-300 -300.0
  log10 0.3 -0.5228787452803376
  log10 0.999 -0.0004345117740176917
  log10 7.25 0.8603380065709937
  log10 1e+17 17.0
  log1p -0.9 -2.302585092994046
  log1p -1e-09 -1.0000000005000001e-09
  log1p 1e-12 9.999999999995e-13
  log1p 0.4 0.33647223662121295
  log1p 1000000000.0 20.72326583794641
  sin -100000.0 -0.03574879797201651
  sin -2.3 -0.7457052121767203
  sin 1e-08 1e-08
  sin 0.7 0.644217687237691
  sin 1e+22 -0.8522008497671888
  cos -100000.0 -0.9993608074382124
  cos -2.3 -0.6662760212798241
  cos 1e-08 1.0
  cos 0.7 0.7648421872844885
  cos 1e+22 0.523214785395139
  tan -100000.0 0.035771662952898776
  tan -2.3 1.1192136417341325
  tan 1e-08 1e-08
  tan 0.7 0.8422883804630794
  tan 1e+22 -1.6287782256068988
  asin -0.99 -1.4292568534704693
  asin -0.3 -0.3046926540153975
  asin 1e-09 1e-09
  asin 0.5 0.5235987755982989
  asin 0.999 1.526071239626163
  acos -0.99 3.000053180265366
  acos -0.3 1.8754889808102941
  acos 1e-09 1.5707963257948967
  acos 0.5 1.0471975511965979
  acos 0.999 0.044725087168733454
  atan -35.5 -1.5426347598070043
  atan -1.25 -0.8960553845713439
  atan 1e-08 1e-08
  atan 0.75 0.6435011087932844
  atan 18.5 1.5167948264189284
  sinh -35.5 -1307447057222848.2
  sinh -1.25 -1.6019190803008256
  sinh 1e-08 1e-08
  sinh 0.75 0.82231673193583
  sinh 18.5 54127493.87511537
  cosh -35.5 1307447057222848.2
  cosh -1.25 1.8884238771610158
  cosh 1e-08 1.0
  cosh 0.75 1.2946832846768448
  cosh 18.5 54127493.87511538
  tanh -35.5 -1.0
  tanh -1.25 -0.8482836399575129
  tanh 1e-08 1e-08
  tanh 0.75 0.6351489523872873
  tanh 18.5 0.9999999999999998
  asinh -35.5 -4.2628781913779745
  asinh -1.25 -1.0475930126492587
  asinh 1e-08 1e-08
  asinh 0.75 0.6931471805599453
  asinh 18.5 3.611647573772702
  acosh 1.0001 0.014142017775251545
  acosh 1.5 0.9624236501192069
  acosh 4.0 2.0634370688955603
  acosh 100000.0 12.206072645505174
  acosh 1e+200 461.2101657793691
  atanh -0.999 -3.8002011672501994
  atanh -0.3 -0.3095196042031117
  atanh 1e-09 1e-09
  atanh 0.5 0.5493061443340549
  atanh 0.9 1.4722194895832204
  erf -35.5 -1.0
  erf -1.25 -0.9229001282564583
  erf 1e-08 1.1283791670955126e-08
  erf 0.75 0.7111556336535151
  erf 18.5 1.0
  erfc -3.0 1.9999779095030015
  erfc -0.3 1.3286267594591274
  erfc 1e-08 0.9999999887162083
  erfc 2.5 0.0004069520174449589
  erfc 25.0 8.300172571196523e-274
  erfinv -0.999999 -3.458910737275499
  erfinv -0.3 -0.2724627147267543
  erfinv 1e-12 8.86226925452758e-13
  erfinv 0.5 0.4769362762044699
  erfinv 0.97 1.5344856217777179
  normalQuantile 1e-12 -7.034483825301132
  normalQuantile 0.02 -2.053748910631823
  normalQuantile 0.3 -0.5244005127080408
  normalQuantile 0.6 0.2533471031357997
  normalQuantile 0.999 3.090232306167813
  gamma -3.7 0.2516439959024227
  gamma 0.1 9.51350769866873
  gamma 1.5 0.886226925452758
  gamma 4.25 8.28508514183522
  gamma 150.5 4.661072627097378e+261
  lgamma -3.7 -1.3797399049658245
  lgamma 0.1 2.252712651734206
  lgamma 1.5 -0.12078223763524522
  lgamma 40.25 107.55163153760464
  lgamma 10000000000.0 220258509288.81058
  digamma -3.7 -0.8450768588704194
  digamma 0.1 -10.423754940411076
  digamma 0.7 -1.2200235536979347
  digamma 4.25 1.3246832187604867
  digamma 1000000.0 13.815510057964191
  trigamma -3.7 14.84242186412428
  trigamma 0.1 101.43329915079275
  trigamma 1.5 0.9348022005446793
  trigamma 4.25 0.26512373409656215
  trigamma 1000000.0 1.0000005000001667e-06
  sigmoid -35.5 3.824246628097134e-16
  sigmoid -1.25 0.22270013882530884
  sigmoid 1e-08 0.5000000025
  sigmoid 0.75 0.679178699175393
  sigmoid 18.5 0.9999999907625504
  softplus -35.5 3.8242466280971346e-16
  softplus -1.25 0.2519290813453729
  softplus 1e-08 0.6931471855599454
  softplus 0.75 1.1368710061148999
  softplus 18.5 18.50000000923745
  logSigmoid -35.5 -35.5
  logSigmoid -1.25 -1.501929081345373
  logSigmoid 1e-08 -0.6931471755599453
  logSigmoid 0.75 -0.38687100611489994
  logSigmoid 18.5 -9.237449619305356e-09
  """
