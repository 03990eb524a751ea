// E00: characters, brackets, statements.
extension DiagnosticReference {
  static let syntax: [DiagnosticEntry] = [
    .init(
      "E0001",
      "A text is at most 256 MiB."),
    .init(
      "E0002",
      "A character that is no letter, digit or sign of the language stands outside a string. Quotes are straight.",
      wrong: "s = “text”",
      right: "s = \"text\""),
    .init(
      "E0003",
      "A name begins with a letter. `_` alone takes a value that nobody needs.",
      wrong: "_x = 5",
      right: "x = 5"),
    .init(
      "E0004",
      "`_` groups the digits of a number and stands between two of them.",
      wrong: "1_000_",
      right: "1_000"),
    .init(
      "E0005",
      "Numbers are written in base ten.",
      wrong: "0x1F",
      right: "31"),
    .init(
      "E0006",
      "A string ends on its line. A new line within it is `\\n`.",
      wrong: "s = \"two",
      right: "s = \"two\\nlines\""),
    .init(
      "E0007",
      "Strings have double quotes; `'` is the mark of a derivative.",
      wrong: "s = 'text'",
      right: "s = \"text\""),
    .init(
      "E0008",
      "A backslash in a string begins one of a few escapes.",
      wrong: "\"C:\\data\"",
      right: "\"C:\\\\data\""),
    .init(
      "E0009",
      "Braces in a string hold a value; `\\{` is a brace itself.",
      wrong: "\"empty: {}\"",
      right: "\"empty: \\{}\""),
    .init(
      "E0010",
      "A format is width, precision and one of `f e g %`, each of which may be missing.",
      wrong: "x = 2; \"{x:0.2d}\"",
      right: "x = 2; \"{x:8.2f}\""),
    .init(
      "E0011",
      "A superscript is a whole number.",
      wrong: "x = 2; x⁺",
      right: "x = 2; x⁻¹"),
    .init(
      "E0012",
      "Brackets, blocks and operators are nested at most 500 deep."),
    .init(
      "E0013",
      "Something else is due here, often because the line ended early or a sign is missing.",
      wrong: "(1 + ) * 2",
      right: "(1 + 1) * 2"),
    .init(
      "E0014",
      "Every bracket that is opened is closed.",
      wrong: "x = (1 + 2",
      right: "x = (1 + 2)"),
    .init(
      "E0015",
      "Every block that begins with `function`, `if`, `for` or `while` ends with `end`.",
      wrong: "for i in 1:3\n  print(i)",
      right: "for i in 1:3\n  print(i)\nend"),
    .init(
      "E0016",
      "`end` belongs to a block.",
      wrong: "x = 1\nend",
      right: "if true\n  x = 1\nend"),
    .init(
      "E0017",
      "`else`, `elseif` and `then` belong to an `if`.",
      wrong: "else",
      right: "if 1 < 2\n  1\nelse\n  2\nend"),
    .init(
      "E0018",
      "The words of the language can't be names.",
      wrong: "p = {end: 1}",
      right: "p = {last: 1}"),
    .init(
      "E0019",
      "A parameter or field is there once.",
      wrong: "f(x, x) = x",
      right: "f(x, y) = x + y"),
    .init(
      "E0020",
      "A product is written with `*`.",
      wrong: "x = 3; 2x",
      right: "x = 3; 2*x"),
    .init(
      "E0021",
      "Two names can't follow each other: a call has parentheses, a product its `*`.",
      wrong: "x = 3; print x",
      right: "x = 3; print(x)"),
    .init(
      "E0022",
      "This sign belongs to another language; the hint has ours.",
      wrong: "2**3",
      right: "2^3"),
    .init(
      "E0023",
      "This sign is no operator; there is a function for it.",
      wrong: "7 % 2",
      right: "mod(7, 2)"),
    .init(
      "E0024",
      "Only names and their parts can be assigned to.",
      wrong: "3 = x",
      right: "x = 3"),
    .init(
      "E0025",
      "`==` compares, `=` assigns; `= =` is neither.",
      wrong: "x = = 3",
      right: "x = 3"),
    .init(
      "E0026",
      "A statement assigns once.",
      wrong: "a = b = 1",
      right: "a = 1; b = a"),
    .init(
      "E0027",
      "Parts are assigned with an index.",
      wrong: "A = zeros(2, 2); A .= 1",
      right: "A = zeros(2, 2); A[:, :] = 1"),
    .init(
      "E0028",
      "An update such as `+=` changes one name or part.",
      wrong: "a, b += 1",
      right: "a = 1; a += 1"),
    .init(
      "E0029",
      "An equation defines one name.",
      wrong: "f(x) := x^2",
      right: "x = 2; L := x^2"),
    .init(
      "E0030",
      "An equation stands at the top level, since it holds from then on.",
      wrong: "if true\n  L := 2\nend",
      right: "L := 2"),
    .init(
      "E0031",
      "`_` takes a value and has none.",
      wrong: "1 + _",
      right: "_, b = (1, 2); 1 + b"),
    .init(
      "E0032",
      "A condition compares with `==`.",
      wrong: "x = 1\nif x = 1\n  2\nend",
      right: "x = 1\nif x == 1\n  2\nend"),
    .init(
      "E0033",
      "A block `if` has no `then`; with `then` it is a value and has no `end`.",
      wrong: "if 1 < 2 then\n  x = 1\nend",
      right: "if 1 < 2\n  x = 1\nend"),
    .init(
      "E0034",
      "The word is `elseif`.",
      wrong: "if 1 > 2\n  x = 1\nelif 2 > 1\n  x = 2\nend",
      right: "if 1 > 2\n  x = 1\nelseif 2 > 1\n  x = 2\nend"),
    .init(
      "E0035",
      "`elseif` is one word; `else` and a new `if` would need two `end`s.",
      wrong: "if 1 > 2\n  x = 1\nelse if 2 > 1\n  x = 2\nend",
      right: "if 1 > 2\n  x = 1\nelseif 2 > 1\n  x = 2\nend"),
    .init(
      "E0036",
      "`for` goes through something with `in`.",
      wrong: "for i = 1:3\n  print(i)\nend",
      right: "for i in 1:3\n  print(i)\nend"),
    .init(
      "E0037",
      "A block goes from its header to `end` and has no braces.",
      wrong: "while true {\n  break\nend",
      right: "while true\n  break\nend"),
    .init(
      "E0038",
      "A header has no `do`.",
      wrong: "while true do\n  break\nend",
      right: "while true\n  break\nend"),
    .init(
      "E0039",
      "A header ends with its line or a `;`.",
      wrong: "for i in 1:3 print(i); end",
      right: "for i in 1:3; print(i); end"),
    .init(
      "E0040",
      "A header has no colon at its end.",
      wrong: "for i in 1:3:\n  print(i)\nend",
      right: "for i in 1:3\n  print(i)\nend"),
    .init(
      "E0041",
      "`function` is followed by a name; a function without one is written with `->`.",
      wrong: "function (x)\n  x\nend",
      right: "f = x -> x"),
    .init(
      "E0042",
      "A function is defined with `=` in one line, or with `function` and `end`.",
      wrong: "function f(x) = x^2",
      right: "f(x) = x^2"),
    .init(
      "E0043",
      "A rule states the first derivative of your own function.",
      wrong: "f(x) = x^2\nf''(x) = 2",
      right: "f(x) = x^2\nf'(x) = 2*x"),
    .init(
      "E0044",
      "A parameter may be annotated with the shape that it takes; there are no types.",
      wrong: "f(x: real) = x",
      right: "f(x: [n]) = sum(x)"),
    .init(
      "E0045",
      "A size in a shape is a name, a whole number or `_`.",
      wrong: "f(x: [\"n\"]) = x",
      right: "f(x: [n, 3]) = x"),
    .init(
      "E0046",
      "Parameters with defaults come last.",
      wrong: "f(p=2, x) = x^p",
      right: "f(x, p=2) = x^p"),
    .init(
      "E0047",
      "The message of a check follows its condition directly.",
      wrong: "check 1 < 2, \"order\"",
      right: "check 1 < 2 \"order\""),
    .init(
      "E0048",
      "A check tests one condition.",
      wrong: "check (1 < 2, 2 < 3)",
      right: "check 1 < 2 and 2 < 3"),
    .init(
      "E0049",
      "An import names a file in quotes.",
      wrong: "import utils",
      right: "import \"utils.gradus\" as u"),
    .init(
      "E0050",
      "An import gives what it brings a name.",
      wrong: "import \"utils.gradus\"",
      right: "import \"utils.gradus\" as u"),
    .init(
      "E0051",
      "The file name of an import is fixed.",
      wrong: "n = \"utils\"; import \"{n}.gradus\" as u",
      right: "import \"utils.gradus\" as u"),
    .init(
      "E0052",
      "An index bracket holds at least one index.",
      wrong: "A = [1, 2]; A[]",
      right: "A = [1, 2]; A[1]"),
    .init(
      "E0053",
      "A range has a beginning; `:` alone takes the whole axis.",
      wrong: "A = [1, 2]; A[:2]",
      right: "A = [1, 2]; A[1:2]"),
    .init(
      "E0054",
      "The fields of a record are names.",
      wrong: "p = {\"W\": 1}",
      right: "p = {W: 1}"),
    .init(
      "E0055",
      "A field is written with `:`.",
      wrong: "p = {W = 1}",
      right: "p = {W: 1}"),
    .init(
      "E0056",
      "The order of a derivative is a superscript; `^` would be a power of the variable.",
      wrong: "x = 2; L := x^3; ∂L/∂x^2",
      right: "x = 2; L := x^3; ∂²L/∂x²"),
    .init(
      "E0057",
      "The orders above and below the line agree.",
      wrong: "x = 2; L := x^3; ∂²L/∂x",
      right: "x = 2; L := x^3; ∂²L/∂x²"),
    .init(
      "E0058",
      "Elements are separated by `,`, the rows of a matrix by `;`.",
      wrong: "[1 2 3]",
      right: "[1, 2, 3]"),
    .init(
      "E0059",
      "`if` comes before what it decides.",
      wrong: "x = 3; 1 if x > 2 else 0",
      right: "x = 3; if x > 2 then 1 else 0"),
    .init(
      "E0060",
      "`!` is neither an operator nor a part of names. Functions give new values and change none.",
      wrong: "5!",
      right: "factorial(5)"),
    .init(
      "E0061",
      "A step is written with `+=` or `-=`.",
      wrong: "i = 1; i++",
      right: "i = 1; i += 1"),
    .init(
      "E0062",
      "Arguments are separated by commas.",
      wrong: "print(\"a\" \"b\")",
      right: "print(\"a\", \"b\")"),
    .init(
      "E0063",
      "A comprehension stands in brackets, also within a call.",
      wrong: "sum(x^2 for x in 1:3)",
      right: "sum([x^2 for x in 1:3])"),
  ]
}
