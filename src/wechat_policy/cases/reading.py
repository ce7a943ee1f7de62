"""Reads a file of cases together with the policy that it tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Find
from wechat_policy.cases.checking import case_faults, shared
from wechat_policy.cases.playing import PlayableCase
from wechat_policy.errors import Diagnostic, InvalidPolicy
from wechat_policy.examples import PolicyUnderTest
from wechat_policy.lexical import blanked, fold, kind_of
from wechat_policy.loading import find_library
from wechat_policy.packs import pack_names
from wechat_policy.parser import parse
from wechat_policy.source import Source, Span
from wechat_policy.suggestion import nearest

_NOT_UTF_8 = {"reason": "it is not UTF-8", "reason.zh": "不是 UTF-8 编码"}


@attrs.frozen(eq=False)
class CaseFile:
    """A file of cases that can be played, with the policy that it tests."""

    source: Source
    tested: PolicyUnderTest
    cases: tuple[PlayableCase, ...]
    warnings: tuple[Diagnostic, ...] = ()


def is_cases(source: Source) -> bool:
    """Whether a text is a file of cases, and no policy."""
    return kind_of(blanked(fold(source.text)), source.name) == "cases"


def read_cases(
    source: Source,
    policy: Source | PolicyUnderTest | None = None,
    find: Find = find_library,
) -> CaseFile:
    """The cases of a text, for the policy that its head names, or for another one.

    Without a head it is the policy beside the file that has its name. Raises InvalidPolicy with all
    faults, those of the policy too.
    """
    document, unread = parse(source)
    faults = [*unread]
    tested: PolicyUnderTest | None = None
    if isinstance(policy, PolicyUnderTest):
        tested = policy
    else:
        found = policy or _policy_of(document, find)
        if isinstance(found, Diagnostic):
            faults.append(found)
        else:
            try:
                tested = PolicyUnderTest.of(found)
            except InvalidPolicy as invalid:
                faults += (one for one in invalid.diagnostics if one.level == "error")
    faults += case_faults(document, tested, bool(unread))
    if tested is None or any(one.level == "error" for one in faults):
        raise InvalidPolicy(_ordered(faults, source))
    return CaseFile(source, tested, tuple(_playable(document)), tuple(faults))


def check_cases(
    source: Source,
    policy: Source | PolicyUnderTest | None = None,
    find: Find = find_library,
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong or doubtful in a file of cases, in the order of the text."""
    try:
        return read_cases(source, policy, find).warnings
    except InvalidPolicy as invalid:
        return invalid.diagnostics


def _ordered(faults: list[Diagnostic], source: Source) -> list[Diagnostic]:
    """The faults of the text itself in its order, then those of the policy."""
    own = [one for one in faults if one.source is source]
    return [
        *sorted(own, key=lambda one: one.span.start),
        *(one for one in faults if one.source is not source),
    ]


def _policy_of(document: nodes.Document, find: Find) -> Source | Diagnostic:
    heads = document.all(nodes.Cases)
    if heads:
        name, span = heads[0].policy, heads[0].name_span
    else:
        beside = Path(document.source.name).with_suffix(".policy")
        if not beside.is_file():
            return Diagnostic("E401", document.source, Span(0, 0), facts={"file": beside.name})
        name, span = beside.name, Span(0, 0)
    try:
        found = find(name, document.source)
    except (OSError, UnicodeDecodeError) as problem:
        told = {"reason": str(problem.strerror)} if isinstance(problem, OSError) else _NOT_UTF_8
        return Diagnostic("E403", document.source, span, facts={"name": name, **told})
    if found is None:
        choices = [*_beside(document.source), *pack_names()]
        return Diagnostic(
            "E402", document.source, span, facts={"name": name}, suggestion=nearest(name, choices)
        )
    return found


def _beside(source: Source) -> Iterator[str]:
    """The policies in the folder of a text."""
    folder = Path(source.name).parent
    if folder.is_dir():
        yield from sorted(one.name for one in folder.glob("*.policy"))


def _playable(document: nodes.Document) -> Iterator[PlayableCase]:
    parameters, rows = shared(document)
    for case in document.all(nodes.Case):
        yield PlayableCase(document.source, case, parameters, rows)
