"""What an example of a clause stands for: records of events, and the directory around them.

An example says only what matters to it. All else that an event needs is filled in with people,
groups and values that nobody would object to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.errors import InvalidRecord
from wechat_policy.hours import MIDNIGHT, Hours, Shift
from wechat_policy.lowering import is_value, seconds
from wechat_policy.policy import Policy
from wechat_policy.resolution import KINDS, event_attribute, pattern_types, subject_of
from wechat_policy.vocabulary import Attribute, EventType, vocabulary
from wechat_policy.workdays import Days

FIRST = datetime(2026, 3, 4, 10)
"""When an example begins unless it says so: a Wednesday in the hours of every office."""
APART = timedelta(minutes=1)
ACTOR, OTHER = "员工甲", "员工乙"
"""Who does it, and whoever else is needed."""

_IDS: Mapping[str, str] = {"group": "群一", "account": "账号一", "device": "设备一"}
_PLURALS: Mapping[str, str] = {
    "person": "people",
    "group": "groups",
    "account": "accounts",
    "device": "devices",
}
_ACTING = ("sender", "actor")
_PLAIN: Mapping[str, Mapping[str, Any]] = {
    "person": {"external": False, "status": "active"},
    "group": {"status": "active"},
    "account": {"status": "active"},
    "device": {},
}
_BOUNDS = ("valid_from", "valid_until")

Record = dict[str, Any]


@attrs.frozen
class Scene:
    """An example to be played: the rows of its directory, then records and moments in order.

    A moment says that time passes up to it.
    """

    directory: Mapping[str, Any]
    steps: tuple[Record | datetime, ...]


def stage(
    example: nodes.Example, clause: nodes.Clause, clauses: Mapping[str, nodes.Clause], policy: Policy
) -> Scene:
    """The scene of an example.

    `clauses` are those of the whole policy by name. Raises InvalidRecord for a value that cannot
    stand where it does.
    """
    return _Stage(example, clause, clauses, policy).scene()


def own_pattern(clause: nodes.Clause, clauses: Mapping[str, nodes.Clause]) -> nodes.Pattern:
    """What an example that names no event is about: the first events of the clause with a text.

    Without any, it is the first that the clause names; a message, if it names none.
    """
    found = list(_patterns(clause, clauses, ()))
    for pattern in found:
        if "text" in _attributes(_first_type(pattern)):
            return pattern
    return found[0] if found else nodes.Pattern("message")


def _patterns(
    clause: nodes.Clause, clauses: Mapping[str, nodes.Clause], way: tuple[str, ...]
) -> Iterator[nodes.Pattern]:
    for norm in clause.norms:
        if not isinstance(norm, nodes.Deadline):
            yield from norm.patterns
        elif not isinstance(norm.opening, nodes.ViolationOf):
            yield from norm.opening
        elif norm.opening.clause in clauses and norm.opening.clause not in way:
            opening = clauses[norm.opening.clause]
            yield from _patterns(opening, clauses, (*way, norm.opening.clause))


def _first_type(pattern: nodes.Pattern) -> str:
    types = pattern_types(pattern.event)
    return "message" if not types or "message" in types else types[0]


def _attributes(type_: str) -> Mapping[str, Attribute]:
    kind = vocabulary().events.get(type_)
    return kind.attributes if kind else {}


def _attribute(type_: str, name: str) -> Attribute | None:
    """What an attribute is; on events of one's own what it is on others."""
    found = event_attribute((type_,), name)
    if found is not None and found.type == "any":
        return vocabulary().attribute(vocabulary().events, name) or found
    return found


class _Stage:
    """One example on its way to a scene."""

    def __init__(
        self,
        example: nodes.Example,
        clause: nodes.Clause,
        clauses: Mapping[str, nodes.Clause],
        policy: Policy,
    ) -> None:
        self.example = example
        self.policy = policy
        self.pattern = own_pattern(clause, clauses)
        self.patterns = tuple(_patterns(clause, clauses, ()))
        self.rows: dict[str, dict[str, list[Record]]] = {kind: {} for kind in KINDS}
        self.organization: Record = {"timezone": policy.timezone}
        self.clock = _beginning(policy)
        self.begun = False
        self.steps: list[Record | datetime] = []
        told = (fact for step in example.steps for fact in getattr(step, "facts", ()))
        taken = {one.value.value for one in told if one.name == "id" and _is_text(one.value)}
        self.ids = (id_ for id_ in (f"e{number}" for number in count(1)) if id_ not in taken)

    def scene(self) -> Scene:
        """The scene: rows first, for they hold from the beginning wherever they are written."""
        for step in self.example.steps:
            if isinstance(step, nodes.WithRow):
                self.rows[step.kind].setdefault(step.id, []).append(self.row(step))
        for step in self.example.steps:
            if isinstance(step, nodes.Happen):
                self.happen(step)
            elif isinstance(step, nodes.Advance):
                self.clock = self.later(step.duration)
                self.begun = True
                self.steps.append(self.clock)
        self.introduce()
        directory = {
            _PLURALS[kind]: [row for rows in by_id.values() for row in rows]
            for kind, by_id in self.rows.items()
        }
        return Scene({**directory, "organization": self.organization}, tuple(self.steps))

    # ---------------------------------------------------------------------------- events

    def happen(self, step: nodes.Happen) -> None:
        """The records of a step, with the rows that its dotted facts tell of."""
        pattern = self.pattern if step.event is None else None
        type_ = _first_type(pattern or nodes.Pattern(step.event or ""))
        known = vocabulary().events.get(type_)
        facts: Record = {} if step.text is None else {"text": step.text}
        start: datetime | None = None
        dotted = []
        for fact in step.facts:
            name = fact.name.removeprefix("event.")
            if name == "at":
                start = self.moment(fact.value)
            elif "." in name:
                dotted.append((name, fact.value))
            else:
                facts[name] = self.value(fact.value, _attribute(type_, name))
        first_id = facts.pop("id", None)
        if pattern is not None:
            self.imply(facts, pattern, type_)
        for name, value in dotted:
            self.put(facts, type_, name.split("."), value)
        gap = APART if step.apart is None else length(step.apart)
        for number in range(step.times):
            if number == 0 and start is not None:
                self.clock = start
            elif self.begun:
                self.clock = _after(self.clock, gap)
            self.begun = True
            record = {**facts, "type": type_, "id": self.id_of(first_id, number), "at": self.clock}
            if known is not None:
                self.complete(record, known)
            self.steps.append(record)

    def id_of(self, told: Any, number: int) -> Any:
        """The id of an event: as told, with a number where there are several, or a new one."""
        if told is None:
            return next(self.ids)
        return told if number == 0 else f"{told}-{number + 1}"

    def imply(self, facts: Record, pattern: nodes.Pattern, type_: str) -> None:
        """Fills in what the clause's own pattern says of its events."""
        for name, value in self.implied(pattern, type_):
            facts.setdefault(name, value)

    def implied(self, pattern: nodes.Pattern, type_: str) -> Iterator[tuple[str, Any]]:
        """The facts that a pattern asks for by equality."""
        if pattern.category is not None:
            yield "category", pattern.category
        where = pattern.where
        for test in where.operands if isinstance(where, nodes.And) else (where,):
            match test:
                case nodes.Compare(nodes.Name(name), "=", right):
                    sought: nodes.Operand = right
                case nodes.In(nodes.Name(name), nodes.Choices((right, *_)), False):
                    sought = right
                case nodes.Holds(nodes.Name(name)):
                    sought = nodes.Boolean(True)
                case nodes.Not(nodes.Holds(nodes.Name(name))):
                    sought = nodes.Boolean(False)
                case _:
                    continue
            attribute = _attribute(type_, name)
            if isinstance(sought, nodes.Name) and not (
                attribute is not None and is_value(attribute, sought.value)
            ):
                continue
            if attribute is not None:
                yield name, self.value(sought, attribute)

    def complete(self, record: Record, kind: EventType) -> None:
        """Fills in what an event of the kind cannot be without."""
        if kind.name == "message" and not {"recipients", "group"} & record.keys():
            record["recipients"] = [OTHER]
        for name, attribute in kind.attributes.items():
            if not attribute.required or name in record:
                continue
            likely = (
                value
                for pattern in self.patterns
                if kind.name in pattern_types(pattern.event)
                for told, value in self.implied(pattern, kind.name)
                if told == name
            )
            record[name] = next(likely, None)
            if record[name] is None:
                record[name] = self.neutral(attribute, kind)

    def neutral(self, attribute: Attribute, kind: EventType) -> Any:
        """A value of an attribute that nobody would object to."""
        one = self.neutral_element(attribute, kind)
        return [one] if attribute.is_list else one

    def neutral_element(self, attribute: Attribute, kind: EventType) -> Any:
        """One such value, also where the attribute holds several."""
        name = attribute.name
        match attribute.element:
            case "person":
                return ACTOR if name in (*_ACTING, subject_of(kind.name)) else OTHER
            case "group" | "account" | "device":
                return _IDS[attribute.element]
            case "enum":
                return attribute.values[0]
            case "category":
                return next(iter(vocabulary().categories))
            case "bool":
                return name == "established"
            case "int" | "number":
                return 1
            case "date":
                return self.clock.date().isoformat()
            case "datetime":
                return self.clock
            case "object":
                return {"name": "文件.txt"} if name == "file" else {}
            case _:
                return attribute.known[0] if attribute.known else attribute.zh

    # ------------------------------------------------------------------------------ rows

    def row(self, step: nodes.WithRow) -> Record:
        """The row that a step tells of, on top of what goes without saying."""
        row: Record = {"id": step.id, **self.plain(step.kind, step.id)}
        for fact in step.facts:
            if "." in fact.name:
                self.put_in_row(step.kind, row, fact.name.split("."), fact.value)
            elif fact.name in _BOUNDS and isinstance(fact.value, nodes.Text):
                row[fact.name] = self.stamp(fact.value.value)
            else:
                row[fact.name] = self.value(fact.value, vocabulary().fact(step.kind, fact.name))
        return row

    def plain(self, kind: str, id_: str) -> Record:
        """What goes without saying of a person, group, account or device."""
        named = {"name": id_} if kind in ("person", "group") else {}
        return {**named, **_PLAIN[kind]}

    def put(self, facts: Record, type_: str, path: Sequence[str], value: nodes.FactValue) -> None:
        """Tells a fact by its path: of the organization, of a row, or within an object."""
        first, *rest = path
        if first == "organization":
            _nested(self.organization, rest, self.value(value, None))
            return
        attribute = _attribute(type_, first)
        if attribute is None or attribute.element not in KINDS:
            inner = attribute
            for name in rest:
                inner = inner.fields.get(name) if inner else None
            _nested(facts, path, self.value(value, inner))
            return
        if facts.get(first) is None:
            kind = vocabulary().events.get(type_)
            likely = ACTOR if first in _ACTING else OTHER
            named = self.neutral_element(attribute, kind) if kind else likely
            facts[first] = [named] if attribute.is_list else named
        for id_ in _ids(facts[first]):
            self.put_of(attribute.element, id_, rest, value)

    def put_of(self, kind: str, id_: str, path: Sequence[str], value: nodes.FactValue) -> None:
        """Tells a fact of whoever has the id, in all rows of theirs."""
        rows = self.rows[kind].setdefault(id_, [])
        if not rows:
            rows.append({"id": id_, **self.plain(kind, id_)})
        for row in rows:
            self.put_in_row(kind, row, path, value)

    def put_in_row(
        self, kind: str, row: Record, path: Sequence[str], value: nodes.FactValue
    ) -> None:
        """Tells a fact by its path from a row, or of another row that it leads to."""
        first, *rest = path
        fact = vocabulary().fact(kind, first)
        if not rest:
            row[first] = self.value(value, fact)
        elif fact is None or fact.element not in KINDS:
            _nested(row, path, self.value(value, None))
        else:
            if row.get(first) is None:
                named = OTHER if fact.element == "person" else _IDS[fact.element]
                row[first] = [named] if fact.is_list else named
            for id_ in _ids(row[first]):
                self.put_of(fact.element, id_, rest, value)

    def introduce(self) -> None:
        """Gives a row to whoever is named somewhere and has none."""
        waiting = [
            named
            for step in self.steps
            if isinstance(step, dict)
            for name, value in step.items()
            if (attribute := _attribute(step["type"], name)) is not None
            for named in _named(attribute, value)
        ]
        waiting += [
            named
            for kind, by_id in self.rows.items()
            for rows in by_id.values()
            for row in rows
            for name, value in row.items()
            if (fact := vocabulary().fact(kind, name)) is not None
            for named in _named(fact, value)
        ]
        for kind, id_ in waiting:
            if id_ not in self.rows[kind]:
                self.rows[kind][id_] = [{"id": id_, **self.plain(kind, id_)}]

    # ---------------------------------------------------------------------------- values

    def value(self, node: nodes.FactValue | nodes.Operand, attribute: Attribute | None) -> Any:
        """A value as a record would hold it, by the type that the vocabulary gives."""
        element = None if attribute is None else attribute.element
        match node:
            case nodes.Null():
                return None
            case nodes.FactList(items):
                return [self.value(item, attribute) for item in items]
            case nodes.FactMap(facts):
                fields = {} if attribute is None else attribute.fields
                return {one.name: self.value(one.value, fields.get(one.name)) for one in facts}
        found: Any
        match node:
            case nodes.Quantity():
                found = _amount(node, attribute)
            case nodes.Number(number):
                found = _number(number)
            case nodes.Date(day):
                found = self.at(day) if element == "datetime" else day.isoformat()
            case nodes.Time(minutes):
                if element == "datetime":
                    found = self.at(self.clock.date(), minutes)
                else:
                    found = f"{minutes // 60:02}:{minutes % 60:02}"
            case nodes.Text(text):
                found = self.stamp(text) if element == "datetime" else text
            case _:
                found = getattr(node, "value", None)
        if element in ("string", "ref", *KINDS) and isinstance(found, int | Decimal):
            found = found if isinstance(found, bool) else str(found)
        return [found] if attribute is not None and attribute.is_list else found

    def moment(self, node: nodes.FactValue) -> datetime:
        """The time of an event: a day and time, or one of them beside what was said before."""
        if isinstance(node, nodes.Date):
            return datetime.combine(node.value, self.clock.time(), self.policy.zone)
        if isinstance(node, nodes.Time):
            return self.at(self.clock.date(), node.minutes)
        found = self.stamp(node.value) if isinstance(node, nodes.Text) else None
        if not isinstance(found, datetime):
            raise InvalidRecord("at", 'a time such as "2026-03-04 20:15"', str(found))
        return found

    def stamp(self, text: str) -> Any:
        """A moment from its text, in the policy's time zone unless it says another; else the text."""
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            return text
        return found if found.tzinfo is not None else found.replace(tzinfo=self.policy.zone)

    def at(self, day: date, minutes: int = 0) -> datetime:
        """A moment of a day in the policy's time zone; 24:00 is the next day's midnight."""
        if minutes >= MIDNIGHT:
            day, minutes = day + timedelta(days=1), minutes - MIDNIGHT
        return datetime.combine(day, time(minutes // 60, minutes % 60), self.policy.zone)

    def later(self, quantity: nodes.Quantity) -> datetime:
        """The moment that is so much later than the last."""
        if quantity.unit != "workdays":
            return _after(self.clock, length(quantity))
        shift = Shift(Days(frozenset({"workdays"})), ((0, MIDNIGHT),))
        hours = Hours((shift,), self.policy.timezone, self.policy.calendar)
        found = hours.add_days(self.clock, int(quantity.value))
        if found is None:
            raise InvalidRecord("advance", "working days that a calendar covers", _said(quantity))
        return found


def length(quantity: nodes.Quantity) -> timedelta:
    """A quantity as a length of time. Raises InvalidRecord if it is none."""
    try:
        return seconds(quantity)
    except (KeyError, OverflowError):
        raise InvalidRecord("advance", "a length of time", _said(quantity)) from None


def _said(quantity: nodes.Quantity) -> str:
    return f"{quantity.value}{quantity.unit}"


def _beginning(policy: Policy) -> datetime:
    """When the first event happens: not before the policy is in force, and on a Wednesday."""
    day = FIRST.date()
    if policy.effective is not None and policy.effective > day:
        day = policy.effective + timedelta(days=(2 - policy.effective.weekday()) % 7)
    return datetime.combine(day, FIRST.time(), policy.zone)


def _after(at: datetime, gap: timedelta) -> datetime:
    """So much later by every clock; adding within a zone would count the hands of one."""
    try:
        return (at.astimezone(UTC) + gap).astimezone(at.tzinfo)
    except OverflowError:
        raise InvalidRecord("advance", "a time before the year 9999", str(gap)) from None


def _number(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number


def _amount(quantity: nodes.Quantity, attribute: Attribute | None) -> Any:
    """A quantity in the unit of its attribute."""
    if quantity.unit in ("CNY", "chars", "times", "workdays"):
        return _number(quantity.value)
    if quantity.unit == "%":
        return _number(quantity.value / 100)
    if attribute is not None and attribute.element == "string":
        return _said(quantity)
    total = Decimal(str(length(quantity).total_seconds()))
    return _number(total / 60 if attribute is not None and attribute.unit == "min" else total)


def _is_text(value: object) -> bool:
    return isinstance(value, nodes.Text | nodes.Name)


def _ids(value: Any) -> tuple[str, ...]:
    """The ids in a value: its own, or those of the list that it is."""
    several = value if isinstance(value, list) else [value]
    return tuple(one for one in several if isinstance(one, str) and one)


def _named(attribute: Attribute, value: Any) -> Iterator[tuple[str, str]]:
    """Whom the value of an attribute names, each with its kind."""
    if attribute.element in KINDS:
        for id_ in _ids(value):
            yield attribute.element, id_


def _nested(facts: Record, path: Sequence[str], value: Any) -> None:
    """Puts a value into objects within each other."""
    for name in path[:-1]:
        inner = facts.get(name)
        facts[name] = dict(inner) if isinstance(inner, Mapping) else {}
        facts = facts[name]
    facts[path[-1]] = value
