import Diagnostics

/// E00: everything that the lexer and the parser say, one constructor a message.
enum SyntaxDiagnostics {
  // MARK: Characters and literals

  static func tooLong(_ file: SourceFile) -> Diagnostic {
    Diagnostic("E0001", "\(file.name) is larger than \(SyntaxLimits.bytes >> 20) MiB")
  }

  static func unknownCharacter(_ place: Place, _ scalar: Unicode.Scalar) -> Diagnostic {
    let code = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
    let quotes: [Unicode.Scalar] = ["“", "”", "„", "«", "»", "‘", "’"]
    return Diagnostic(
      "E0002", "the character `\(scalar)` (U+\(padded)) means nothing here", at: place,
      hint: quotes.contains(scalar) ? "strings have straight quotes: \"…\"" : nil)
  }

  static func nameBeginsWithUnderscore(_ place: Place, _ name: String) -> Diagnostic {
    Diagnostic(
      "E0003", "a name begins with a letter, not with `_`", at: place,
      hint: "\(name.drop { $0 == "_" }), or `_` alone for a value that is not used")
  }

  static func looseDigitSeparator(_ place: Place) -> Diagnostic {
    Diagnostic("E0004", "`_` stands between digits: 1_000", at: place)
  }

  static func otherNumberBase(_ place: Place) -> Diagnostic {
    Diagnostic("E0005", "numbers are written in base ten", at: place)
  }

  static func unclosedString(_ place: Place, isWithinHole: Bool) -> Diagnostic {
    Diagnostic(
      "E0006", "this string has no end on its line", at: place,
      hint: isWithinHole
        ? "a string within {…} ends before the brace" : "\\n makes a new line within a string")
  }

  static func singleQuotes(_ place: Place, _ text: String) -> Diagnostic {
    Diagnostic(
      "E0007", "strings have double quotes; ' is the derivative's mark", at: place,
      hint: "\"\(text)\"")
  }

  static func unknownEscape(_ place: Place, _ text: String) -> Diagnostic {
    Diagnostic(
      "E0008", "`\(text)` is no escape", at: place,
      hint: "the escapes are \\n \\t \\\" \\\\ \\{ \\u{3b7}")
  }

  static func emptyHole(_ place: Place) -> Diagnostic {
    Diagnostic("E0009", "{} in a string needs a value", at: place, hint: "\\{ is a brace itself")
  }

  static func format(_ place: Place, _ text: String) -> Diagnostic {
    Diagnostic(
      "E0010", "`\(text)` is no number format", at: place,
      hint: "width, .precision and one of f e g %: {x:8.3f}")
  }

  static func superscript(_ place: Place, _ text: String) -> Diagnostic {
    Diagnostic("E0011", "`\(text)` is no whole number as a superscript", at: place)
  }

  // MARK: Structure

  static func tooDeep(_ place: Place) -> Diagnostic {
    Diagnostic(
      "E0012", "this is nested more than \(SyntaxLimits.depth) levels deep", at: place,
      hint: "give parts of it names of their own")
  }

  static func unexpected(
    _ place: Place, _ expected: String, found: String, hint: String? = nil
  ) -> Diagnostic {
    Diagnostic("E0013", "\(expected) is expected, but \(found)", at: place, hint: hint)
  }

  static func unclosedBracket(
    _ place: Place, _ bracket: String, found: Place, _ text: String
  ) -> Diagnostic {
    var secondary: [Diagnostic.Label] = []
    if !text.isEmpty { secondary = [Diagnostic.Label(found, "not closed before this")] }
    return Diagnostic(
      "E0014", "`\(bracket)` is not closed", at: place, label: "opened here", secondary: secondary)
  }

  static func missingComma(
    _ place: Place, _ before: String?, _ text: String, isNewLine: Bool
  ) -> Diagnostic {
    Diagnostic(
      "E0058", "elements are separated by `,`, rows by `;`", at: place,
      hint: isNewLine ? "[1, 2; 3, 4]" : "\(before ?? "1"), \(text)")
  }

  static func unclosedBlock(_ place: Place, _ word: String, line: Int) -> Diagnostic {
    Diagnostic(
      "E0015", "the `\(word)` of line \(line) has no `end`", at: place, label: "begins here",
      hint: "a block goes from its header to `end`, on lines of their own or behind `;`")
  }

  static func strayEnd(_ place: Place) -> Diagnostic {
    Diagnostic(
      "E0016", "this `end` has nothing to end", at: place,
      hint: "blocks begin with function, if, for or while")
  }

  static func strayWord(_ place: Place, _ word: String) -> Diagnostic {
    Diagnostic("E0017", "`\(word)` stands here without its `if`", at: place)
  }

  static func keywordAsName(_ place: Place, _ word: String) -> Diagnostic {
    Diagnostic("E0018", "`\(word)` is a word of the language and can't be a name", at: place)
  }

  static func duplicateName(
    _ place: Place, _ name: String, first: Place, kind: String
  ) -> Diagnostic {
    Diagnostic(
      "E0019", "the \(kind) \(name) is there twice", at: place,
      secondary: [Diagnostic.Label(first, "first here")])
  }

  // MARK: Values that follow each other

  static func implicitProduct(_ place: Place, _ left: String, _ right: String) -> Diagnostic {
    Diagnostic(
      "E0020", "a product is written with `*`", at: place,
      hint: right == "(" || right == "[" ? "\(left)*\(right)…" : "\(left)*\(right)")
  }

  static func twoNames(
    _ place: Place, _ first: String, _ second: String, rest: String
  ) -> Diagnostic {
    let hint: String? =
      switch first {
      case "print", "println", "echo", "disp": "print(\(rest))"
      case "def", "func", "fn", "fun": "f(x) = x^2, or function f(x) … end"
      case "lambda": "x -> x^2"
      case "let", "var", "const", "val", "local", "global", "nonlocal": "\(second) = …"
      case "assert": "check \(rest)"
      case "elif": "elseif"
      case "from", "using", "include": "import \"file.gradus\" as f"
      case "not": nil
      case "class", "struct", "object": "a record holds named values: p = {a: 1, b: 2}"
      case "switch", "match", "case": "if x == 1 … elseif x == 2 … else … end"
      case "try", "catch", "except", "raise", "throw": "check c \"message\" stops where c is false"
      case "f" where second == "\"": "\"{x}\" needs no f before it"
      case "d", "dx", "dy", "dt": "f'(x), or ∂L/∂x of an equation"
      case _ where second == "is": "\(first) == nothing"
      case "with", "async", "await", "yield", "goto": nil
      case "del": "names need not be deleted"
      default:
        second == "("
          ? "\(first)(…) without a space is a call"
          : "\(first)(\(rest)) calls, \(first)*\(second) multiplies"
      }
    return Diagnostic(
      "E0021", "`\(second)` can't follow `\(first)` directly", at: place, hint: hint)
  }

  static func foreignOperator(_ place: Place, _ text: String, use: String) -> Diagnostic {
    Diagnostic("E0022", "`\(text)` is written `\(use)` here", at: place, hint: use)
  }

  static func foreignDivision(_ place: Place, _ text: String) -> Diagnostic {
    Diagnostic(
      "E0023", "`\(text)` is no operator", at: place,
      hint: text == "%"
        ? "mod(a, b) is the remainder" : text == "//" ? "div(a, b), floor(a/b)" : "a / b")
  }

  static func postfixCondition(_ place: Place) -> Diagnostic {
    Diagnostic(
      "E0059", "`if` begins what it decides", at: place,
      hint: "if c then a else b is a value; if c … end is a block")
  }

  static func postfixExclamation(_ place: Place) -> Diagnostic {
    Diagnostic(
      "E0060", "`!` is no operator and no part of a name", at: place,
      hint: "factorial(n); values don't change: xs = append(xs, x)")
  }

  static func stepSign(_ place: Place, _ sign: String) -> Diagnostic {
    Diagnostic(
      "E0061", "`\(sign)\(sign)` is no operator", at: place, hint: "i \(sign)= 1")
  }

  static func missingArgumentComma(_ place: Place) -> Diagnostic {
    Diagnostic("E0062", "arguments are separated by `,`", at: place, hint: "f(a, b)")
  }

  static func generatorArgument(_ place: Place) -> Diagnostic {
    Diagnostic(
      "E0063", "a comprehension stands in brackets", at: place, hint: "sum([x^2 for x in xs])")
  }

  // MARK: Assignments

  static func notAssignable(_ place: Place, _ value: Expression) -> Diagnostic {
    var hint: String?
    if case .number = value.kind { hint = "== compares; = assigns to a name" }
    if case .comparison = value.kind { hint = "== compares; = assigns to a name" }
    if case .call = value.kind {
      hint = "a function is defined as f(x) = …, with names as parameters"
    }
    return Diagnostic(
      "E0024", "only names and their parts can be assigned to", at: place, hint: hint)
  }

  static func spacedEquals(_ place: Place) -> Diagnostic {
    Diagnostic("E0025", "`= =` is two signs", at: place, hint: "== compares, = assigns")
  }

  static func chainedAssignment(_ place: Place) -> Diagnostic {
    Diagnostic("E0026", "one `=` a statement", at: place, hint: "a = 1; b = a")
  }

  static func dottedAssignment(_ place: Place) -> Diagnostic {
    Diagnostic("E0027", "`.=` is written with an index", at: place, hint: "A[:, :] = …")
  }

  static func updateOfSeveral(_ place: Place, _ sign: String) -> Diagnostic {
    Diagnostic("E0028", "`\(sign)` changes one name or part", at: place)
  }

  static func equationTarget(_ place: Place) -> Diagnostic {
    Diagnostic(
      "E0029", "an equation defines one name", at: place,
      hint: "L := …; a function is defined with `=`")
  }

  static func equationInBlock(_ place: Place, _ name: String) -> Diagnostic {
    Diagnostic(
      "E0030", "an equation stands at the top level, not in a block", at: place,
      hint: "\(name) = … binds a value now")
  }

  static func discardRead(_ place: Place) -> Diagnostic {
    Diagnostic("E0031", "`_` takes a value but has none", at: place)
  }

  static func assignmentAsCondition(_ place: Place) -> Diagnostic {
    Diagnostic("E0032", "`=` assigns and is no condition", at: place, hint: "== compares")
  }

  // MARK: Blocks

  static func thenInBlock(_ place: Place) -> Diagnostic {
    Diagnostic(
      "E0033", "a block `if` has no `then`", at: place,
      hint: "if c … end is a block; if c then a else b is a value")
  }

  static func elif(_ place: Place) -> Diagnostic {
    Diagnostic("E0034", "`elif` is written `elseif`", at: place, hint: "elseif")
  }

  static func elseIf(_ place: Place) -> Diagnostic {
    Diagnostic("E0035", "`else if` is written `elseif`", at: place, hint: "elseif")
  }

  static func forNeedsIn(_ place: Place, _ text: String) -> Diagnostic {
    Diagnostic("E0036", "`\(text)` is written `in` after `for`", at: place, hint: "for i in 1:10")
  }

  static func braceBlock(_ place: Place) -> Diagnostic {
    Diagnostic(
      "E0037", "a block has no braces", at: place, hint: "it goes from its header to `end`")
  }

  static func doInHeader(_ place: Place, _ word: String) -> Diagnostic {
    Diagnostic(
      "E0038", "`\(word)` has no `do`", at: place, hint: "its block begins on the next line")
  }

  static func headerGoesOn(_ place: Place, _ word: String) -> Diagnostic {
    Diagnostic(
      "E0039", "the header of `\(word)` ends with its line or a `;`", at: place,
      hint: "put a `;` or a new line before this")
  }

  static func headerColon(_ place: Place) -> Diagnostic {
    Diagnostic("E0040", "a header has no `:` at its end", at: place, hint: "leave the colon out")
  }

  // MARK: Functions and imports

  static func functionWithoutName(_ place: Place) -> Diagnostic {
    Diagnostic(
      "E0041", "`function` needs a name", at: place, hint: "(x, y) -> … has none")
  }

  static func functionWithEquals(_ place: Place, _ name: String) -> Diagnostic {
    Diagnostic(
      "E0042", "a function is defined in one of two ways", at: place,
      hint: "\(name)(x) = x^2, or function \(name)(x) … end")
  }

  static func higherRule(_ place: Place, _ name: String) -> Diagnostic {
    Diagnostic(
      "E0043", "a rule states the first derivative", at: place, hint: "\(name)'(x) = …")
  }

  static func typeAnnotation(_ place: Place) -> Diagnostic {
    Diagnostic(
      "E0044", "parameters are annotated with shapes, not types", at: place,
      hint: "x: [n, d], or nothing at all")
  }

  static func shapeSize(_ place: Place, _ text: String) -> Diagnostic {
    Diagnostic(
      "E0045", "`\(text)` is no size", at: place, hint: "a size is a name, a whole number or `_`")
  }

  static func requiredAfterOptional(
    _ place: Place, _ name: String, optional: String
  ) -> Diagnostic {
    Diagnostic(
      "E0046", "\(name) has no default, but \(optional) before it has one", at: place,
      hint: "parameters with defaults come last")
  }

  static func checkComma(_ place: Place) -> Diagnostic {
    Diagnostic("E0047", "the message of a check follows without a comma", at: place)
  }

  static func checkTuple(_ place: Place) -> Diagnostic {
    Diagnostic("E0048", "check tests one condition", at: place)
  }

  static func importWithoutPath(_ place: Place) -> Diagnostic {
    Diagnostic(
      "E0049", "import takes a file name in quotes", at: place,
      hint: "import \"utils.gradus\" as u")
  }

  static func importWithoutName(_ place: Place) -> Diagnostic {
    Diagnostic(
      "E0050", "an import needs a name", at: place, hint: "import \"utils.gradus\" as u")
  }

  static func importWithHole(_ place: Place) -> Diagnostic {
    Diagnostic("E0051", "the file name of an import is fixed", at: place)
  }

  // MARK: Indexes, records, derivatives

  static func emptyIndex(_ place: Place) -> Diagnostic {
    Diagnostic("E0052", "[] takes at least one index", at: place, hint: "A[i], A[:, 1]")
  }

  static func openRange(_ place: Place) -> Diagnostic {
    Diagnostic("E0053", "a range has a beginning", at: place, hint: "1:n; `:` alone takes the axis")
  }

  static func stringKey(_ place: Place) -> Diagnostic {
    Diagnostic("E0054", "fields are names, without quotes", at: place, hint: "{W: 1, b: 2}")
  }

  static func fieldWithEquals(_ place: Place, _ name: String) -> Diagnostic {
    Diagnostic("E0055", "a field is written with `:`", at: place, hint: "{\(name): …}")
  }

  static func powerOfVariable(_ place: Place, _ name: String) -> Diagnostic {
    Diagnostic(
      "E0056", "the order of a derivative is a superscript", at: place,
      hint: "∂²L/∂\(name)², or (∂L/∂\(name))^2 for the square")
  }

  static func partialOrder(_ place: Place, above: Int, below: Int) -> Diagnostic {
    Diagnostic(
      "E0057", "the order above the line is \(above), below it \(below)", at: place,
      hint: "∂²L/∂x², ∂²L/∂x∂y")
  }
}
