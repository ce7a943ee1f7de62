"""What there is to tell of a policy: clauses, open terms, penalties and notes in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from wechat_policy import nodes
from wechat_policy.assembly import Find, Placed, sections
from wechat_policy.gallery.citing import articles, counts, references
from wechat_policy.gallery.labels import Told, label, same, several
from wechat_policy.plain.answering import answerer, manner
from wechat_policy.plain.conditions import opened
from wechat_policy.plain.hours import dates, shifts
from wechat_policy.plain.merging import merged
from wechat_policy.plain.norms import sentence
from wechat_policy.plain.penalties import AnyRow, row, rows_for
from wechat_policy.plain.voice import Voice

_SHIPPED = "通用."
_SAMPLE = 10  # words of a list that are shown


@attrs.frozen
class ClauseSheet:
    """A clause as people read it."""

    name: str
    title: str
    article: str
    refs: str
    norms: tuple[Told, ...]
    severity: Told
    judged: Told
    answers: Told
    penalty: Told
    remark: str


@attrs.frozen
class OpenTerm:
    """A parameter: what the source leaves open, and the clauses that hang on it."""

    name: str
    default: Told
    remark: str
    clauses: tuple[str, ...]


@attrs.frozen
class Remark:
    """A statement of the source with what is said of it."""

    article: str
    refs: str
    text: str


@attrs.frozen
class Sheet:
    """A policy as people read it."""

    name: str
    id: str
    title: str
    version: str
    effective: str
    bases: tuple[str, ...]
    articles: str
    clauses: tuple[ClauseSheet, ...]
    parameters: tuple[OpenTerm, ...]
    hours: tuple[tuple[str, Told], ...]
    lexicons: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, Told], ...]
    severities: tuple[str, ...]
    penalties: tuple[tuple[Told, Told], ...]
    notes: tuple[Remark, ...]
    counts: dict[str, int] = attrs.field(hash=False)


class _Teller:
    """Tells the parts of one policy in both languages."""

    def __init__(self, placed: Sequence[nodes.Section]) -> None:
        parameters = {one.name: one.value for one in placed if isinstance(one, nodes.Parameter)}
        conditions = frozenset(
            one.name
            for one in placed
            if isinstance(one, nodes.Definition) and not one.name.startswith(_SHIPPED)
        )
        self.zh = Voice("zh", parameters, conditions)
        self.en = Voice("en", parameters, conditions)

    def told(self, tell: Callable[[Voice], str]) -> Told:
        """A thing in both languages."""
        return Told(tell(self.zh), tell(self.en))


def sheet_of(document: nodes.Document, find: Find, name: str) -> Sheet:
    """What there is to tell of a policy, with what it takes in of others."""
    placed = [one.section for one in sections(document, find) if _is_own(one)]
    teller = _Teller(placed)
    header = next((one for one in placed if isinstance(one, nodes.Header)), None)
    clauses = [one for one in placed if isinstance(one, nodes.Clause)]
    rows: list[AnyRow] = [
        line for one in placed if isinstance(one, nodes.Penalties) for line in one.rows
    ]
    severities = next((one.names for one in placed if isinstance(one, nodes.Severities)), ())
    notes = [one for one in placed if isinstance(one, nodes.Note)]
    return Sheet(
        name=name,
        id=header.id if header else name,
        title=header.title or "" if header else "",
        version=_said(header, nodes.Version),
        effective=_said(header, nodes.Effective),
        bases=tuple(one.name for one in document.all(nodes.Extends)),
        articles=articles(placed),
        clauses=tuple(_clause(one, teller, severities, rows) for one in clauses),
        parameters=tuple(_open_terms(placed, clauses, teller)),
        hours=tuple(_times(placed, teller)),
        lexicons=tuple((one.name, _words(one)) for one in placed if isinstance(one, nodes.Lexicon)),
        conditions=tuple(
            (one.name, teller.told(lambda voice, it=one: opened(it.condition, voice)))  # type: ignore[misc]
            for one in placed
            if isinstance(one, nodes.Definition)
        ),
        severities=severities,
        penalties=tuple(_penalty(line, teller) for line in rows),
        notes=tuple(Remark(one.article or "", references(one.refs), one.text) for one in notes),
        counts=counts(clauses, notes, placed),
    )


def _is_own(one: Placed) -> bool:
    """Whether a section is told: the words of the shipped lists have pages of their own."""
    name = getattr(one.section, "name", "")
    return not (
        isinstance(one.section, nodes.Lexicon | nodes.Definition) and name.startswith(_SHIPPED)
    )


def _said(header: nodes.Header | None, kind: type[nodes.Version] | type[nodes.Effective]) -> str:
    items = header.items if header else ()
    return next((str(one.value) for one in items if isinstance(one, kind)), "")


def _clause(
    node: nodes.Clause, teller: _Teller, severities: tuple[str, ...], rows: list[AnyRow]
) -> ClauseSheet:
    article, refs, title, remark = "", "", node.name, []
    severity = Told("", "")
    grades: tuple[str, ...] = ()
    unknown: list[Told] = []
    for item in node.items:
        match item:
            case nodes.Cites():
                article, refs = item.article or "", references(item.refs)
            case nodes.Title(value):
                title = value
            case nodes.Remark(value):
                remark.append(value)
            case nodes.Severity(name):
                severity, grades = same(name), (name,)
            case nodes.Graded(low, high):
                severity = label("graded", low=low, high=high)
                grades = _between(low, high, severities)
            case nodes.IfUnknown("violate" | "review" as action):
                unknown.append(label(f"unknown.{action}"))
    norms = merged(node.norms)
    told = [teller.told(lambda voice, it=one: sentence(it, voice)) for one in norms]  # type: ignore[misc]
    manners = [teller.told(lambda voice, it=one: manner(it, voice)) for one in norms]  # type: ignore[misc]
    who = [teller.told(lambda voice, it=one: answerer(it, voice)) for one in norms]  # type: ignore[misc]
    return ClauseSheet(
        name=node.name,
        title=title,
        article=article,
        refs=refs,
        norms=tuple(dict.fromkeys(told)),
        severity=severity,
        judged=several([*manners, *unknown]),
        answers=several(one for one in who if one.zh),
        penalty=_consequence(node, teller, grades, rows),
        remark=" ".join(remark),
    )


def _between(low: str, high: str, severities: tuple[str, ...]) -> tuple[str, ...]:
    if low in severities and high in severities:
        return severities[severities.index(low) : severities.index(high) + 1]
    return (low, high)


def _consequence(
    node: nodes.Clause, teller: _Teller, grades: tuple[str, ...], rows: list[AnyRow]
) -> Told:
    if all(isinstance(one, nodes.Permit) for one in node.norms):
        return same("–")
    if all(one.strength == "should" or isinstance(one, nodes.Permit) for one in node.norms):
        return label("advice")
    found = [_penalty(one, teller) for one in rows_for(node, grades, rows)]
    if not found:
        return label("unstated")
    if len(found) == 1:
        return found[0][1]
    return Told(
        "\n".join(f"{head.zh}：{told.zh}" for head, told in found),
        "\n".join(f"{head.en}: {told.en}" for head, told in found),
    )


def _penalty(line: AnyRow, teller: _Teller) -> tuple[Told, Told]:
    zh, en = row(line, teller.zh), row(line, teller.en)
    return Told(zh[0], en[0]), Told(zh[1], en[1])


def _open_terms(
    placed: Iterable[nodes.Section], clauses: Iterable[nodes.Clause], teller: _Teller
) -> Iterator[OpenTerm]:
    conditions = {one.name: _names(one) for one in placed if isinstance(one, nodes.Definition)}
    used = {one.name: _all_names(one.norms, conditions) for one in clauses}
    for one in placed:
        if isinstance(one, nodes.Parameter):
            yield OpenTerm(
                one.name,
                teller.told(lambda voice, it=one: voice.value_of(it.value)),  # type: ignore[misc]
                one.remark or "",
                tuple(clause for clause, names in used.items() if one.name in names),
            )


def _all_names(node: object, conditions: Mapping[str, set[str]]) -> set[str]:
    """The names in a node, and in the conditions that it names."""
    found = _names(node)
    waiting = list(found & conditions.keys())
    while waiting:
        more = conditions[waiting.pop()] - found
        found |= more
        waiting += more & conditions.keys()
    return found


def _names(node: object) -> set[str]:
    return {one.value for one in nodes.walk(node) if isinstance(one, nodes.Name)}


def _times(placed: Iterable[nodes.Section], teller: _Teller) -> Iterable[tuple[str, Told]]:
    for one in placed:
        if isinstance(one, nodes.HoursTable):
            yield one.name, teller.told(lambda voice, it=one: shifts(it, voice))  # type: ignore[misc]
        elif isinstance(one, nodes.DateTable):
            yield one.name, teller.told(lambda voice, it=one: dates(it, voice))  # type: ignore[misc]


def _words(node: nodes.Lexicon) -> str:
    """The first words of a list, and how many there are."""
    words, others = [], []
    for term in node.terms:
        match term.term:
            case nodes.Words(found):
                words += [one.text for one in found] if term.sign == "+" else []
            case nodes.LexiconName(name):
                others.append(f"{'+' if term.sign == '+' else '−'} {name.removeprefix(_SHIPPED)}")
            case nodes.LexiconFile(path):
                others.append(f"{'+' if term.sign == '+' else '−'} {path}")
    shown = "、".join(words[:_SAMPLE])
    if len(words) > _SAMPLE:
        shown += f" … ({len(words)})"
    return " ".join([shown, *others]).strip()
