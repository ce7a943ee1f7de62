"""Collects tests from whatever holds them: policies, files of cases, sheets, folders of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

import attrs

from wechat_policy import nodes
from wechat_policy.cases.playing import CaseResult, PlayableCase
from wechat_policy.cases.reading import read_cases
from wechat_policy.cases.sheets import SUFFIXES, read_sheets
from wechat_policy.errors import Diagnostic, InvalidPolicy
from wechat_policy.examples import ExampleResult, PlayableExample, PolicyUnderTest, examples_of
from wechat_policy.loading import open_source
from wechat_policy.parser import parse

Result: TypeAlias = ExampleResult | CaseResult


@attrs.frozen(eq=False)
class Item:
    """A test that can be played: an example of a clause, a case, or a row of a sheet."""

    file: str
    playable: PlayableExample | PlayableCase
    tested: PolicyUnderTest

    @property
    def name(self) -> str:
        """What it is called."""
        return self.playable.name

    @property
    def line(self) -> int:
        """The line of its file, or the row of its sheet, from 1."""
        return self.playable.line

    def play(self) -> Result:
        """What comes of it."""
        return self.playable.play(self.tested)


@attrs.frozen(eq=False)
class Suite:
    """The tests of a file, and what is wrong with the file; warnings keep no test from playing.

    `is_policy` says that the file is a policy with examples, else it tests one.
    """

    file: str
    items: tuple[Item, ...]
    faults: tuple[Diagnostic, ...] = ()
    is_policy: bool = False

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The faults for which tests are missing."""
        return tuple(one for one in self.faults if one.level == "error")


def collect(name: str, policy: PolicyUnderTest | None = None, *, found: bool = False) -> Suite:
    """The tests of a file or a shipped pack; cases and sheets test `policy` if it is given.

    A file that was only `found` in a folder may hold none. Raises UnknownPack, UnicodeDecodeError
    and OSError for what cannot be opened.
    """
    if Path(name).suffix.lower() in SUFFIXES and Path(name).is_file():
        sheets = read_sheets(Path(name), policy, found=found)
        if sheets is None:
            return Suite(name, ())
        items = (Item(name, example, tested) for example, tested in sheets.examples)
        return Suite(name, tuple(items), sheets.faults)
    source = open_source(name)
    document, _ = parse(source)
    try:
        if document.kind == "cases":
            cases = read_cases(source, policy)
            items = (Item(name, case, cases.tested) for case in cases.cases)
            return Suite(name, tuple(items), cases.warnings)
        if found and not document.all(nodes.Header) and not _examples(document):
            return Suite(name, ())  # a library
        tested = PolicyUnderTest.of(source)
    except InvalidPolicy as invalid:
        return Suite(name, (), invalid.diagnostics)
    items = (Item(name, one, tested) for one in examples_of(tested))
    return Suite(name, tuple(items), is_policy=True)


def _examples(document: nodes.Document) -> bool:
    return any(clause.examples for clause in document.all(nodes.Clause))


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder that may hold tests, in the order of their names."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        known = path.suffix.lower() in (".policy", ".cases", *SUFFIXES)
        if known and not hidden and path.is_file():
            yield path


def spread(names: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The files that names stand for, each with whether it was found in a folder."""
    for name in names:
        if Path(name).is_dir():
            yield from ((str(path), True) for path in files_below(Path(name)))
        else:
            yield name, False


def policy_under_test(name: str) -> PolicyUnderTest:
    """The policy of a file or a shipped pack, for tests that name none.

    Raises InvalidPolicy with all faults, and what `collect` raises.
    """
    return PolicyUnderTest.of(open_source(name))
