"""The examples of the shipped policies mean what the engine makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest
from openpyxl import Workbook
from reference_examples import Case, cases
from test_packs import LIBRARY, TWINS

from wechat_policy.packs import pack_names

PACKS = [name for name in pack_names() if name != LIBRARY]
TWINNED = {f"{name}.en" for name in TWINS}
"""Texts whose tree is that of another."""


def differing(found: Iterable[Case]) -> list[str]:
    """The examples of which engine and reference say anything different, or another thing than
    the example promises.
    """
    lines = []
    for case in found:
        want, got = case.meant(), case.answered()
        if not case.as_promised(want):
            lines.append(f"{case.name}: the reference finds another thing than it promises")
        if want != got:
            lines.append(f"{case.name}: only the reference {want - got}, the engine {got - want}")
    return lines


@pytest.mark.parametrize("pack", [name for name in PACKS if name not in TWINNED])
def test_some_examples_mean_what_the_engine_finds(pack: str) -> None:
    """Every twelfth example has the outcomes in the engine that it has in the reference."""
    chosen = list(islice(cases(pack), 0, None, 12))

    assert chosen
    assert differing(chosen) == []


@pytest.mark.long
@pytest.mark.parametrize("pack", PACKS)
def test_all_examples_mean_what_the_engine_finds(pack: str) -> None:
    """Every example has them, with the outcomes of all clauses and what they lead to."""
    assert differing(cases(pack)) == []


BASE = """
policy "base" "The base"
  effective from 2026-03-01
calendar file "days.csv"
days fair = file "fair.txt"
hours work = workdays 09:00-18:00
parameter few = 5
severities minor < serious
lexicon rude = file "rude.csv" + file "more.txt" + file "book.xlsx"
condition loud = urgent and text contains rude
clause quiet
  forbid message when loud
  severity minor
clause rest
  forbid message when on fair
  severity minor
penalties
  minor: reminder
  serious: warning
"""
OVERLAY = """
extends "base"
parameter few = 1
lexicon mine = rude - {"SPAM"}
clause rest
  forbid message when on fair and outside work
  severity serious
  violates "好" (at = "2026-05-06 10:00")
  complies "好" (at = "2026-05-07 10:00")
  complies "好" (at = "2026-05-08 10:00")
clause words
  forbid message when text contains mine
  severity minor
  violates "饭桶"
  violates "蠢货"
  violates "好" then "窝囊废" (urgent = true)
  complies "spam"
  complies "spam" (urgent = true)
clause few_words
  limit message to few per 1h by sender
  severity minor
  violates 2 times "好"
  complies "好"
penalties
  minor: fine 50 CNY
"""


def test_overlays_and_files_mean_what_the_engine_finds(tmp_path: Path) -> None:
    """What the packs do not do is read alike too: bases, calendars, and words and days in files."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["word", "weight"], ["窝囊废", 2]):
        sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    files = {
        "base.policy": BASE,
        "overlay.policy": OVERLAY,
        "days.csv": "date,kind\n2026-05-06,rest\n2026-05-07,workday\n",
        "fair.txt": "# the fair\n2026-05-06\n2026-05-07\n",
        "rude.csv": "word,weight,category,readings,remark\n饭桶,2,,,\nSpam,,,symbols,\n",
        "more.txt": "蠢货\n\n# no more\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    played = list(cases(str(tmp_path / "overlay.policy")))

    assert len(played) == 10
    assert differing(played) == []
    assert {len(one.answered()) for one in played} >= {0, 2, 4}
