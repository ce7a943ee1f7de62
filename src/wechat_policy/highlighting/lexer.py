"""Policies in Pygments, which finds this lexer under the name `wechat-policy`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from pygments.lexer import RegexLexer, bygroups, using
from pygments.token import (
    Comment,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Whitespace,
)

from wechat_policy.highlighting.rules import INSIDE_STRINGS, Kind, Rule, rules

TOKENS: Mapping[Kind, Any] = {
    "comment": Comment.Single,
    "string": String,
    "escape": String.Escape,
    "slot": String.Interpol,
    "regex": String.Regex,
    "date": Literal.Date,
    "reference": Name.Label,
    "number": Number,
    "section": Keyword.Namespace,
    "declared": Name.Class,
    "statement": Keyword.Declaration,
    "structure": Keyword.Reserved,
    "logic": Keyword.Operator,
    "constant": Keyword.Constant,
    "closer": Keyword.Pseudo,
    "event": Name.Entity,
    "condition": Name.Function,
    "fixed": Name.Builtin,
    "fact": Name.Attribute,
    "name": Name,
    "operator": Operator,
    "punctuation": Punctuation,
    "space": Whitespace,
}
"""The token of Pygments for each kind of stretch."""


class _StringLexer(RegexLexer):  # type: ignore[misc]
    """The inside of a string."""

    tokens: ClassVar[Any] = {
        "root": [
            *((rule.pattern, TOKENS[rule.kinds[0]]) for rule in INSIDE_STRINGS),
            (r"[^\\{]+|.", String),
        ]
    }


def _action(rule: Rule) -> Any:
    if rule.kinds == ("string",):
        return using(_StringLexer)
    tokens = [TOKENS[kind] for kind in rule.kinds]
    return tokens[0] if len(tokens) == 1 else bygroups(*tokens)


class PolicyLexer(RegexLexer):  # type: ignore[misc]
    """Policies and cases of `wechat-policy`, in English and Chinese keywords."""

    name = "wechat-policy"
    aliases: ClassVar[list[str]] = ["wechat-policy", "policy"]
    filenames: ClassVar[list[str]] = ["*.policy", "*.cases"]
    mimetypes: ClassVar[list[str]] = ["text/x-wechat-policy"]
    flags = re.MULTILINE
    tokens: ClassVar[Any] = {"root": [(rule.pattern, _action(rule)) for rule in rules()]}

    def analyse_text(text: str) -> float:
        """How likely a text is a policy: its first section names it."""
        opening = r'\s*(?:#.*\s+)*(?:policy|制度)\s+["“「＂]'
        return 0.9 if re.match(opening, text) else 0.0
