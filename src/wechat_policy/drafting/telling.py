"""A draft as data, for programs that go on with it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from wechat_policy.drafting.drafted import Drafted, Written


def to_dict(written: Written) -> dict[str, Any]:
    """The statements with place, kind and guesses, and how many there are of each kind."""
    kinds = Counter(one.kind for one in written.statements)
    return {
        "title": written.title,
        "counts": {
            "statements": len(written.statements),
            **{kind: kinds[kind] for kind in ("forbid", "require", "limit", "penalty", "note")},
            "low": sum(one.confidence == "low" for one in written.statements),
        },
        "statements": [_statement(one) for one in written.statements],
    }


def _statement(one: Drafted) -> dict[str, Any]:
    told = one.statement
    return {
        "line": told.place.line,
        "column": told.place.column,
        "article": told.article,
        "headings": list(told.context.headings),
        "text": told.text,
        "kind": one.kind,
        "advisory": told.sort.is_soft,
        "confidence": one.confidence,
        "clause": one.clause,
        "norms": list(one.norms.lines) if one.norms else [],
        "open": list(one.norms.open) if one.norms else [],
        "guesses": [
            {"what": g.what, "value": g.value, "words": g.words, "confidence": g.confidence}
            for g in one.guesses
        ],
    }
