"""The pages of reference that are written by a tool say what the library says today."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import attrs
import pytest

from wechat_policy import nodes
from wechat_policy.parser import parse
from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules.base import CONDITIONS
from wechat_policy.rules.words import BUILT_IN
from wechat_policy.source import Source
from wechat_policy.vocabulary import vocabulary
from wechat_policy.words import SANCTIONS

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "words_reference.py"
PAGE = ROOT / "docs" / "reference" / "words.md"
LANGUAGE = ROOT / "docs" / "reference" / "language.md"


def words_reference() -> ModuleType:
    """The tool as a module."""
    spec = importlib.util.spec_from_file_location("words_reference", TOOL)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["words", "formats"])
def test_pages_are_up_to_date(name: str) -> None:
    """A page is what its tool writes; if not, run it as its docstring says."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, str(TOOL.with_name(f"{name}_reference.py"))],
        capture_output=True,
        env=environment,
        check=True,
    )

    page = PAGE.with_name(f"{name}.md").read_text("utf-8")
    assert done.stdout.decode("utf-8").splitlines() == page.splitlines()


HEADINGS = {
    "events": [(one.name, one.zh) for one in vocabulary().events.values()],
    "conditions": [
        (one.name, one.alias)
        for one in CONDITIONS.values()
        if one.function.__module__ in {module.__name__ for module in BUILT_IN}
    ],
}
ROWS = {
    "categories": [(one.name, one.zh) for one in vocabulary().categories.values()],
    "recognizers": [(one.name, one.zh) for one in RECOGNIZERS.values()],
    "sanctions": [(name, aliases[0]) for name, aliases in SANCTIONS.items()],
}


@pytest.mark.parametrize("kind", HEADINGS)
def test_entry_has_a_heading(kind: str) -> None:
    """Every event and every condition has one heading with both its names."""
    found = re.findall(r"^#{3,4} `(\S+)` (\S+)", PAGE.read_text("utf-8"), re.MULTILINE)

    assert [] == [names for names in HEADINGS[kind] if found.count(names) != 1]


@pytest.mark.parametrize("kind", ROWS)
def test_entry_has_a_row(kind: str) -> None:
    """Every category, recognizer and sanction has a row that begins with both its names."""
    text = PAGE.read_text("utf-8")

    assert [] == [one for one in ROWS[kind] if f"\n| `{one[0]}` | {one[1]} |" not in text]


def test_a_cell_holds_one_cell() -> None:
    """A bar in a cell of a table is escaped, so that it does not end the cell."""
    lines = list(words_reference().table(["a"], [["x | y"]]))

    assert "| x \\| y |" == lines[2]


# ------------------------------------------------------------------ the two skins, side by side

CONTEXTS = ("{}", "clause c\n  {}", "penalties\n  {}", "clause c\n  forbid message when {}")
PAIR = re.compile(r"\| `([^`]+)` \| `([^`]+)` \|")


def written_pairs() -> list[tuple[str, str]]:
    """The rows of the tables that show a construct in English and in Chinese."""
    found = []
    inside = False
    for line in LANGUAGE.read_text("utf-8").splitlines():
        inside = line.startswith("| English | 中文 |") or (inside and line.startswith("|"))
        row = PAIR.match(line)
        if inside and row is not None:
            found.append((row[1], row[2]))
    return found


def whole_pairs() -> list[tuple[str, str]]:
    """The policies of the page, two by two."""
    text = LANGUAGE.read_text("utf-8")
    found = re.findall(r"^```policy\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return list(zip(found[::2], found[1::2], strict=True))


def read(text: str) -> tuple[str, tuple[nodes.Section, ...]]:
    """Where a construct may stand and its tree; fails where no place takes it."""
    for context in CONTEXTS:
        document, faults = parse(Source("page", context.format(text)))
        if not faults:
            return context, document.sections
    raise AssertionError("\n".join(fault.render("en") for fault in faults))


def alike(left: object, right: object, names: dict[str, str]) -> bool:
    """Whether two trees are the same but for the author's own words, each translated in one way.

    Words of the language have one spelling in trees, in ASCII, so that those have to be equal.
    """
    if isinstance(left, str) and isinstance(right, str):
        return names.setdefault(left, right) == right and (left == right or not right.isascii())
    if isinstance(left, tuple) and isinstance(right, tuple):
        pairs = zip(left, right, strict=True) if len(left) == len(right) else [(0, 1)]
        return all(alike(one, other, names) for one, other in pairs)
    if isinstance(left, nodes.Node) and type(left) is type(right):
        return all(
            alike(getattr(left, field.name), getattr(right, field.name), names)
            for field in attrs.fields(type(left))
            if field.eq
        )
    return left == right


@pytest.mark.parametrize(("english", "chinese"), written_pairs())
def test_construct_is_one_in_both_skins(english: str, chinese: str) -> None:
    """The English and the Chinese form in a row are read as one tree."""
    assert alike(read(english), read(chinese), {})


@pytest.mark.parametrize(("english", "chinese"), whole_pairs())
def test_policy_is_one_in_both_skins(english: str, chinese: str) -> None:
    """An English policy and the Chinese one behind it are read as one tree."""
    assert alike(read(english), read(chinese), {})


def test_every_row_is_compared() -> None:
    """No row of such a table is left out for its form."""
    assert 100 < len(written_pairs())


def test_other_trees_are_not_alike() -> None:
    """The comparison sees a number, a keyword, and a word translated in two ways."""
    assert not alike(read("minor: fine 5 CNY"), read("轻微：罚款 6元"), {})
    assert not alike(read("forbid login"), read("不宜 登录"), {})
    assert not alike(read("formerly a\n  severity a"), read("原名 甲\n  情节 乙"), {})
