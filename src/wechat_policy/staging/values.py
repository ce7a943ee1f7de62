"""Values of an example as a record would hold them, by the types that the vocabulary gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import attrs

from wechat_policy import nodes
from wechat_policy.errors import InvalidRecord
from wechat_policy.hours import MIDNIGHT, Hours, Shift
from wechat_policy.lowering import seconds
from wechat_policy.policy import Policy
from wechat_policy.vocabulary import Attribute
from wechat_policy.workdays import Days

FIRST = datetime(2026, 3, 4, 10)
"""When an example begins unless it says so: a Wednesday in the hours of every office."""

_WEDNESDAY = 2
_WORDS = frozenset({"string", "ref", "person", "group", "account", "device"})


@attrs.frozen
class Values:
    """Reads values in the time zone and by the calendar of a policy."""

    policy: Policy

    def read(
        self, node: nodes.FactValue | nodes.Operand, attribute: Attribute | None, now: datetime
    ) -> Any:
        """A value; one that stands where several may becomes a list. `now` lends it its day."""
        found = self._read(node, attribute, now)
        single = attribute is not None and attribute.is_list and found is not None
        return [found] if single and not isinstance(found, list) else found

    def _read(
        self, node: nodes.FactValue | nodes.Operand, attribute: Attribute | None, now: datetime
    ) -> Any:
        match node:
            case nodes.Null():
                return None
            case nodes.FactList(items):
                return [self._read(item, attribute, now) for item in items]
            case nodes.FactMap(facts):
                fields = {} if attribute is None else attribute.fields
                return {one.name: self._part(one.value, fields.get(one.name), now) for one in facts}
        found = self._plain(node, attribute, now)
        if attribute is not None and attribute.element in _WORDS and not isinstance(found, bool):
            return str(found) if isinstance(found, int | Decimal) else found
        return found

    def _part(self, node: nodes.FactValue, attribute: Attribute | None, now: datetime) -> Any:
        """A value inside an object: a day stays a day, as it does in a record."""
        if attribute is not None and attribute.type == "datetime":
            if isinstance(node, nodes.Date):
                return node.value.isoformat()
            if isinstance(node, nodes.Text) and len(node.value) == len("2026-03-04"):
                return node.value
        return self.read(node, attribute, now)

    def _plain(self, node: Any, attribute: Attribute | None, now: datetime) -> Any:
        is_moment = attribute is not None and attribute.element == "datetime"
        match node:
            case nodes.Quantity():
                return _amount(node, attribute)
            case nodes.Number(number):
                return _number(number)
            case nodes.Date(day):
                return self.moment(day) if is_moment else day.isoformat()
            case nodes.Time(minutes) if is_moment:
                return self.moment(now.date(), minutes)
            case nodes.Time(minutes):
                return f"{minutes // 60:02}:{minutes % 60:02}"
            case nodes.Text(text) if is_moment:
                return self.stamp(text)
            case _:
                return getattr(node, "value", None)

    def time(self, node: nodes.FactValue, now: datetime) -> datetime:
        """The time of an event: a day and time, or one of them beside what was said before.

        Raises InvalidRecord for what is no time.
        """
        if isinstance(node, nodes.Date):
            return datetime.combine(node.value, now.time(), self.policy.zone)
        if isinstance(node, nodes.Time):
            return self.moment(now.date(), node.minutes)
        found = self.stamp(node.value) if isinstance(node, nodes.Text) else None
        if not isinstance(found, datetime):
            raise InvalidRecord("at", 'a time such as "2026-03-04 20:15"', str(found))
        return found

    def stamp(self, text: str) -> datetime | str:
        """A moment from its text, in the policy's time zone if it says none; else the text."""
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            return text
        return found if found.tzinfo is not None else found.replace(tzinfo=self.policy.zone)

    def moment(self, day: date, minutes: int = 0) -> datetime:
        """A moment of a day in the policy's time zone; 24:00 is the next day's midnight."""
        if minutes >= MIDNIGHT:
            day, minutes = day + timedelta(days=1), minutes - MIDNIGHT
        return datetime.combine(day, time(minutes // 60, minutes % 60), self.policy.zone)

    def beginning(self) -> datetime:
        """When an example begins: on a Wednesday, and not before the policy is in force."""
        day, effective = FIRST.date(), self.policy.effective
        if effective is not None and effective > day:
            day = effective + timedelta(days=(_WEDNESDAY - effective.weekday()) % 7)
        return datetime.combine(day, FIRST.time(), self.policy.zone)

    def later(self, now: datetime, gap: nodes.Quantity) -> datetime:
        """The moment that is so much later, by every clock and not only by the zone's own.

        Raises InvalidRecord for what is no length of time, or one that no calendar covers.
        """
        if gap.unit != "workdays":
            try:
                return (now.astimezone(UTC) + length(gap)).astimezone(now.tzinfo)
            except OverflowError:
                raise InvalidRecord("advance", "a time before the year 9999", said(gap)) from None
        shift = Shift(Days(frozenset({"workdays"})), ((0, MIDNIGHT),))
        found = Hours((shift,), self.policy.timezone, self.policy.calendar).add_days(
            now, int(gap.value)
        )
        if found is None:
            raise InvalidRecord("advance", "working days that a calendar covers", said(gap))
        return found


def length(quantity: nodes.Quantity) -> timedelta:
    """A quantity as a length of time. Raises InvalidRecord if it is none."""
    try:
        return seconds(quantity)
    except (KeyError, OverflowError):
        raise InvalidRecord("advance", "a length of time", said(quantity)) from None


def said(quantity: nodes.Quantity) -> str:
    """A quantity in words."""
    return f"{quantity.value}{quantity.unit}"


def _number(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number


def _amount(quantity: nodes.Quantity, attribute: Attribute | None) -> Any:
    """A quantity in the unit of its attribute; a length of time is in seconds without one."""
    if quantity.unit in ("CNY", "chars", "times", "workdays"):
        return _number(quantity.value)
    if quantity.unit == "%":
        return _number(quantity.value / 100)
    if attribute is not None and attribute.element == "string":
        return said(quantity)
    total = Decimal(str(length(quantity).total_seconds()))
    return _number(total / 60 if attribute is not None and attribute.unit == "min" else total)
