"""What an operand is: the type of its value, its unit, and whether two of them can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import attrs

from wechat_policy import nodes
from wechat_policy.checking.ground import Parameters
from wechat_policy.lowering import is_value
from wechat_policy.resolution import Environment, Resolved, event_attribute, event_types
from wechat_policy.rules.base import CONDITIONS
from wechat_policy.vocabulary import Attribute
from wechat_policy.words import spell_value

Skin = Literal["en", "zh"]

_UNITS: Mapping[str, str] = {
    "workdays": "workdays",
    "CNY": "money",
    "%": "percent",
    "chars": "characters",
    "times": "times",
}
TIME_UNITS = ("s", "m", "h", "d", "w")
WORDS = frozenset(
    {"string", "enum", "ref", "category", "person", "group", "account", "device", "time"}
)
NUMBERS = frozenset({"number", "int"})
QUANTITIES = frozenset({"length", "workdays", "money", "percent", "characters", "times"})
MOMENTS = frozenset({"date", "datetime"})
OPEN = frozenset({"any", "object"})
_MEASURED_IN_CHARACTERS = frozenset({"length"})


@attrs.frozen
class Kind:
    """The type of an operand's value.

    Types of the vocabulary, and besides: any, set (values in braces), time (of day), length (of
    time), workdays, money, percent, characters, times, regex. `unit` is what a plain number
    counts: s, min, CNY, share, times or None; `attribute` what the vocabulary says.
    """

    type: str
    unit: str | None = None
    attribute: Attribute | None = None

    @property
    def is_list(self) -> bool:
        """Whether it holds several values."""
        return self.type == "set" or self.type.startswith("list[")

    @property
    def is_open(self) -> bool:
        """Whether nothing is known of what it holds."""
        return self.type in OPEN

    @property
    def element(self) -> Kind:
        """What one value of a list is."""
        if self.type.startswith("list["):
            return Kind(self.type[5:-1], self.unit, self.attribute)
        return Kind("any")


def of_attribute(attribute: Attribute) -> Kind:
    """The kind of a fact."""
    return Kind(attribute.type, attribute.unit, attribute)


def kind(
    operand: nodes.Operand | nodes.Worked,
    scope: Environment,
    parameters: Parameters,
    beside: Attribute | None = None,
) -> Kind | None:
    """What an operand is, read beside an attribute; None where a name leads nowhere."""
    match operand:
        case nodes.Text():
            return Kind("string")
        case nodes.Number():
            return Kind("number")
        case nodes.Boolean():
            return Kind("bool")
        case nodes.Date():
            return Kind("date")
        case nodes.Time():
            return Kind("time")
        case nodes.Regex():
            return Kind("regex")
        case nodes.Choices():
            return Kind("set")
        case nodes.Quantity(_, unit):
            return Kind(_UNITS.get(unit, "length"))
        case nodes.Worked(value, _):
            return kind(value, scope, parameters)
        case nodes.Call(_, word, _):
            condition = CONDITIONS.get(word)
            if condition is None:
                return None
            return Kind("number" if condition.measures else "bool")
        case nodes.Aggregate():
            return _measured(operand)
        case nodes.Name(name):
            parameter = parameters.get(name)
            if parameter is not None:
                return kind(parameter, scope, {}, beside)
            if beside is not None and is_value(beside, name):
                return Kind(beside.element, None, beside)
            found = scope.resolve(name)
            return of_attribute(found.attribute) if isinstance(found, Resolved) else None


def attribute_of(
    operand: nodes.Operand, scope: Environment, parameters: Parameters
) -> Attribute | None:
    """The attribute in whose light the other side is read; as lowering does it."""
    if isinstance(operand, nodes.Name) and operand.value not in parameters:
        found = scope.resolve(operand.value)
        return found.attribute if isinstance(found, Resolved) else None
    if isinstance(operand, nodes.Aggregate) and isinstance(operand.measure, nodes.Summed):
        return event_attribute(event_types(operand.step.patterns), operand.measure.field)
    return None


def _measured(node: nodes.Aggregate) -> Kind:
    match node.measure:
        case nodes.Share():
            return Kind("number", "share")
        case nodes.Summed(field):
            found = event_attribute(event_types(node.step.patterns), field)
            return Kind("number", found.unit, found) if found else Kind("any")
        case _:
            return Kind("number", "times")


def clash(left: Kind, right: Kind, operator: str = "=") -> str | None:
    """The code of the fault in comparing two kinds; None if they can be compared."""
    if left.is_open or right.is_open:
        return None
    if left.is_list or right.is_list:
        return None if left.is_list and right.is_list and operator in "!=" else "E204"
    if _numeric(left) and _numeric(right):
        return None if fits(left, right) or fits(right, left) else "E203"
    if _numeric(left) != _numeric(right):
        other = right if _numeric(left) else left
        quantity = left if _numeric(left) else right
        odd = other.type in MOMENTS and quantity.type in QUANTITIES
        return "E203" if odd else "E201"
    if left.type in MOMENTS or right.type in MOMENTS:
        return None if left.type in MOMENTS and right.type in MOMENTS else "E201"
    if left.type == "bool" or right.type == "bool":
        if left.type != right.type:
            return "E201"
        return None if operator in ("=", "!=") else "E202"
    if left.type not in WORDS or right.type not in WORDS:
        return "E201"
    if operator in ("=", "!="):
        return None
    return None if "time" in (left.type, right.type) else "E202"


def _numeric(one: Kind) -> bool:
    return one.type in NUMBERS or one.type in QUANTITIES


def fits(number: Kind, quantity: Kind) -> bool:
    """Whether a quantity is in a unit that a number counts in."""
    if quantity.type in NUMBERS and number.type in NUMBERS:
        return number.unit == quantity.unit or None in (number.unit, quantity.unit)
    if number.type in QUANTITIES:
        return number.type == quantity.type
    match quantity.type:
        case "length":
            return number.unit in ("s", "min")
        case "money":
            return number.unit == "CNY"
        case "percent":
            return number.unit == "share"
        case "times":
            return number.unit in ("times", None)
        case "characters":
            return number.attribute is not None and number.attribute.name in _MEASURED_IN_CHARACTERS
        case _:
            return False


def sample(one: Kind, skin: Skin) -> str:
    """A value of a kind as an author would write it."""
    chinese = skin == "zh"
    if one.is_list:
        return "{“…”}" if chinese else '{"…"}'
    if one.attribute is not None and one.type == "enum" and one.attribute.values:
        return spell_value(one.attribute.name, one.attribute.values[0], skin)
    if one.type in NUMBERS:
        units = {
            "s": "30秒" if chinese else "30s",
            "min": "30分钟" if chinese else "30m",
            "CNY": "100元" if chinese else "100 CNY",
            "share": "50%",
            "times": "3次" if chinese else "3 times",
        }
        return units.get(one.unit or "", "5")
    samples = {
        "bool": "真" if chinese else "true",
        "date": "2026-03-01",
        "datetime": "2026-03-01",
        "time": "08:30",
        "length": "30分钟" if chinese else "30m",
        "workdays": "3个工作日" if chinese else "3 workdays",
        "money": "100元" if chinese else "100 CNY",
        "percent": "50%",
        "characters": "12字" if chinese else "12 chars",
        "times": "3次" if chinese else "3 times",
    }
    return samples.get(one.type, "“…”" if chinese else '"…"')
