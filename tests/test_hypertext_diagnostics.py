"""Faults as HTML: what is told, what is marked, and that nothing in a text reaches the page."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from pages import Page

from wechat_policy import check_text
from wechat_policy.errors import Diagnostic, tally
from wechat_policy.hypertext import fault_html, faults_html
from wechat_policy.source import Source, Span, visible

FAULTY = """制度 "群规"

词库 脏话 = {"饭桶"}

条款 不骂人
  不得 消息 当 正文 出现 赃话
  情节 轻微
"""


def test_a_fault_is_told_in_place() -> None:
    """Message, line with its number, the marked words and what to do stand in the piece."""
    fault = next(one for one in check_text(FAULTY, "群规.policy") if one.level == "error")

    page = Page(str(fault_html(fault)))

    assert page.inside("mark") == ["赃话"]
    assert f"错误 {fault.code}" in page.text
    assert fault.message("zh") in page.text
    assert fault.help("zh") in page.text
    assert "群规.policy:6:" in page.text
    assert re.search(r"\b6  .*不得 消息 当 正文 出现 赃话", page.text)


def test_all_faults_are_counted() -> None:
    """Faults stand in the order given, in one piece with one style sheet."""
    faults = check_text(FAULTY.replace("当 正文", "当 证文"))

    told = str(faults_html(faults, "en"))

    assert len(faults) > 1
    assert told.count("<section") == len(faults)
    assert told.count("<style>") == 1
    assert tally(faults, "en") in told
    assert [told.index(one.message("en")[:12]) for one in faults] == sorted(
        told.index(one.message("en")[:12]) for one in faults
    )


@given(st.text(st.characters(), max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_nothing_breaks_a_page(text: str, start: int, length: int) -> None:
    """Whatever text is at fault, and wherever, the piece is well formed and only text."""
    start = min(start, len(text))
    span = Span(start, min(start + length, len(text)))
    fault = Diagnostic("E103", Source(text, text), span, {"name": text, "kind": "lexicon"})

    told = str(fault_html(fault, "en"))
    page = Page(told)

    told.encode()
    assert ([], []) == (page.open, page.broken)
    assert page.tags <= {"article", "bdi", "br", "mark", "p", "pre", "section", "span",
                         "strong", "style"}  # fmt: skip
    assert all(line == visible(line) for line in told.split("\n"))
