import Diagnostics
import Graphs
import Syntax
import Tensors

// `explain minimize L over W1 using adam(0.1)`: the first step with all of its terms, changing nothing.
extension Machine {
  func explainMinimize(
    _ info: Code.MinimizeInfo, _ file: SourceFile, _ registers: Registers
  ) throws -> Value {
    let value = info.hasOptimizer ? registers[1] : try defaultOptimizer()
    let optimizer = try Optimizer(value, self)
    guard let card = OptimizerCard(optimizer.record) else { throw Diagnostic.noUpdateEquations() }
    try checkVariables(info)
    let (loss, gradients) = try lossAndGradients(info)
    let clippings = try optimizer.clippings(gradients.flatMap(\.leaves), self)
    let display = Display(digits: digits)
    let title = card.title(display, rates: try rates(of: card, at: 1))
    var lines: [Derivation.Line] = [.words("one step of \(title) on \(info.target.targetText)")]
    lines += clippings.map { .words($0.words(display)) }
    let old = try info.target.variables.map { try readPlain($0.slot).replacingLeaves(\.asFloating) }
    var stepping = optimizer
    let updated = try stepping.apply(old.flatMap(\.leaves), gradients.flatMap(\.leaves), self)
    let after = try self.loss(info, at: updated, like: old)
    var leaf = 0
    for variable in info.target.variables {
      for (name, old) in try readPlain(variable.slot).namedLeaves(variable.name) {
        let context = ExplainContext(
          target: info.target.targetName ?? info.target.targetText, variable: name, fixed: [],
          display: display)
        let raw = gradients.flatMap(\.leaves)[leaf]
        var step = try StepExplainer(self, context, optimizer, card, old.asFloating)
        lines += try step.lines(
          gradient: raw, clippings: clippings.map { ($0, $0.gradients[leaf]) },
          updated: updated.indices.contains(leaf) ? updated[leaf] : nil)
        leaf += 1
      }
    }
    let name = info.target.targetText
    lines.append(
      .words(
        "\(name) before \(display.number(loss)), after \(display.number(after)); nothing was changed"
      ))
    return .derivation(
      Derivation(headline: "one step of \(card.name) on \(name)", lines: lines))
  }

  /// A schedule stands for its rate at a step.
  fileprivate func rates(of card: OptimizerCard, at step: Int) throws -> [String: Value] {
    var rates: [String: Value] = [:]
    for (name, value) in zip(card.parameters.names, card.parameters.values) {
      guard case .function(let schedule) = value else { continue }
      rates[name] = try call(schedule, [.number(Double(step))])
    }
    return rates
  }

  /// The loss at the updated values, which are not kept.
  private func loss(
    _ info: Code.MinimizeInfo, at updated: [Value], like old: [Value]
  ) throws -> Double {
    var leaves = updated[...]
    let system = try system(for: info.target.target)
    var inputs = try values(of: system.inputs)
    for (variable, value) in zip(info.target.variables, old) {
      for position in value.leaves.indices {
        let new = leaves.popFirst() ?? .nothing
        let place = system.inputs.firstIndex { $0.slot == variable.slot && $0.leaf == position }
        if let place { inputs[place] = new }
      }
    }
    var graph = system.graph
    graph.outputs = system.target
    return concrete(try GradientProgram(graph: graph).evaluate(inputs, self)[0]).plainNumber ?? .nan
  }
}

/// Evaluates the update equations of an optimizer for one parameter, line by line.
private struct StepExplainer {
  private let machine: Machine
  private let context: ExplainContext
  private let card: OptimizerCard
  private let parameter: String
  /// The names of the equations with their values now.
  private var values: [String: Value] = [:]

  init(
    _ machine: Machine, _ context: ExplainContext, _ optimizer: Optimizer, _ card: OptimizerCard,
    _ old: Value
  ) throws {
    self.machine = machine
    self.context = context
    self.card = card
    parameter = context.variable
    for (name, value) in zip(card.parameters.names, card.parameters.values) { values[name] = value }
    values.merge(try machine.rates(of: card, at: 1)) { $1 }
    if case .record(let state) = try optimizer.initialState(old, machine) {
      for (name, value) in zip(state.names, state.values) { values[name] = value }
    }
    values["t"] = .number(1)
    values["p"] = old
  }

  /// - Parameter updated: the parameter after the step, for optimizers whose equations are words.
  mutating func lines(
    gradient: Value, clippings: [(clipping: Clipping, gradient: Value)], updated: Value?
  ) throws -> [Derivation.Line] {
    values["g"] = gradient
    let g = shown("g")
    var rows: [Row] = [
      Row(
        left: g, latexLeft: LatexName.latex(g), formula: context.leibniz,
        latexFormula: context.latexLeibniz,
        substituted: nil, latexSubstituted: nil, value: gradient)
    ]
    for (clipping, gradient) in clippings where clipping.changesAnything {
      rows.append(row(clipping, gradient))
      values["g"] = gradient
    }
    for (left, right) in card.equations {
      guard let value = try evaluate(right) else {
        rows.append(wordsRow(left, right, updated))
        continue
      }
      rows.append(row(left, right, value))
      values[left] = value
    }
    return [formula(rows)]
  }

  private struct Row {
    let left: String
    let latexLeft: String
    let formula: String
    let latexFormula: String
    /// The formula with numbers in place of names, where all are numbers.
    let substituted: String?
    let latexSubstituted: String?
    let value: Value?

    init(
      left: String, latexLeft: String, formula: String, latexFormula: String,
      substituted: String?, latexSubstituted: String?, value: Value
    ) {
      self.left = left
      self.latexLeft = latexLeft
      self.formula = formula
      self.latexFormula = latexFormula
      self.substituted = substituted
      self.latexSubstituted = latexSubstituted
      self.value = value
    }

    init(words left: String, _ right: String, _ value: Value? = nil) {
      self.left = left
      latexLeft = LatexName.latex(left)
      formula = right
      latexFormula = OptimizerCard.latex(right)
      substituted = nil
      latexSubstituted = nil
      self.value = value
    }
  }

  /// The gradient behind a clipping: a multiple of the one before, or by the clipping's own formula.
  private func row(_ clipping: Clipping, _ value: Value) -> Row {
    if let factor = clipping.factor { return row("g", "\(context.factor(factor))*g", value) }
    guard let card = clipping.card,
      let right = card.equations.first(where: { $0.left == "g" })?.right
    else { return Row(words: shown("g"), "clipped", value) }
    let limits = Dictionary(
      zip(card.parameters.names, card.parameters.values), uniquingKeysWith: { first, _ in first })
    return row("g", replaced(right) { limits[$0].map(shown) }, value)
  }

  private func row(_ left: String, _ right: String, _ value: Value) -> Row {
    let isNumber = machine.concrete(value).plainNumber != nil
    let right = isNumber ? right.undotted : right
    let formula = replaced(right, shown)
    let substituted = numbers(right)
    return Row(
      left: shown(left), latexLeft: LatexName.latex(shown(left)), formula: formula,
      latexFormula: WrittenFormula.latex(formula) ?? OptimizerCard.latex(right),
      substituted: substituted,
      latexSubstituted: substituted.flatMap { WrittenFormula.latex($0) }, value: value)
  }

  /// A name of the update equations as it is shown: `p` is the parameter, and a name that the parameter
  /// has too is told apart from it.
  private func shown(_ name: String) -> String {
    if name == "p" { return parameter }
    return name == parameter && values[name] != nil ? "\(name)_opt" : name
  }

  private func wordsRow(_ left: String, _ right: String, _ updated: Value?) -> Row {
    guard left == "p", let updated else { return Row(words: shown(left), right) }
    let formula = replaced(right, shown)
    return Row(
      left: parameter, latexLeft: LatexName.latex(parameter), formula: formula,
      latexFormula: WrittenFormula.latex(formula) ?? OptimizerCard.latex(right),
      substituted: nil, latexSubstituted: nil, value: updated)
  }

  /// The formula with every name's value in its place; nil when one of them is a tensor.
  private func numbers(_ text: String) -> String? {
    var isComplete = true
    let result = replaced(text) { name in
      guard let value = values[name] else { return nil }
      guard let number = machine.concrete(value).plainNumber else {
        isComplete = false
        return nil
      }
      return context.factor(number)
    }
    return isComplete ? result : nil
  }

  private func replaced(_ text: String, _ replacement: (String) -> String?) -> String {
    let file = SourceFile(name: "update", text: text)
    let tokens = Lexer.lex(file).tokens
    var result = ""
    var end = 0
    for token in tokens where token.kind == .name {
      guard let new = replacement(file.text(in: token.span)) else { continue }
      result += file.text(in: Span(end, token.span.start)) + new
      end = token.span.end
    }
    return result + file.text(in: Span(end, file.bytes.count))
  }

  /// The value of a right side for the current values; nil when it is words.
  private func evaluate(_ text: String) throws -> Value? {
    let names = values.keys.sorted()
    let file = SourceFile(
      name: Prelude.fileName, text: "(\(names.joined(separator: ", "))) -> \(text)")
    let (expression, problems) = Parser.parseExpression(file)
    guard let expression, problems.isEmpty, isComplete(text) else { return nil }
    let parsed = ParsedSource(
      file: file, statements: [Statement(.expression(expression), expression.span)],
      diagnostics: [], isIncomplete: false)
    let (code, failures) = Compiler.compile(parsed, module: machine.names)
    guard failures.isEmpty, case .function(let function) = try machine.run(code) else { return nil }
    return try machine.call(function, names.map { values[$0] ?? .nothing })
  }

  /// Whether every name has a value: an equation in words gives none to the next.
  private func isComplete(_ text: String) -> Bool {
    let file = SourceFile(name: "update", text: text)
    return Lexer.lex(file).tokens.allSatisfy { token in
      guard token.kind == .name else { return true }
      let name = file.text(in: token.span)
      return values[name] != nil || Library.value(of: name) != nil
    }
  }

  private func formula(_ rows: [Row]) -> Derivation.Line {
    let width = rows.map(\.left.count).max() ?? 0
    let text = rows.map { row -> String in
      var parts = [row.formula]
      if let substituted = row.substituted, substituted != row.formula { parts.append(substituted) }
      if let value = row.value { parts.append(shown(value)) }
      return "  " + row.left.padded(to: width) + " ← " + parts.joined(separator: " = ")
    }
    let latex = rows.map { row -> String in
      var parts = [row.latexFormula]
      if row.substituted != row.formula, let latex = row.latexSubstituted { parts.append(latex) }
      if let value = row.value { parts.append(LatexValue.latex(value, context.display)) }
      return "\(row.latexLeft) &\\leftarrow \(parts.joined(separator: " = "))"
    }
    return .formula(
      text: text, latex: "\\begin{aligned} \(latex.joined(separator: " \\\\ ")) \\end{aligned}")
  }

  private func shown(_ value: Value) -> String {
    let value = machine.concrete(value)
    return value.plainNumber.map(context.number) ?? context.display.inline(value)
  }
}

extension String {
  /// Numbers need no dots: `g .* g` is `g*g`.
  fileprivate var undotted: String {
    replacing("(g .* g)", with: "g^2").replacing("(d .* d)", with: "d^2")
      .replacing(" .* ", with: "*").replacing(" ./ ", with: "/").replacing(" .+ ", with: " + ")
  }
}
