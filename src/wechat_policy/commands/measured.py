"""What `test --coverage` and `test --mutate` measure: policies with the tests of other files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import attrs

from wechat_policy.assembly import Assembly
from wechat_policy.cases import PlayableCase, collect, policy_under_test, spread
from wechat_policy.commands.opening import reading
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.streams import WrongUse
from wechat_policy.errors import InvalidPolicy, Language
from wechat_policy.examples import PlayableExample, PolicyUnderTest
from wechat_policy.policy import Policy
from wechat_policy.source import visible
from wechat_policy.trials import CaseTrial, Trial, example_trial


@attrs.frozen(eq=False)
class Measured:
    """A policy by the name that it was given, and the cases and rows of sheets that test it."""

    name: str
    tested: PolicyUnderTest
    tests: list[PlayableCase | PlayableExample] = attrs.field(factory=list)

    def trials(self, assembly: Assembly, policy: Policy) -> Iterator[Trial]:
        """The tests of other files as trials; what cannot be staged is left out."""
        for one in self.tests:
            if isinstance(one, PlayableCase):
                yield CaseTrial(one)
            elif (trial := example_trial(one, self.tested.clauses, policy)) is not None:
                yield trial


def measured(
    files: Sequence[str], tested: PolicyUnderTest | None, language: Language
) -> list[Measured]:
    """The policies among the files and those that the other files test, `tested` if it is given.

    Raises WrongUse with what is wrong with a file.
    """
    found: dict[str, Measured] = {}
    for name, below in spread(files):
        with reading(name, language):
            suite = collect(name, tested, found=below)
            if suite.errors:
                raise InvalidPolicy(suite.faults)
            if suite.is_policy:
                own = suite.items[0].tested if suite.items else policy_under_test(name)
                _of(found, name, own)
                continue
        for item in suite.items:
            _of(found, item.tested.source.name, item.tested).tests.append(item.playable)
    if not found:
        names = ", ".join(map(visible, files))
        raise WrongUse(phrase("no_tests", language, name=names))
    return list(found.values())


def _of(found: dict[str, Measured], name: str, tested: PolicyUnderTest) -> Measured:
    """The policy by its file, however those who name it spell the way there."""
    return found.setdefault(os.path.realpath(tested.source.name), Measured(name, tested))
