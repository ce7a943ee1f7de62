"""`wechat-policy explain`: why a clause is violated by an event or is not, and which came near."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from wechat_policy import nodes
from wechat_policy.adapters import AUTO, Record, read
from wechat_policy.adapters.outsiders import introduce
from wechat_policy.assembly import Assembly
from wechat_policy.commands.nearest import event_line, told_closest
from wechat_policy.commands.opening import hinted, open_directory, reading, source_of
from wechat_policy.commands.options import directory_option, language_option, policy_option
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.reasons import reason_lines
from wechat_policy.commands.records import Reading, events, inputs
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND, WrongUse, in_colour
from wechat_policy.compiler import compile_policy
from wechat_policy.engine import Engine
from wechat_policy.engine.closest import closest
from wechat_policy.engine.why import Why, why
from wechat_policy.errors import InvalidPolicy, Language
from wechat_policy.events import Event
from wechat_policy.loading import checked
from wechat_policy.lowering import words_of
from wechat_policy.policy import Clause, Policy
from wechat_policy.source import visible
from wechat_policy.wording import Wording, shown
from wechat_policy.words import spell


@click.command()
@click.argument("event", metavar="EVENT")
@policy_option
@click.option(
    "--clause",
    "clauses",
    metavar="NAME",
    multiple=True,
    help="The clause: its name, or a reference that it has. Repeatable.",
)
@click.option(
    "--closest",
    "most",
    metavar="[N]",
    type=click.IntRange(min=1),
    is_flag=False,
    flag_value=3,
    help="Instead: the N clauses (3 unless said) that came nearest to being violated, and what"
    " stopped each; with --clause, of those only.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="What --closest prints: text for people, or one JSON object.",
)
@click.option("--id", "id_", metavar="ID", help="Which event of the file is meant.")
@directory_option
@language_option
@click.pass_context
def explain(
    context: click.Context,
    event: str,
    policies: tuple[str, ...],
    clauses: tuple[str, ...],
    most: int | None,
    form: str,
    id_: str | None,
    directories: tuple[str, ...],
    language: Language,
) -> None:
    """Tell why a clause is violated by an event, or why it is not.

    EVENT is a file of records, FILE:ID for one event of it, or the JSON of one event; - is the
    standard input. The events that stand before it in the file count as having happened.

    Each norm of the clause is shown with its whole condition: what is true, false and unknown, and
    the values that it saw. --closest finds the clauses of which the fewest tests would have to come
    out otherwise. Exit code: 0 not violated, 1 violated, 2 wrong use.
    """
    if most is None and not clauses:
        raise WrongUse(phrase("which_clause", language))
    if most is None and form == "json":
        raise WrongUse(phrase("json_of_closest", language))
    opened = [_opened(name, language) for name in policies]
    asked = [one for name in clauses for one in _asked(name, opened, language)]
    engine = Engine([policy for policy, _ in opened], open_directory(directories, language))
    found = _advanced(engine, event, id_, opened[0][0].timezone, language)

    if most is not None:
        named = {(policy.id, one.id) for policy, _, one in asked}
        near = closest(engine, found, most, lambda *one: not named or one in named)
        judged_by = [policy for policy, _ in opened]
        sys.stdout.write(told_closest(near, found, judged_by, form, language))
        context.exit(FOUND if any(one.violated for one in near) else NOTHING_FOUND)

    violated = False
    for policy, assembly, one in asked:
        answer = why(engine, found, one.id, policy.id)
        violated = violated or answer.violated
        for line in _lines(answer, policy, assembly, language):
            sys.stdout.write(f"{line}\n")
    context.exit(FOUND if violated else NOTHING_FOUND)


def _opened(name: str, language: Language) -> tuple[Policy, Assembly]:
    """A policy with its tree, for the words of its norms."""
    source = source_of(name, language)
    with reading(name, language):
        assembly, diagnostics = checked(source)
        if any(one.level == "error" for one in diagnostics):
            raise InvalidPolicy(diagnostics)
        return compile_policy(assembly, warnings=diagnostics), assembly


def _asked(
    name: str, opened: list[tuple[Policy, Assembly]], language: Language
) -> list[tuple[Policy, Assembly, Clause]]:
    """The clauses of that name or reference. Raises WrongUse if there are none."""
    found = [
        (policy, assembly, clause)
        for policy, assembly in opened
        for clause in policy.clauses
        if name == clause.id or name in clause.refs
    ]
    if not found:
        known = [one for policy, _ in opened for clause in policy.clauses
                 for one in (clause.id, *clause.refs)]  # fmt: skip
        hint = hinted(name, known, language)
        raise WrongUse(phrase("no_clause", language, name=visible(name), hint=hint))
    return found


def _advanced(
    engine: Engine, told: str, id_: str | None, timezone: str, language: Language
) -> Event:
    """The event that is asked about; those that stand before it are fed to the engine."""
    if told.lstrip()[:1] in ("{", "["):
        given = list(read([told], timezone=timezone))
        for record in given:
            introduce(engine.directory, record)
        return _only(given, f"{told.strip()[:20]}…", language)
    name, id_ = _split(told, id_)
    records: list[Record] = []
    heard: list[Record] = []
    files = inputs([name], language)
    for record in events(
        files, Reading(AUTO, timezone), language, lambda _, one: heard.append(one)
    ):
        introduce(engine.directory, record)
        records.append(record)
        if record.event is not None and record.event.id == id_:
            for earlier in records[:-1]:
                engine.feed(earlier.event)
            return record.event
    if id_ is not None:
        raise WrongUse(phrase("no_such_event", language, name=visible(name), id=visible(id_)))
    return _only(heard, name, language)


def _split(told: str, id_: str | None) -> tuple[str, str | None]:
    """The file, and the id of the event behind a colon if the whole is no file."""
    if id_ is None and not _is_file(told):
        for place in range(len(told) - 1, 0, -1):
            if told[place] == ":" and _is_file(told[:place]):
                return told[:place], told[place + 1 :]
    return told, id_


def _is_file(name: str) -> bool:
    try:
        return name == "-" or Path(name).is_file()
    except OSError:
        return False


def _only(records: list[Record], name: str, language: Language) -> Event:
    """The one event among records. Raises WrongUse if there is none, or several."""
    found = [record.event for record in records if record.event is not None]
    if len(found) == 1:
        return found[0]
    if found:
        raise WrongUse(phrase("many_events", language, name=visible(name)))
    refusal = next((record.refusal for record in records if record.refusal is not None), None)
    colon = "：" if language == "zh" else ": "
    reason = "" if refusal is None else colon + refusal.render(language)
    raise WrongUse(phrase("no_event", language, name=visible(name), reason=reason))


def _lines(answer: Why, policy: Policy, assembly: Assembly, language: Language) -> Iterator[str]:
    wording = Wording(language, zone=policy.zone)
    clause, event = answer.clause, answer.event
    title = shown(clause.id)
    if clause.title != clause.id:
        title = wording.bracketed(shown(clause.title), title)
    places = (f"{policy.id} {policy.version}".strip(), clause.article, *clause.refs)
    under = " · ".join(shown(place) for place in places if place)
    yield phrase("of_clause", language, clause=title, policy=under)
    yield event_line(event, wording)
    yield ""
    node, document = assembly.all(nodes.Clause)[clause.id]
    words = words_of(document)
    norms = {number: words(norm.span) for number, norm in enumerate(node.norms)}
    yield from reason_lines(answer, norms, language, in_colour(sys.stdout))
    yield ""
    yield from _lexicon_lines(node, policy, language)


def _lexicon_lines(clause: nodes.Clause, policy: Policy, language: Language) -> Iterator[str]:
    """The word lists that a clause names, with the readings in which their words are found."""
    named = {
        argument.value
        for node in nodes.walk(clause.norms)
        if isinstance(node, nodes.Call)
        for argument in node.arguments
        if isinstance(argument, nodes.Name)
    }
    for lexicon in policy.lexicons:
        if lexicon.name not in named:
            continue
        names = [spell("reading", one, language) for one in ("literal", *lexicon.readings)]
        own = sum(bool(set(entry.readings) - set(lexicon.readings)) for entry in lexicon.entries)
        yield phrase(
            "of_lexicon", language, name=shown(lexicon.name), count=f"{len(lexicon.entries):,}",
            readings=("、" if language == "zh" else ", ").join(names),
            more=phrase("own_readings", language, count=f"{own:,}") if own else "",
        )  # fmt: skip
