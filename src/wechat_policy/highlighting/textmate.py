"""The rules as a TextMate grammar, which VS Code and many other editors take."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wechat_policy.highlighting.rules import INSIDE_STRINGS, Kind, Rule, rules

SCOPES: Mapping[Kind, str] = {
    "comment": "comment.line.number-sign",
    "string": "string.quoted",
    "escape": "constant.character.escape",
    "slot": "constant.other.placeholder",
    "regex": "string.regexp",
    "date": "constant.other.date",
    "reference": "constant.other.reference",
    "number": "constant.numeric",
    "section": "keyword.control.section",
    "declared": "entity.name.section",
    "statement": "keyword.control.statement",
    "structure": "keyword.other",
    "logic": "keyword.operator.logical",
    "constant": "constant.language",
    "closer": "keyword.other.closer",
    "event": "entity.name.type.event",
    "condition": "support.function",
    "fixed": "support.constant",
    "fact": "variable.other.member",
    "name": "variable.other",
    "operator": "keyword.operator",
    "punctuation": "punctuation",
    "space": "",
}
"""The scope of each kind of stretch, without the name of the language; blanks have none."""

LANGUAGE = "wechat-policy"


def grammar() -> dict[str, Any]:
    """The whole grammar, as its JSON file holds it."""
    return {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "comment": "Written by tools/textmate_grammar.py from the keyword table.",
        "name": LANGUAGE,
        "scopeName": f"source.{LANGUAGE}",
        "fileTypes": ["policy", "cases"],
        "patterns": [_pattern(rule) for rule in rules()],
        "repository": {"inside_strings": {"patterns": [_pattern(one) for one in INSIDE_STRINGS]}},
    }


def grammar_text() -> str:
    """The file of the grammar."""
    return json.dumps(grammar(), ensure_ascii=False, indent=2) + "\n"


def _pattern(rule: Rule) -> dict[str, Any]:
    if rule.kinds == ("string",):
        inside = {"0": {"patterns": [{"include": "#inside_strings"}]}}
        return {"match": rule.pattern, "name": _scope("string"), "captures": inside}
    if len(rule.kinds) == 1:
        (kind,) = rule.kinds
        return {"match": rule.pattern} | ({"name": _scope(kind)} if SCOPES[kind] else {})
    captures = {
        str(number): {"name": _scope(kind)}
        for number, kind in enumerate(rule.kinds, 1)
        if SCOPES[kind]
    }
    return {"match": rule.pattern, "captures": captures}


def _scope(kind: Kind) -> str:
    return f"{SCOPES[kind]}.{LANGUAGE}"
