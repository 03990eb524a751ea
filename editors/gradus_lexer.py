# Written by `gradus grammar pygments`.
from pygments.lexer import RegexLexer, bygroups, include, words
from pygments.token import (
    Comment, Keyword, Name, Number, Operator, Punctuation, String, Whitespace)

__all__ = ["GradusLexer"]


class GradusLexer(RegexLexer):
    name = "Gradus"
    aliases = ["gradus"]
    filenames = ["*.gradus"]

    _name = r"[^\W\dᵀ](?:(?!ᵀ)[\w\u0300-\u036f\u2080-\u2089])*"

    tokens = {
        "root": [
            (r"\s+", Whitespace),
            (r"#.*$", Comment.Single),
            (r'"', String.Double, "string"),
            (r"(?:\d[\d_]*(?:\.\d[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?", Number),
            (r"(?:and|as|break|check|continue|else|elseif|end|explain|for|function|if|import|in|minimize|not|or|over|return|then|until|using|while)(?!\w)", Keyword),
            (r"(?:Inf|NaN|false|nothing|pi|true|π|ℯ)(?!\w)", Keyword.Constant),
            (r"[∂∇√′'ᵀ⁰¹²³⁴-⁹⁺⁻]", Operator),
            (_name + r"(?='*\.?\()", Name.Function),
            (_name, Name),
            (r"\.!=|\.<=|\.==|\.>=|!=|\*=|\+=|-=|->|\.\*|\.\+|\.-|\.\/|\.<|\.>|\.\^|\/=|:=|<=|==|>=|\^=|\|>|'|\*|\+|-|\/|:|<|=|>|@|\\|\^|\||ᵀ|√|≈|⊗|⋅", Operator),
            (r"[()\[\]{},;.]", Punctuation),
        ],
        "string": [
            (r'[^"\\{\n]+', String.Double),
            (r"\\(u\{[0-9a-fA-F]+\}|.)", String.Escape),
            (r"\{", String.Interpol, "hole"),
            (r'"|$', String.Double, "#pop"),
        ],
        "hole": [
            (r":[^}\n]*(?=\})", String.Interpol),
            (r"\}", String.Interpol, "#pop"),
            include("root"),
        ],
    }
