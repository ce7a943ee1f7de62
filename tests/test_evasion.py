"""Words hidden in ways that people have, in tables written from the classes' descriptions alone.

The tables were written without sight of the code, and some of their near-misses differ from a
hidden word in nothing but the context. What is reached stands here, so that it gets no worse.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules.lexicons import Entry, Hit, Lexicon, Scanner
from wechat_policy.words import LEVELS

TABLES = Path(__file__).parent / "data" / "evasion"

REACHED = {
    "width_case": (49, 11),
    "traditional": (49, 19),
    "invisible": (44, 6),
    "symbols": (47, 7),
    "repeated": (40, 11),
    "split": (50, 3),
    "pinyin": (49, 22),
    "initials": (47, 6),
    "homophones": (44, 9),
    "lookalikes": (35, 3),
    "emoji_digits": (44, 10),
    "shuffled": (50, 13),
}
"""By class: hidden words that are found at their place, and near-misses that are taken for them."""

CONTACTS = ("mobile", "landline", "qq", "wechat_id", "url", "email")
"""The recognizers of what somebody can be reached at."""


def table(name: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of a class."""
    return tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))


def hits(row: dict[str, Any]) -> tuple[Hit, ...]:
    """Where the row's own word is found in its text, in any reading."""
    lexicon = Lexicon("words", (Entry(row["word"]),), readings=LEVELS["every"])
    return Scanner([lexicon]).scan(row["text"]).hits(lexicon)


def stands(row: dict[str, Any], hit: Hit) -> bool:
    """Whether a hit lies where the word was hidden."""
    start = row.get("at", row["text"].find(row["span"]))
    return bool(hit.span.start < start + len(row["span"]) and start < hit.span.end)


@pytest.mark.parametrize("name", REACHED)
def test_what_is_reached(name: str) -> None:
    """As many hidden words are found as before, and no more near-misses."""
    rows = table(name)
    found = sum(any(stands(row, hit) for hit in hits(row)) for row in rows["hidden"])
    false = sum(bool(hits(row)) for row in rows["harmless"])
    least, most = REACHED[name]

    assert found >= least
    assert false <= most


def test_contacts_that_are_spread() -> None:
    """Numbers and accounts that are spread over signs are found, and no other numbers."""
    rows = table("contact")
    found = 0
    for row in rows["hidden"]:
        start = row.get("at", row["text"].find(row["span"]))
        end = start + len(row["span"])
        spans = [span for name in CONTACTS for span in RECOGNIZERS[name].find(row["text"])]
        found += any(low < end and start < high for low, high in spans)
    false = [row for row in rows["harmless"]
             if any(RECOGNIZERS[name].find(row["text"]) for name in CONTACTS)]  # fmt: skip

    assert found >= 28
    assert false == []


def test_every_table_is_looked_at() -> None:
    """A class has a mark; contacts are what recognizers are for."""
    assert {path.stem for path in TABLES.glob("*.toml")} == {*REACHED, "contact"}


@pytest.mark.parametrize("name", sorted({*REACHED, "contact"}))
def test_tables_hide_what_they_say(name: str) -> None:
    """What hides a word stands in its text, and the word does not."""
    for row in table(name)["hidden"]:
        assert row["span"] in row["text"]
        assert row["word"] not in row["text"]
