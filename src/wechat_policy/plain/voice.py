"""Who tells a policy: the language, and what the policy's own names stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import attrs

from wechat_policy import nodes
from wechat_policy.errors import Language
from wechat_policy.source import cells
from wechat_policy.vocabulary import FactKind
from wechat_policy.words import spell

_UNITS = {
    "s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "workdays": "working day",
    "chars": "character", "times": "time",
}  # fmt: skip
_PERIODS = frozenset({"day", "week", "month", "quarter", "year"})


@attrs.frozen(eq=False)
class Voice:
    """The language in which a policy is told, with its parameters and the names in scope.

    `variables` are names that a statement brings in, with what each is called in that language.
    `subject` is the member of a list whose facts are meant, `parts` are those that it has; `home`
    is the kind of thing that the event itself is about, `outer` the voice outside the list.
    """

    language: Language
    parameters: Mapping[str, nodes.Operand | nodes.Worked] = attrs.field(factory=dict)
    conditions: frozenset[str] = frozenset()
    variables: Mapping[str, str] = attrs.field(factory=dict)
    subject: str | None = None
    home: FactKind | None = None
    parts: frozenset[str] = frozenset()
    outer: Voice | None = None

    def say(self, en: str, zh: str, **told: object) -> str:
        """One of two phrases with its places filled."""
        return (zh if self.language == "zh" else en).format(**told)

    def knowing(self, **variables: str) -> Voice:
        """The same voice where more names are in scope."""
        return attrs.evolve(self, variables={**self.variables, **variables})

    def about(self, subject: str | None, parts: Iterable[str] = ()) -> Voice:
        """The same voice where facts are those of a member of a list."""
        return attrs.evolve(self, subject=subject, parts=frozenset(parts), home=None, outer=self)

    def at(self, home: FactKind | None) -> Voice:
        """The same voice where the event is about such a thing."""
        return attrs.evolve(self, home=home)

    def of(self, name: str) -> str:
        """A fact of the member of a list."""
        if self.subject in ("it", "其"):
            return self.say("its {name}", "其{name}", name=name)
        return self.say("{a}'s {name}", "{a}的{name}", a=self.subject, name=name)

    def quoted(self, name: str) -> str:
        """A name that the author has given."""
        return f"“{name}”"

    def listed(self, parts: Iterable[str]) -> str:
        """Several things in a row."""
        return ("、" if self.language == "zh" else ", ").join(parts)

    def either(self, parts: Iterable[str]) -> str:
        """Several things of which one is meant."""
        *most, last = dict.fromkeys(parts) or [self.say("nothing", "无")]
        if not most:
            return last
        return self.listed(most) + self.say(" or ", "或") + last

    def bracketed(self, text: str, more: str) -> str:
        """A text with something behind it in brackets."""
        return (
            self.say("{text} ({more})", "{text}（{more}）", text=text, more=more) if more else text
        )

    def joined(self, told: Sequence[tuple[str, bool]], is_or: bool, inner: bool) -> str:
        """Conditions of which all or one must hold; many or long ones are numbered on lines.

        Those that are mixed of `and` and `or` stand in brackets inside a line.
        """
        parts = list(dict.fromkeys(part for part, _ in told))
        if len(parts) == 1:
            return parts[0]
        long = len(parts) > 2 or sum(map(cells, parts)) > (80 if self.language == "zh" else 110)
        if not inner and long:
            lead = (
                self.say("one of these:", "有下列情形之一：")
                if is_or
                else self.say("all of these:", "同时有下列情形：")
            )
            end = self.say(";", "；")
            lines = [f"({at}) {part}" for at, part in enumerate(parts, 1)]
            return "\n".join([lead, *(line + end for line in lines[:-1]), lines[-1]])
        parts = list(
            dict.fromkeys(
                self.say("({part})", "（{part}）", part=part) if is_mixed else part
                for part, is_mixed in told
            )
        )
        if is_or:
            return self.say(" or ", "，或").join(parts)
        return self.say(", and ", "，且").join(parts)

    # ------------------------------------------------------------------------- quantities

    def number(self, value: Decimal) -> str:
        """A number in plain digits."""
        told = format(value, "f")
        return told.rstrip("0").rstrip(".") if "." in told else told

    def quantity(self, node: nodes.Quantity) -> str:
        """A number with its unit."""
        count = self.number(node.value)
        if self.language == "zh" or node.unit == "%":
            return f"{count}{spell('unit', node.unit, self.language)}"
        word = _UNITS.get(node.unit, node.unit)
        return f"{count} {word}{'s' * (count != '1' and node.unit in _UNITS)}"

    def value_of(self, node: nodes.Operand | nodes.Worked) -> str:
        """The value of a parameter."""
        match node:
            case nodes.Worked(value, hours):
                return self.bracketed(
                    self.quantity(value),
                    self.say("counted in {hours}", "只算{hours}内", hours=self.quoted(hours)),
                )
            case nodes.Quantity():
                return self.quantity(node)
            case nodes.Number():
                return self.number(node.value)
            case nodes.Boolean():
                return self.say("yes", "是") if node.value else self.say("no", "否")
            case nodes.Choices():
                # These are the author's own words, told alike in both languages.
                return "、".join(map(self.value_of, node.items)) or self.say("none", "无")
            case nodes.Text():
                return node.value
            case nodes.Date():
                return node.value.isoformat()
            case nodes.Time():
                return f"{node.minutes // 60:02}:{node.minutes % 60:02}"
            case nodes.Name():
                return node.value
            case _:
                return self.say("a text pattern", "一种写法")

    def set_at(self, name: str) -> str | None:
        """A parameter by its value and name; None if the name is no parameter."""
        value = self.parameters.get(name)
        if value is None:
            return None
        if isinstance(value, nodes.Choices):
            return self.quoted(name)
        return self.bracketed(self.value_of(value), self.quoted(name))

    def is_calendar(self, name: str) -> bool:
        """Whether a name is a period of the calendar and no parameter."""
        return name in _PERIODS and name not in self.parameters

    def period(self, node: nodes.Operand) -> str:
        """A length of time, or a period of the calendar."""
        if isinstance(node, nodes.Name):
            if self.is_calendar(node.value):
                return spell("period", node.value, self.language)
            return self.set_at(node.value) or node.value
        return self.value_of(node)
