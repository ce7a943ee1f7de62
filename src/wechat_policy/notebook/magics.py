"""The commands of cells: `%%policy` writes a policy, `%%judge` tries messages on it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, magics_class
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import display

from wechat_policy.commands.failures import failure_lines
from wechat_policy.commands.options import default_language
from wechat_policy.commands.phrases import phrase
from wechat_policy.engine import Engine
from wechat_policy.errors import InvalidPolicy, InvalidRecord, Language
from wechat_policy.examples import PolicyUnderTest, examples_of
from wechat_policy.gallery import sheet_html
from wechat_policy.gallery.sheet import sheet_of
from wechat_policy.hypertext.fragments import Fragment, article, escaped
from wechat_policy.loading import find_library
from wechat_policy.notebook.displays import Shown, shown_faults, shown_verdict
from wechat_policy.policy import Policy
from wechat_policy.source import Source
from wechat_policy.testing import completed

_LANGUAGE = argument(
    "--language",
    choices=["zh", "en"],
    help="Language of what is said; by default that of LC_ALL or LANG, else English.",
)


@magics_class
class PolicyMagics(Magics):  # type: ignore[misc]
    """The cell magics of this library."""

    @magic_arguments()
    @argument("name", help="The variable that the policy gets.")
    @_LANGUAGE
    @cell_magic("policy")
    def write(self, line: str, cell: str) -> None:
        """Compiles the cell as a policy, plays its examples, and binds it to a variable.

        Faults are shown where they stand; the cell then fails and the variable stays as it was.
        """
        told = parse_argstring(self.write, line)
        language = _language(told.language)
        if not told.name.isidentifier():
            raise UsageError(phrase("no_identifier", language, name=told.name))
        try:
            tested = PolicyUnderTest.of(Source(told.name, cell))
        except InvalidPolicy as fault:
            display(shown_faults(fault.diagnostics, language))
            raise UsageError(phrase("not_compiled", language, name=told.name)) from None
        self.shell.user_ns[told.name] = tested.policy()
        display(Shown.several([*_policy(tested, language)]))

    @magic_arguments()
    @argument("name", help="The variable that holds the policy.")
    @_LANGUAGE
    @cell_magic("judge")
    def judge(self, line: str, cell: str) -> None:
        """Judges the lines of the cell: each is the text of a message, or an event as JSON.

        What a line does not say is filled in: people, a work group's time, a minute from line to
        line. All go before one engine, in their order.
        """
        told = parse_argstring(self.judge, line)
        language = _language(told.language)
        policy = self.shell.user_ns.get(told.name)
        if not isinstance(policy, Policy):
            raise UsageError(phrase("no_variable", language, name=told.name))
        records = [*_events(policy, cell, language)]
        pieces = [*_verdicts(policy, records, language)]
        if pieces:
            display(Shown.several(pieces))


def _language(told: Literal["zh", "en"] | None) -> Language:
    return told or default_language(os.environ)


def _policy(tested: PolicyUnderTest, language: Language) -> Iterator[Shown]:
    """The policy in plain words, what its check let pass, and how its examples came out."""
    document = tested.assembly.document
    sheet = sheet_of(document, find_library, document.source.name)
    told = phrase("compiled", language, name=sheet.id or document.source.name)
    yield Shown(sheet_html(sheet, language), told)
    if tested.warnings:
        yield shown_faults(tested.warnings, language)
    results = [one.play(tested) for one in examples_of(tested)]
    failed = [one for one in results if not one.passed]
    lines = [phrase("examples_played", language, number=len(results), failed=len(failed))]
    for one in failed:
        lines += ["", *failure_lines(one, tested, language)]
    if results:
        kind = "error" if failed else "passed"
        body = "\n".join(map(escaped, lines))
        section = [f'<section class="wp-{kind}"><pre>{body}</pre></section>']
        yield Shown(Fragment(article("examples", language, section)), "\n".join(lines))


def _events(policy: Policy, cell: str, language: Language) -> Iterator[Mapping[str, Any] | str]:
    """The lines of a cell: texts as they are, JSON objects as records."""
    for number, line in enumerate(cell.splitlines(), 1):
        if not line.strip():
            continue
        if not line.lstrip().startswith("{"):
            yield line
            continue
        try:
            yield json.loads(line)
        except ValueError:
            raise UsageError(phrase("no_json", language, line=number)) from None


def _verdicts(
    policy: Policy, events: list[Mapping[str, Any] | str], language: Language
) -> Iterator[Shown]:
    """A verdict for each event, and those that other events or time led to, as they come."""
    engine = Engine(policy)
    for record in completed(events, policy.zone):
        try:
            verdicts = engine.feed(record)
        except InvalidRecord as fault:
            raise UsageError(fault.render(language)) from None
        for verdict in verdicts:
            text = record.get("text") if verdict.event == record["id"] else None
            yield shown_verdict(verdict, language, text)
