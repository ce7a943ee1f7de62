"""Conditions and what they are made of in either skin, with brackets only where they are needed."""

from __future__ import annotations

from functools import singledispatch

from wechat_policy import nodes
from wechat_policy.lexical import Skin
from wechat_policy.printer import spelling
from wechat_policy.printer.spelling import (
    Spell,
    braced,
    bracketed,
    keyword,
    listed,
    literal,
    of_kind,
    path,
    phrase,
)

# ------------------------------------------------------------------------------ operands


def operand(node: nodes.Operand, skin: Skin, name: Spell | None = None) -> str:
    """A value or what yields one; `name` spells a bare word, which is a path otherwise."""
    match node:
        case nodes.Name():
            return name(node.value) if name else path(node.value, skin)
        case nodes.Choices():
            return choices(node, skin, name or str)
        case nodes.Call():
            return _call(node, skin)
        case nodes.Aggregate():
            return _aggregate(node, skin)
    return literal(node, skin)


def choices(node: nodes.Choices, skin: Skin, name: Spell = str) -> str:
    """A set of values; bare words are the author's own unless `name` spells them."""
    return braced((operand(item, skin, name) for item in node.items), skin)


def _call(node: nodes.Call, skin: Skin) -> str:
    def argument(item: nodes.Operand) -> str:
        if isinstance(item, nodes.Name):
            return spelling.argument(node.word, item.value, skin)
        return operand(item, skin)

    return phrase(
        path(node.path.value, skin),
        spelling.condition_word(node.word, skin),
        *map(argument, node.arguments),
    )


def _aggregate(node: nodes.Aggregate, skin: Skin) -> str:
    window = _inside(period(node.within, skin), skin) if node.within else ""
    return phrase(
        measure(node.measure, skin) or keyword("count", skin),
        bracketed(step(node.step, skin), skin),
        keys(node.keys, skin),
        window,
    )


def measure(node: nodes.Measure, skin: Skin) -> str:
    """What is measured over events, with the word that leads to them; empty for their number."""
    of = "of" if skin == "en" else "之"
    match node:
        case nodes.Summed():
            return phrase(keyword("sum", skin), path(node.field, skin), of)
        case nodes.Distinct():
            return phrase(keyword("distinct", skin), path(node.field, skin), of)
        case nodes.Share():
            share = bracketed(condition(node.condition, skin), skin)
            return phrase(keyword("share", skin), share, of)
        case nodes.Spanned():
            words = keyword("span", skin), keyword("gap", skin)
            return phrase(*words, operand(node.gap, skin), of)
    return ""


def _compared(left: nodes.Operand, right: nodes.Operand, skin: Skin) -> str:
    """The right side of a test, its bare words spelled as values of the left side."""
    subject = left.path if isinstance(left, nodes.Call) else left
    attribute = subject.value.rsplit(".", 1)[-1] if isinstance(subject, nodes.Name) else ""
    return operand(right, skin, lambda word: spelling.value_or_path(attribute, word, skin))


# ---------------------------------------------------------------------- events and times


def pattern(node: nodes.Pattern, skin: Skin) -> str:
    """An event type with its category and filter."""
    words = [of_kind("event", node.event, skin)]
    if node.category is not None:
        category = of_kind("category", node.category, skin)
        words += ["of" if skin == "en" else "关于", category]
    if node.where is not None:
        words += [keyword("where", skin), bracketed(condition(node.where, skin), skin)]
    return phrase(*words)


def patterns(items: tuple[nodes.Pattern, ...], skin: Skin) -> str:
    """A list of event types."""
    return listed((pattern(item, skin) for item in items), skin)


def step(node: nodes.Step, skin: Skin) -> str:
    """Events with a condition on their own facts."""
    when = "" if node.when is None else when_phrase(node.when, skin)
    return phrase(patterns(node.patterns, skin), when)


def when_phrase(node: nodes.Condition, skin: Skin, closed: bool = False) -> str:
    """`when` and its condition; `closed` by the Chinese 时 where more of the statement follows."""
    closer = keyword("closer_time", skin) if closed and skin == "zh" else ""
    return phrase(*led("when", node, skin), closer)


def led(word: str, node: nodes.Condition, skin: Skin) -> list[str]:
    """A condition behind a keyword, in the parts between which a line may be broken."""
    first, *rest = operands(node, skin)
    return [phrase(keyword(word, skin), first), *rest]


def operands(node: nodes.Condition, skin: Skin) -> list[str]:
    """A condition in the parts between which a line may be broken."""
    if not isinstance(node, nodes.And | nodes.Or):
        return [condition(node, skin)]
    word = "and" if isinstance(node, nodes.And) else "or"
    looser = (nodes.Or, nodes.And) if word == "and" else (nodes.Or,)
    first, *rest = (_part(one, looser, skin) for one in node.operands)
    return [first, *(phrase(keyword(word, skin), one) for one in rest)]


def keys(items: tuple[nodes.Key, ...], skin: Skin, word: str = "by") -> str:
    """The equalities of a correlation; `word` is the keyword that Chinese leads them in with."""
    if not items:
        return ""
    return phrase(
        keyword(word if skin == "zh" else "by", skin),
        listed((_key(item, skin) for item in items), skin),
    )


def _key(node: nodes.Key, skin: Skin) -> str:
    field = path(node.field, skin)
    return field if node.other is None else f"{field} = {path(node.other, skin)}"


def period(node: nodes.Operand, skin: Skin) -> str:
    """A length of time, a period of the calendar, or a parameter that holds one."""
    return operand(node, skin, lambda word: of_kind("period", word, skin))


def duration(node: nodes.Duration, skin: Skin) -> str:
    """A length of time with the hours in which it is counted."""
    length = operand(node.length, skin)
    if node.hours is not None:
        length = phrase(length, keyword("of", skin), node.hours)
    return phrase(length, _whose(node.person, skin))


def _whose(person: nodes.Name | None, skin: Skin) -> str:
    return "" if person is None else phrase(keyword("for", skin), path(person.value, skin))


def within(node: nodes.Duration, skin: Skin) -> str:
    """`within` and its duration, closed by the Chinese 内 where no hours follow."""
    if node.hours is None and node.person is None:
        return _inside(operand(node.length, skin), skin)
    return phrase(keyword("within", skin), duration(node, skin))


def within_period(node: nodes.Operand, skin: Skin) -> str:
    """`within` and a window."""
    return _inside(period(node, skin), skin)


def _inside(length: str, skin: Skin) -> str:
    closer = keyword("closer_inside", skin) if skin == "zh" else ""
    return phrase(keyword("within", skin), length, closer)


def per(node: nodes.Operand, skin: Skin) -> str:
    """`per` and a window; the Chinese 每 joins a time or a period as it does in speech."""
    window = period(node, skin)
    if skin == "zh" and _joins(node):
        return keyword("per", skin) + window
    return phrase(keyword("per", skin), window)


def _joins(node: nodes.Operand) -> bool:
    if isinstance(node, nodes.Quantity):
        return node.unit in ("s", "m", "h", "d", "w", "workdays")
    return isinstance(node, nodes.Name) and spelling.known_period(node.value)


def days(items: nodes.Days, skin: Skin) -> str:
    """Days of the week, kinds of days and tables of days."""
    return phrase(*(_day(item, skin) for item in items))


def _day(node: nodes.DayWord | nodes.DayRange, skin: Skin) -> str:
    if isinstance(node, nodes.DayWord):
        return of_kind("day", node.name, skin)
    first, last = of_kind("day", node.first, skin), of_kind("day", node.last, skin)
    if skin == "en":
        return f"{first}-{last}"
    joined = spelling.known_day(node.first) and spelling.known_day(node.last)
    return f"{first}至{last}" if joined else phrase(first, keyword("until", skin), last)


# ---------------------------------------------------------------------------- conditions


@singledispatch
def condition(node: nodes.Condition, skin: Skin) -> str:
    """A condition, without brackets around it."""
    raise TypeError(f"{type(node).__name__} is no condition")


def _part(node: nodes.Condition, looser: tuple[type[nodes.Node], ...], skin: Skin) -> str:
    """A condition inside another one, in brackets if it binds no tighter."""
    text = condition(node, skin)
    return bracketed(text, skin) if isinstance(node, looser) else text


@condition.register(nodes.Or)
@condition.register(nodes.And)
def _(node: nodes.Or | nodes.And, skin: Skin) -> str:
    return phrase(*operands(node, skin))


@condition.register
def _(node: nodes.Not, skin: Skin) -> str:
    return phrase(keyword("not", skin), _part(node.operand, (nodes.Or, nodes.And), skin))


@condition.register
def _(node: nodes.Quantified, skin: Skin) -> str:
    body = bracketed(condition(node.condition, skin), skin)
    return phrase(keyword(node.quantifier, skin), spelling.population(node.path, skin), body)


@condition.register
def _(node: nodes.During, skin: Skin) -> str:
    word = keyword("outside" if node.outside else "during", skin)
    return phrase(word, node.hours, _whose(node.person, skin))


@condition.register
def _(node: nodes.OnDays, skin: Skin) -> str:
    return phrase(keyword("on", skin), days(node.days, skin))


@condition.register
def _(node: nodes.Had, skin: Skin) -> str:
    first, *rest = (step(one, skin) for one in node.steps)
    steps = phrase(first, *(phrase(keyword("then", skin), one) for one in rest))
    reach = "" if node.reach is None else _reach(node.reach, skin)
    body = bracketed(steps, skin)
    return phrase(keyword("had", skin), body, keys(node.keys, skin, "matching"), reach)


def _reach(node: nodes.Within | nodes.Ago | nodes.Covering, skin: Skin) -> str:
    match node:
        case nodes.Within(nodes.Duration(length, None, None)):
            return within_period(length, skin)
        case nodes.Within():
            return within(node.duration, skin)
        case nodes.Ago():
            return phrase(keyword("ago", skin), duration(node.duration, skin))
        case nodes.Covering():
            return phrase(keyword("covering", skin), path(node.field, skin))


@condition.register
def _(node: nodes.Last, skin: Skin) -> str:
    return phrase(
        keyword("last", skin),
        bracketed(step(node.step, skin), skin),
        keys(node.keys, skin, "matching"),
        bracketed(condition(node.condition, skin), skin),
    )


@condition.register
def _(node: nodes.Approvers, skin: Skin) -> str:
    return phrase(keyword("approvers", skin), choices(node.order, skin))


@condition.register
def _(node: nodes.Compare, skin: Skin) -> str:
    left, right = operand(node.left, skin), _compared(node.left, node.right, skin)
    return phrase(left, node.operator, right)


@condition.register
def _(node: nodes.In, skin: Skin) -> str:
    word = keyword("not_in" if node.negated else "in", skin)
    return phrase(operand(node.left, skin), word, _compared(node.left, node.choices, skin))


@condition.register(nodes.Includes)
@condition.register(nodes.Subset)
@condition.register(nodes.Is)
def _(node: nodes.Includes | nodes.Subset | nodes.Is, skin: Skin) -> str:
    word = keyword(type(node).__name__.lower(), skin)
    return phrase(operand(node.left, skin), word, _compared(node.left, node.right, skin))


@condition.register
def _(node: nodes.Given, skin: Skin) -> str:
    return phrase(operand(node.operand, skin), keyword("given", skin))


@condition.register
def _(node: nodes.Told, skin: Skin) -> str:
    return phrase(operand(node.operand, skin), keyword("told", skin))


@condition.register
def _(node: nodes.Absent, skin: Skin) -> str:
    return phrase(operand(node.operand, skin), keyword("none", skin))


@condition.register
def _(node: nodes.Holds, skin: Skin) -> str:
    return operand(node.operand, skin)
