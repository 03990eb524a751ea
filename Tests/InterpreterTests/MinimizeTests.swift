import Testing

@Suite struct MinimizeTests {
  /// An equation notebook and the same network as functions train to the same bits.
  @Test func equationsAndFunctionsTrainAlike() {
    let functions = """
      loss(p) = (1.0 - σ(p.W4*σ(p.W1*0.5 + p.W2*(-1.0) + p.W3*2.0 + p.b1) + p.b2))^2
      p0 = {W1: 0.4, W2: -0.2, W3: 0.1, b1: 0.1, W4: 0.7, b2: -0.3}
      f = minimize(loss, p0, using=adam(0.05), steps=300)

      """
    let equations =
      LessonNetworkTests.oneHidden
      + "e = minimize L over W1, W2, W3, b1, W4, b2 using adam(0.05) for 300\n"
    let same = "(all(e.loss .== f.loss), e.params.W1 == f.params.W1, e.params.b2 == f.params.b2)"
    #expect(run(functions + equations + same) == "(true, true, true)")
  }

  @Test func matricesTrainAlikeToo() {
    let program = """
      X = [0.5, -1; 2, 1; -1, 0.3]; Y = [1, 0; 0, 1; 1, 1]; W = [0.1, 0.2; -0.3, 0.4]; b = [0, 0.1]
      loss(p) = mse(tanh(X*p.W .+ p.b), Y)
      f = minimize(loss, {W: W, b: b}, using=rmsprop(0.01), steps=100)
      H := tanh(X*W .+ b)
      L := mse(H, Y)
      e = minimize L over W, b using rmsprop(0.01) for 100
      (all(e.loss .== f.loss), all(W .== f.params.W))
      """
    #expect(run(program) == "(true, true)")
  }

  @Test func untilEndsARun() {
    let program =
      "w = 4; L := w^2; r = minimize L over w using gd(0.1) for 1000 until L < 1\nr.steps"
    // 16·0.64^k < 1 from k = 7 on, so that the eighth loss ends it.
    #expect(run(program) == "8")
    #expect(
      run("minimize(w -> w^2, 4, using=gd(0.1), steps=1000, until=l -> l < 1).steps") == "8")
  }

  @Test func runsShowATableAndBars() {
    let text = run("w = 4; L := w^2; minimize L over w using gd(0.1) for 50")
    #expect(text.hasPrefix("run of 50 steps: loss 16 → "))
    #expect(text.contains("█"))
    #expect(text.contains("\n1     16"))
    #expect(text.split(separator: "\n").count == 8)
  }

  @Test func reportsAreSparse() {
    let text = run("r = minimize(w -> w^2, 4, using=gd(0.1), steps=30, report=true)")
    #expect(text.split(separator: "\n").count == 5)
    #expect(text.hasPrefix("step 1: loss 16\nstep 2: loss 10.24\nstep 5: loss "))
  }

  @Test func theFirstNaNNamesItsOrigin() {
    let text = run(
      "w = 1\nz := w - 3\nl := log(z)\nL := l^2\nr = minimize L over w using gd(0.1) for 5")
    #expect(text.contains("E0624"))
    #expect(text.contains("the loss is NaN at step 1: it begins with log(-2) in l"))
    let function = run("minimize(w -> log(w - 3)^2, 1, using=gd(0.1), steps=5)")
    #expect(function.contains("it begins with log(-2)"))
  }

  /// Steps taken before the NaN are kept.
  @Test func valuesBeforeTheNaNStand() {
    let shown = runInputs("w = 0.5; L := log(w)", "r = minimize L over w using gd(0.2) for 9", "w")
    // 0.5 − 0.2/0.5 = 0.1, then 0.1 − 0.2/0.1 = −1.9, where the logarithm is NaN.
    #expect(shown[2] == "-1.9")
  }

  @Test func optimizersShowTheirEquations() {
    let text = run("adam(0.1)")
    #expect(text.hasPrefix("adam: lr = 0.1, beta1 = 0.9, beta2 = 0.999, eps = 1e-8\n"))
    #expect(text.contains("  m ← beta1*m + (1 - beta1)*g\n"))
    #expect(text.contains("  p ← p - lr*(m̂ ./ (sqrt(v̂) .+ eps))"))
    #expect(run("clip_norm(gd(0.1), 2)").contains("then gd: lr = 0.1\n  p ← p - lr*g"))
    #expect(run("source(adam)").contains("m̂ = m/(1 - beta1^t)"))
  }

  // MARK: explain

  /// The numbers of the first step of adam on L = w² at w = 3: g = 6, m = 0.6, v = 0.036.
  @Test func explainShowsEveryTerm() {
    let shown = runInputs("w = 3; L := w^2", "explain minimize L over w using adam(0.1)", "w")
    let text = shown[1]
    #expect(text.contains("g ← ∂L/∂w = 6\n"))
    #expect(text.contains("m ← beta1*m + (1 - beta1)*g = 0.9*0 + (1 - 0.9)*6 = 0.6\n"))
    #expect(
      text.contains("v ← beta2*v + (1 - beta2)*g^2 = 0.999*0 + (1 - 0.999)*6^2 = 0.036\n")
    )
    #expect(text.contains("m̂ ← m/(1 - beta1^t) = 0.6/(1 - 0.9^1) = 6\n"))
    #expect(
      text.contains(
        "w ← w - lr*(m̂/(sqrt(v̂) + eps)) = 3 - 0.1*(6/(sqrt(36) + 1e-8)) = 2.9\n"))
    #expect(text.contains("L before 9, after 8.41; nothing was changed"))
    #expect(shown[2] == "3")
  }

  /// cosine(0.05, 100) is 0.05 at step 1, warmup(0.1, 10) is 0.01.
  @Test func explainShowsTheRateOfASchedule() {
    func first(_ optimizer: String) -> String? {
      run("w = 3; L := w^2; explain minimize L over w using \(optimizer)")
        .split(separator: "\n").first.map(String.init)
    }
    #expect(
      first("adam(cosine(0.05, 100))")?.hasPrefix(
        "one step of adam: lr = 0.05 (cosine at step 1), beta1 = 0.9,") == true)
    #expect(first("gd(warmup(0.1, 10))") == "one step of gd: lr = 0.01 (warmup at step 1) on L")
    #expect(first("gd(t -> 0.2/t)") == "one step of gd: lr = 0.2 (a schedule at step 1) on L")
    #expect(run("gd(cosine(0.1, 5))").hasPrefix("gd: lr cosine\n"))
  }

  /// The gradients 6 and 8 have the norm 10: a limit of 5 halves them.
  @Test func explainShowsClipping() {
    let program = "w = 3; v = 4; L := w^2 + v^2; explain minimize L over w, v using "
    let text = run(program + "clip_norm(gd(0.1), 5)")
    #expect(
      text.contains(
        "clip_norm: limit = 5; the norm of all gradients is 10, each is multiplied by 0.5"))
    #expect(text.contains("  g ← 0.5*g = 0.5*6 = 3\n"))
    #expect(text.contains("  w ← w - lr*g = 3 - 0.1*3 = 2.7\n"))
    #expect(
      run(program + "clip_norm(gd(0.1), 50)").contains(
        "norm of all gradients is 10, nothing changes"))
    let cut = run(program + "clip_value(gd(0.1), 7)")
    #expect(
      cut.contains("the norm of all gradients is 10, 1 of 2 elements change, and it is 9.21954"))
    #expect(cut.contains("  g ← clamp(g, -7, 7) = clamp(8, -7, 7) = 7\n"))
  }

  @Test(arguments: [
    "gd(0.1)", "sgd(0.1, momentum=0.9, nesterov=true)", "rmsprop()",
    "rmsprop(centered=true, momentum=0.5)", "adagrad()", "adadelta()", "adam()", "adamw()",
    "amsgrad()", "nadam()", "clip_norm(adam(), 1)", "gd(cosine(0.1, 100))",
  ])
  func theEquationsAreTheUpdate(optimizer: String) throws {
    let text = run(
      "digits(17); w = 3; L := w^2*exp(w/4); explain minimize L over w using \(optimizer)")
    let stepped = run(
      "digits(17); w = 3; L := w^2*exp(w/4); r = minimize L over w using \(optimizer) for 1\nw")
    let line = try #require(text.split(separator: "\n").last { $0.contains("  w ") }, "\(text)")
    let explained = try #require(line.split(separator: " ").last.flatMap { Double($0) })
    let expected = try #require(Double(stepped))
    #expect(abs(explained - expected) < 1e-14, "\(text)")
  }
}
