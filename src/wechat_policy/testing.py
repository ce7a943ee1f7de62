"""What tests in Python ask of a policy: verdicts, and whether events violate a clause."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

import attrs

from wechat_policy.cases import read_cases
from wechat_policy.commands.failures import failure_lines, norm_words
from wechat_policy.commands.reasons import reason_lines
from wechat_policy.drawing import explain_tree
from wechat_policy.engine import Engine
from wechat_policy.engine.why import why
from wechat_policy.errors import Language
from wechat_policy.examples import FOUND, PolicyUnderTest
from wechat_policy.loading import open_source
from wechat_policy.policy import Policy
from wechat_policy.source import Source
from wechat_policy.suggestion import nearest
from wechat_policy.verdict import Verdict, Violation

_FIRST = datetime(2026, 3, 4, 10)
_SOMEBODY, _ANOTHER = "员工甲", "员工乙"


@attrs.frozen
class PolicyTester:
    """A policy with its parameters bound; each question is put to a fresh engine.

    An event is a record, or a text for a message. What it does not say of its id, time, kind and
    parties is filled in; events follow each other by a minute from a Wednesday at 10:00 on.
    """

    tested: PolicyUnderTest
    language: Language = "en"
    directory: Mapping[str, Any] | None = None

    @classmethod
    def of(
        cls,
        policy: str | os.PathLike[str],
        parameters: Mapping[str, Any] | None = None,
        language: Language = "en",
    ) -> PolicyTester:
        """The tester of a policy file or a shipped pack. Raises what `load` raises."""
        return cls(PolicyUnderTest.of(open_source(policy), parameters), language)

    @property
    def policy(self) -> Policy:
        """The policy."""
        return self.tested.policy()

    def judge(
        self, *events: Mapping[str, Any] | str, until: datetime | None = None
    ) -> list[Verdict]:
        """The verdicts on events in their order, and on what falls due before a time."""
        engine = Engine(self.policy, self.directory)
        verdicts = [
            one for event in completed(events, self.policy.zone) for one in engine.feed(event)
        ]
        if until is not None:
            verdicts += engine.advance(_placed(until, self.policy.zone))
        return verdicts

    def play(self, cases: str) -> None:
        """Plays a text of cases; it need not say which policy it tests.

        Raises InvalidPolicy with its faults, AssertionError with what is not as expected.
        """
        __tracebackhide__ = True
        file = read_cases(Source("test.cases", cases), self.tested)
        results = [one.play(self.tested) for one in file.cases]
        failures = [
            "\n".join(failure_lines(one, self.tested, self.language))
            for one in results
            if not one.passed
        ]
        if failures:
            raise AssertionError("\n\n".join(failures))

    def assert_violates(
        self,
        clause: str,
        *events: Mapping[str, Any] | str,
        by: str | None = None,
        until: datetime | None = None,
    ) -> tuple[Violation, ...]:
        """The violations of a clause by events; raises AssertionError where there are none."""
        __tracebackhide__ = True
        found = self._found(clause, self.judge(*events, until=until))
        if any(by in (None, one.subject) for one in found):
            return tuple(one for one in found if by in (None, one.subject))
        if found:
            told = ", ".join(sorted({str(one.subject) for one in found}))
            raise AssertionError(f"{clause} is violated by {told}, not by {by}")
        engine = Engine(self.policy, self.directory)
        lines = [f"{clause} is not violated:"]
        for event in completed(events, self.policy.zone):
            norms = norm_words(self.tested, clause)
            reasons = reason_lines(why(engine, event, clause), norms, self.language)
            lines += (f"  {one}" for one in reasons)
            engine.feed(event)
        raise AssertionError("\n".join(lines))

    def assert_complies(
        self, clause: str, *events: Mapping[str, Any] | str, until: datetime | None = None
    ) -> None:
        """Raises AssertionError where events violate a clause."""
        __tracebackhide__ = True
        found = self._found(clause, self.judge(*events, until=until))
        if found:
            lines = [f"{clause} is violated by {found[0].subject}:"]
            tree = explain_tree(found[0].trace, self.language)
            raise AssertionError("\n".join([*lines, *(f"  {one}" for one in tree.split("\n"))]))

    def _found(self, clause: str, verdicts: Iterable[Verdict]) -> list[Violation]:
        __tracebackhide__ = True
        names = [one.id for one in self.policy.clauses]
        if clause not in names:
            meant = nearest(clause, names)
            hint = f", did you mean {meant}?" if meant else ""
            raise ValueError(f"the policy has no clause {clause}{hint}")
        return [
            one
            for verdict in verdicts
            for one in verdict.violations
            if one.clause == clause and one.status in FOUND
        ]


def completed(events: Iterable[Mapping[str, Any] | str], zone: tzinfo) -> list[dict[str, Any]]:
    """Events as records, with all that they do not say filled in, a minute after each other."""
    records = []
    for number, event in enumerate(events):
        told = {"text": event} if isinstance(event, str) else dict(event)
        record = {"type": "message", "id": f"e{number + 1}", **told}
        if record["type"] == "message":
            kind = {"kind": "text"} if "text" in record else {}
            record = {"sender": _SOMEBODY, **kind, **record}
            if not {"recipients", "group"} & record.keys():
                record["recipients"] = [_ANOTHER]
        at = record.get("at", _FIRST + timedelta(minutes=number))
        record["at"] = _placed(at, zone) if isinstance(at, datetime) else at
        records.append(record)
    return records


def _placed(moment: datetime, zone: tzinfo) -> datetime:
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
