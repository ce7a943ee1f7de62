"""Reads the shipped policies for their tests."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from wechat_policy import nodes
from wechat_policy.parser import parse
from wechat_policy.rules.lexicons import Entry
from wechat_policy.source import Source
from wechat_policy.wordlists import read_words

PACKS = Path(str(files("wechat_policy"))) / "packs"


def text_of(name: str) -> str:
    """The text of a shipped policy."""
    return (PACKS / f"{name}.policy").read_text(encoding="utf-8")


@cache
def words_of(path: str) -> tuple[Entry, ...]:
    """The words of a shipped table."""
    return read_words(PACKS / path)


@cache
def read(name: str) -> nodes.Document:
    """The tree of a shipped policy; fails on any fault of its syntax."""
    document, faults = parse(Source(name, text_of(name)))
    assert [fault.render("en") for fault in faults] == []
    return document


def judged(pack: str) -> list[nodes.Clause]:
    """The clauses that something can violate: a permission alone cannot be."""
    return [
        one
        for one in read(pack).all(nodes.Clause)
        if any(not isinstance(n, nodes.Permit) for n in one.norms)
    ]
