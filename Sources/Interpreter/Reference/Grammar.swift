import Syntax

/// The language for other programs' highlighters, made of its own word list.
public enum Grammar {
  private static var constants: String {
    SyntaxWords.constants.map(escaped).sorted().joined(separator: "|")
  }

  private static var keywords: String {
    let named = SyntaxWords.keywords.filter { !SyntaxWords.constants.contains($0) }
    return (named + SyntaxWords.contextual).sorted().joined(separator: "|")
  }

  /// Longest first: a regular expression takes the first that fits.
  private static var operators: String {
    let signs = Set(
      SyntaxWords.operators + [":=", "=", "->", "+=", "-=", "*=", "/=", "^=", ":", "|"])
    return signs.sorted { ($1.count, $0) < ($0.count, $1) }.map(escaped).joined(separator: "|")
  }

  private static func escaped(_ text: String) -> String {
    text.map { "\\^$.|?*+()[]{}/".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  /// `ᵀ` counts as a letter in Unicode, and is an operator here.
  private static let name = "(?!ᵀ)[\\p{L}_](?:(?!ᵀ)[\\p{L}\\p{M}\\p{Nd}_₀-₉])*"
  private static let number = "(?:\\d[\\d_]*(?:\\.\\d[\\d_]*)?|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?"

  // MARK: TextMate

  private static func rule(_ scope: String, _ match: String) -> String {
    "    { \"name\": \"\(scope).gradus\", \"match\": \"\(json(match))\" }"
  }

  private static func json(_ text: String) -> String {
    text.map { $0 == "\\" ? "\\\\" : $0 == "\"" ? "\\\"" : String($0) }.joined()
  }

  /// For editors: a TextMate grammar in JSON.
  public static var textMate: String {
    let rules = [
      rule("comment.line.number-sign", "#.*$"),
      "    { \"include\": \"#string\" }",
      rule("constant.numeric", "(?<![\\p{L}_\\d])" + number),
      rule("keyword.control", "(?<![\\p{L}_\\d.])(?:\(keywords))(?![\\p{L}_\\d])"),
      rule("constant.language", "(?<![\\p{L}_\\d.])(?:\(constants))(?![\\p{L}_\\d])"),
      rule("keyword.operator.calculus", "[∂∇√′'ᵀ⁰¹²³⁴-⁹⁺⁻]"),
      rule("entity.name.function", name + "(?='*\\.?\\()"),
      rule("variable.other", name),
      rule("keyword.operator", operators),
    ]
    return """
      {
        "name": "Gradus",
        "scopeName": "source.gradus",
        "fileTypes": ["gradus"],
        "patterns": [
      \(rules.joined(separator: ",\n"))
        ],
        "repository": {
          "string": {
            "name": "string.quoted.double.gradus",
            "begin": "\\"",
            "end": "\\"|$",
            "patterns": [
              { "name": "constant.character.escape.gradus", "match": "\\\\\\\\(?:u\\\\{[0-9a-fA-F]+\\\\}|.)" },
              {
                "name": "meta.interpolation.gradus",
                "begin": "\\\\{",
                "end": "\\\\}",
                "patterns": [{ "include": "$self" }]
              }
            ]
          }
        }
      }

      """
  }

  // MARK: Pygments

  /// For Jupyter and documentation: a lexer for Pygments, in Python.
  public static var pygments: String {
    """
    # Written by `gradus grammar pygments`.
    from pygments.lexer import RegexLexer, bygroups, include, words
    from pygments.token import (
        Comment, Keyword, Name, Number, Operator, Punctuation, String, Whitespace)

    __all__ = ["GradusLexer"]


    class GradusLexer(RegexLexer):
        name = "Gradus"
        aliases = ["gradus"]
        filenames = ["*.gradus"]

        _name = r"[^\\W\\dᵀ](?:(?!ᵀ)[\\w\\u0300-\\u036f\\u2080-\\u2089])*"

        tokens = {
            "root": [
                (r"\\s+", Whitespace),
                (r"#.*$", Comment.Single),
                (r'"', String.Double, "string"),
                (r"\(number)", Number),
                (r"(?:\(keywords))(?!\\w)", Keyword),
                (r"(?:\(constants))(?!\\w)", Keyword.Constant),
                (r"[∂∇√′'ᵀ⁰¹²³⁴-⁹⁺⁻]", Operator),
                (_name + r"(?='*\\.?\\()", Name.Function),
                (_name, Name),
                (r"\(operators)", Operator),
                (r"[()\\[\\]{},;.]", Punctuation),
            ],
            "string": [
                (r'[^"\\\\{\\n]+', String.Double),
                (r"\\\\(u\\{[0-9a-fA-F]+\\}|.)", String.Escape),
                (r"\\{", String.Interpol, "hole"),
                (r'"|$', String.Double, "#pop"),
            ],
            "hole": [
                (r":[^}\\n]*(?=\\})", String.Interpol),
                (r"\\}", String.Interpol, "#pop"),
                include("root"),
            ],
        }

    """
  }
}
