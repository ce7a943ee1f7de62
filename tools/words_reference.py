"""Writes `docs/reference/words.md`: every word of the language, from where the library keeps it.

Events, facts and categories come from the vocabulary, conditions from their functions and
docstrings, the rest from the tables of fixed words. Run it after changing any of them:

    python tools/words_reference.py > docs/reference/words.md
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wechat_policy.language_server.forms import form
from wechat_policy.lexical import keywords
from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules.base import CONDITIONS, Condition
from wechat_policy.rules.words import BUILT_IN
from wechat_policy.vocabulary import Attribute, EventType, vocabulary
from wechat_policy.words import DAYS, PERIODS, POPULATIONS, ROWS, SANCTIONS, UNITS, VARIABLES

INTRODUCTION = """\
<!-- Written by tools/words_reference.py; change the words where they are defined. -->

# The words

Every word that a policy may use, English and Chinese; either may stand in either skin.
[The language](language.md) says how they are put together, [meaning](../explanation/meaning.md)
what they come to.

- [Events](#events), with what each may say
- [Report categories](#report-categories)
- [Facts of the directory](#facts-of-the-directory)
- [Values](#values) of attributes and facts
- [Conditions](#conditions) and [recognizers](#recognizers)
- [Sanctions](#sanctions)
- [Days, units, periods](#days-units-periods) and other fixed words
- [Keywords](#keywords)
"""

EVENTS = """\
Any event also has `type` 种类, `id` 编号 and `at` 时间. An attribute in **bold** is required; one
that is absent is unknown, unless its type is followed by *absent:* and what absence stands for. A
type of person, group, account or device leads on into the directory: `sender.department`. Types of
events of your own begin with `x.` and may say anything; so may attributes that begin with `x_`.
"""

CONTENT = """\
`content` stands for all content types at once, `action` and `snapshot` for all of theirs. What
every content type may say:
"""

FACTS = """\
What a path may ask of a person, group, account or device, as the directory has it at the time of
the event.
"""

VALUES = """\
The values of enumerations, and the usual ones of open texts, by the name of the attribute. Of an
enumeration an event may allow only some; its table above says which. An open text may hold any.
"""

CATEGORIES = """\
What a `report` may be of. A clause about a category takes in those that it includes.
"""

CONDITION_NOTE = """\
A condition stands after the fact that it tests: `text contains insult`, `正文 出现 侮辱`. One that
*measures* is compared: `text score ads >= 2`. Where a condition has *specific* behind its name,
being met says something about this very event; without one that is met, a clause that cannot be
decided is only counted, not reported.
"""


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a table."""
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def type_of(attribute: Attribute) -> str:
    """The type of an attribute in words, with its unit and what its absence stands for."""
    told = attribute.type
    if attribute.unit:
        told += f" ({attribute.unit})"
    if attribute.default is not None:
        told += f", *absent:* {attribute.default}"
    elif attribute.absent == "false":
        told += ", *absent:* " + ("empty" if attribute.is_list else "false")
    return told


def about(attribute: Attribute) -> str:
    """The meaning of an attribute with the values or parts that it may have."""
    told = attribute.meaning
    spell = vocabulary().spell_value
    if attribute.values:
        every = (f"`{value}` {spell(attribute.name, value)}" for value in attribute.values)
        told += f": {', '.join(every)}"
    elif attribute.known:
        told += f". Usual: `{attribute.name}` under [values](#values)"
    if attribute.fields:
        parts = (f"`{name}` {part.zh}" for name, part in attribute.fields.items())
        told += f". Parts: {', '.join(parts)}"
    return told


def attribute_table(attributes: Iterable[Attribute]) -> Iterator[str]:
    """A row for each attribute."""
    return table(
        ("attribute", "中文", "type", "meaning"),
        (
            (
                f"**`{one.name}`**" if one.required else f"`{one.name}`",
                one.zh,
                type_of(one),
                about(one),
            )
            for one in attributes
        ),
    )


def told_by(event: EventType) -> tuple[Attribute, ...]:
    """What is particular to an event: all but the stamp, and what every content says alike."""
    shared: Mapping[str, Attribute] = vocabulary().content.attributes
    return tuple(
        one
        for name, one in event.attributes.items()
        if name not in ("type", "id", "at")
        and not (event.family == "content" and one == shared.get(name))
    )


def events() -> Iterator[str]:
    """The events by group."""
    words = vocabulary()
    yield "## Events\n"
    yield EVENTS
    for group, zh in words.groups.items():
        yield f"### {group.capitalize()} {zh}\n"
        if group == "content":
            yield CONTENT
            stamp = ("type", "id", "at")
            shared = words.content.attributes.items()
            yield from attribute_table(one for name, one in shared if name not in stamp)
        for event in words.events.values():
            if event.group == group:
                yield from event_entry(event)


def event_entry(event: EventType) -> Iterator[str]:
    """One event."""
    yield f"#### `{event.name}` {event.zh}\n"
    subject = event.subject
    answers = f"`{subject}` {vocabulary().words[subject]} answers" if subject else "Nobody answers"
    yield f"{event.meaning}. {answers} unless a clause says otherwise.\n"
    if event.family == "content":
        missing = [name for name in vocabulary().content.attributes if name not in event.attributes]
        if missing:
            yield f"It has no {' and no '.join(f'`{name}`' for name in missing)}.\n"
    own = told_by(event)
    if own:
        yield from attribute_table(own)


def categories() -> Iterator[str]:
    """The report categories."""
    yield "## Report categories\n"
    yield CATEGORIES
    found = vocabulary().categories.values()
    yield from table(
        ("category", "中文", "meaning", "includes"),
        (
            (f"`{one.name}`", one.zh, one.meaning, ", ".join(f"`{name}`" for name in one.includes))
            for one in found
        ),
    )


def facts() -> Iterator[str]:
    """The facts of the directory by kind."""
    yield "## Facts of the directory\n"
    yield FACTS
    for kind, entries in vocabulary().facts.items():
        yield f"### {kind.capitalize()} {ROWS[kind][0]}\n"
        yield from attribute_table(entries.values())


def values() -> Iterator[str]:
    """The values of attributes with their Chinese aliases."""
    words = vocabulary()
    yield "## Values\n"
    yield VALUES
    yield from table(
        ("attribute", "values"),
        (
            (
                f"`{name}` {words.words.get(name, '')}".strip(),
                ", ".join(f"`{value}` {zh}" for value, zh in aliases.items()),
            )
            for name, aliases in sorted(words.values.items())
        ),
    )


def conditions() -> Iterator[str]:
    """The condition words that come with the library."""
    yield "## Conditions\n"
    yield CONDITION_NOTE
    shipped = {module.__name__ for module in BUILT_IN}
    for one in CONDITIONS.values():
        if one.function.__module__ in shipped:
            yield from condition_entry(one)


def condition_entry(condition: Condition) -> Iterator[str]:
    """One condition word: its form in both skins and its docstring."""
    marks = [
        mark
        for mark, holds in (("measures", condition.measures), ("specific", condition.specific))
        if holds
    ]
    tail = f" ({', '.join(marks)})" if marks else ""
    yield f"### `{condition.name}` {condition.alias}{tail}\n"
    yield f"`{form(condition, 'en')}`, `{form(condition, 'zh')}`\n"
    yield f"{condition.doc}\n"


def recognizers() -> Iterator[str]:
    """What `has` can look for."""
    yield "## Recognizers\n"
    yield "What `has` 含有 can look for: `text has mobile`, `正文 含有 手机号`.\n"
    yield from table(
        ("recognizer", "中文", "finds"),
        ((f"`{one.name}`", one.zh, one.meaning) for one in RECOGNIZERS.values()),
    )
    doubtful = " and ".join(f"`{one.name}`" for one in RECOGNIZERS.values() if not one.certain)
    yield f"{doubtful} only suspect: a `forbid` on them is told of by [W315](errors/W315.md).\n"


def sanctions() -> Iterator[str]:
    """The sanctions."""
    yield "## Sanctions\n"
    yield "What a row of penalties may impose.\n"
    yield from table(("sanction", "中文"), alias_rows(SANCTIONS))


def alias_rows(words: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """A row for each word with its aliases."""
    return ((f"`{name}`", "、".join(aliases) or "–") for name, aliases in words.items())


def fixed() -> Iterator[str]:
    """Days, units, periods, populations, rows and the names that paths may begin with."""
    yield "## Days, units, periods\n"
    for title, words in (
        ("days", DAYS),
        ("unit", UNITS),
        ("period", PERIODS),
        ("population", POPULATIONS),
        ("row of an example's `with` 设", ROWS),
        ("beginning of a path", VARIABLES),
    ):
        yield from table((title, "中文"), alias_rows(words))


def keyword_tables() -> Iterator[str]:
    """The reserved words, by what they do."""
    yield "## Keywords\n"
    yield "Reserved words; the first of several is the one that the formatter writes.\n"
    roles = {
        "section": "opens a section",
        "statement": "opens a statement",
        "cases": "opens a section of a [file of cases](cases.md)",
        "step": "opens a statement of a case, as `parameter`, `with` and `advance` do",
        "structure": "stands inside a statement",
        "closer": "may close a phrase in Chinese",
    }
    for role, title in roles.items():
        yield from table(
            (title, "中文"),
            (
                (", ".join(f"`{word}`" for word in one.en) or "–", "、".join(one.zh))
                for one in keywords().values()
                if one.role == role
            ),
        )


def page() -> str:
    """The whole page."""
    parts = (
        events, categories, facts, values, conditions, recognizers, sanctions, fixed,
        keyword_tables,
    )  # fmt: skip
    lines = [INTRODUCTION, *(line for part in parts for line in part())]
    return "\n".join(lines).rstrip("\n") + "\n"


if __name__ == "__main__":
    print(page(), end="")
