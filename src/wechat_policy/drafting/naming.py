"""Names clauses by their article and the words that they begin with, cut where a word ends."""

from __future__ import annotations

import re
from collections.abc import Container

from wechat_policy.drafting.desk import name_of
from wechat_policy.segmenter import tokens

_SUBJECT = re.compile(r"^(?:所有|全体|各级|各|本)?(?:员工|用户|成员|人员|部门)")
_ASIDE = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]?")
_TIME = re.compile(r"\d{1,2}[:：]\d{2}(?:\s*[-—–~～至到]+\s*\d{1,2}[:：]\d{2})?")
_QUOTES = re.compile(r"[“”\"'「」『』《》‘’`@]")
_LONGEST, _LONGEST_LATIN = 14, 28
_SHORTEST = 4
_WEAK = re.compile(r"(?:[的或和与及并、在将对由把]|以及|或者|并且|不?超过|不得|[不应须要])$")


def clause_name(article: str, text: str, used: Container[str]) -> str:
    """A name that no other clause has."""
    # The chapter adds nothing where an article has its number.
    cited = name_of(re.sub(r"^.*[章节]\s+(?=第.+条)", "", article)) or "序"
    if not cited[0].isalpha():
        cited = f"条{cited}"
    stem = f"{cited}_{_words(text)}".strip("_")
    name, number = stem, 1
    while name in used:
        number += 1
        name = f"{stem}_{number}"
    return name


def _words(text: str) -> str:
    """The first words of a text, without times and what stands in brackets."""
    plain = _SUBJECT.sub("", text)
    bare = _QUOTES.sub("", _TIME.sub("", _ASIDE.sub("", plain)))
    told = name_of(bare) or name_of(text)
    most = _LONGEST_LATIN if told.isascii() else _LONGEST
    if len(told) <= most:
        return told
    end = max((stop for _, stop in tokens(told) if stop <= most), default=most)
    kept = told[:end].rstrip("_")
    # A single word behind the last sign tells nothing: 链接_拼团.
    head, _, rest = kept.rpartition("_")
    if len(head) >= _SHORTEST and not told.isascii() and len(rest) < _SHORTEST:
        kept = head
    while len(kept) > _SHORTEST and (weak := _WEAK.search(kept)):
        kept = kept[: weak.start()].rstrip("_")
    return kept
