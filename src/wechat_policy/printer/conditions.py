"""Conditions and what they are made of in either skin, with brackets only where they are needed."""

from __future__ import annotations

from functools import singledispatch

import attrs

from wechat_policy import nodes
from wechat_policy.lexical import Skin
from wechat_policy.printer import spelling
from wechat_policy.printer.parts import Part, at, braced, bracketed, joined, listed, row
from wechat_policy.printer.spelling import Spell, keyword, literal, of_kind, path

# ------------------------------------------------------------------------------ operands


def operand(node: nodes.Operand, skin: Skin, name: Spell | None = None) -> Part:
    """A value or what yields one; `name` spells a bare word, which is a path otherwise."""
    return at(node.span, _operand(node, skin, name))


def _operand(node: nodes.Operand, skin: Skin, name: Spell | None) -> Part:
    match node:
        case nodes.Name():
            return Part(name(node.value) if name else path(node.value, skin))
        case nodes.Choices():
            return choices(node, skin, name or str)
        case nodes.Call():
            return _call(node, skin)
        case nodes.Aggregate():
            return _aggregate(node, skin)
    return Part(literal(node, skin))


def choices(node: nodes.Choices, skin: Skin, name: Spell = str) -> Part:
    """A set of values; bare words are the author's own unless `name` spells them."""
    return braced((operand(item, skin, name) for item in node.items), skin)


def _call(node: nodes.Call, skin: Skin) -> Part:
    def argument(item: nodes.Operand) -> Part:
        if isinstance(item, nodes.Name):
            return Part(spelling.argument(node.word, item.value, skin))
        return operand(item, skin)

    return joined(
        path(node.path.value, skin),
        spelling.condition_word(node.word, skin),
        *map(argument, node.arguments),
    )


def _aggregate(node: nodes.Aggregate, skin: Skin) -> Part:
    window = _inside(period(node.within, skin), skin) if node.within else ""
    counted = isinstance(node.measure, nodes.Counted)
    events = joined(
        keyword("count", skin) if counted else measure(node.measure, skin),
        bracketed(step(node.step, skin), skin),
    )
    return row([events, *_if_any(joined(keys(node.keys, skin), window))])


def _if_any(part: Part) -> list[Part]:
    return [part] if part.flat else []


def measure(node: nodes.Measure, skin: Skin) -> Part:
    """What is measured over events, with the word that leads to them; empty for their number."""
    of = "of" if skin == "en" else "之"
    match node:
        case nodes.Summed():
            return joined(keyword("sum", skin), path(node.field, skin), of)
        case nodes.Distinct():
            return joined(keyword("distinct", skin), path(node.field, skin), of)
        case nodes.Share():
            share = bracketed(condition(node.condition, skin), skin)
            return joined(keyword("share", skin), share, of)
        case nodes.Spanned():
            words = keyword("span", skin), keyword("gap", skin)
            return joined(*words, operand(node.gap, skin), of)
    return Part()


def _compared(left: nodes.Operand, right: nodes.Operand, skin: Skin) -> Part:
    """The right side of a test, its bare words spelled as values of the left side."""
    subject = left.path if isinstance(left, nodes.Call) else left
    attribute = subject.value.rsplit(".", 1)[-1] if isinstance(subject, nodes.Name) else ""
    return operand(right, skin, lambda word: spelling.value_or_path(attribute, word, skin))


# ---------------------------------------------------------------------- events and times


def pattern(node: nodes.Pattern, skin: Skin) -> Part:
    """An event type with its category and filter."""
    words: list[str | Part] = [of_kind("event", node.event, skin)]
    if node.category is not None:
        category = of_kind("category", node.category, skin)
        words += ["of" if skin == "en" else "关于", category]
    if node.where is not None:
        words += [keyword("where", skin), bracketed(condition(node.where, skin), skin)]
    return at(node.span, joined(*words))


def patterns(items: tuple[nodes.Pattern, ...], skin: Skin) -> Part:
    """A list of event types."""
    return listed((pattern(item, skin) for item in items), skin)


def step(node: nodes.Step, skin: Skin) -> Part:
    """Events with a condition on their own facts."""
    when = [] if node.when is None else led("when", node.when, skin)
    return at(node.span, row([patterns(node.patterns, skin), *when]))


def led(word: str, node: nodes.Condition, skin: Skin) -> list[Part]:
    """A condition behind a keyword, in the parts between which a line may be broken."""
    first, *rest = operands(node, skin)
    return [joined(keyword(word, skin), first), *rest]


def operands(node: nodes.Condition, skin: Skin) -> list[Part]:
    """A condition in the parts between which a line may be broken."""
    if not isinstance(node, nodes.And | nodes.Or):
        return [condition(node, skin)]
    word = "and" if isinstance(node, nodes.And) else "or"
    first, *rest = (_part(one, skin) for one in node.operands)
    return [first, *(joined(keyword(word, skin), one) for one in rest)]


def keys(items: tuple[nodes.Key, ...], skin: Skin, word: str = "by") -> Part:
    """The equalities of a correlation; `word` is the keyword that Chinese leads them in with."""
    if not items:
        return Part()
    return joined(
        keyword(word if skin == "zh" else "by", skin),
        listed((_key(item, skin) for item in items), skin),
    )


def _key(node: nodes.Key, skin: Skin) -> Part:
    field = path(node.field, skin)
    return at(
        node.span, Part(field if node.other is None else f"{field} = {path(node.other, skin)}")
    )


def period(node: nodes.Operand, skin: Skin) -> Part:
    """A length of time, a period of the calendar, or a parameter that holds one."""
    return operand(node, skin, lambda word: of_kind("period", word, skin))


def duration(node: nodes.Duration, skin: Skin) -> Part:
    """A length of time with the hours in which it is counted."""
    length = operand(node.length, skin)
    if node.hours is not None:
        length = joined(length, keyword("of", skin), node.hours)
    return joined(length, spelling.whose(node.person, skin))


def within(node: nodes.Duration, skin: Skin) -> Part:
    """`within` and its duration, closed by the Chinese 内 where no hours follow."""
    if node.hours is None and node.person is None:
        return _inside(operand(node.length, skin), skin)
    return joined(keyword("within", skin), duration(node, skin))


def within_period(node: nodes.Operand, skin: Skin) -> Part:
    """`within` and a window."""
    return _inside(period(node, skin), skin)


def _inside(length: Part, skin: Skin) -> Part:
    closer = keyword("closer_inside", skin) if skin == "zh" else ""
    return joined(keyword("within", skin), length, closer)


def per(node: nodes.Operand, skin: Skin) -> Part:
    """`per` and a window; the Chinese 每 joins a time or a period as it does in speech."""
    window = period(node, skin)
    if skin == "zh" and spelling.joins_each(node):
        return attrs.evolve(window, words=keyword("per", skin) + window.words)
    return joined(keyword("per", skin), window)


# ---------------------------------------------------------------------------- conditions


def condition(node: nodes.Condition, skin: Skin) -> Part:
    """A condition, without brackets around it."""
    return at(node.span, _condition(node, skin))


@singledispatch
def _condition(node: nodes.Condition, skin: Skin) -> Part:
    raise TypeError(f"{type(node).__name__} is no condition")


def _part(node: nodes.Condition, skin: Skin) -> Part:
    """A condition inside another one.

    Brackets stand around every other one that joins tests: few authors know which word of two
    binds more tightly.
    """
    part = condition(node, skin)
    return bracketed(part, skin) if isinstance(node, nodes.Or | nodes.And) else part


@_condition.register(nodes.Or)
@_condition.register(nodes.And)
def _(node: nodes.Or | nodes.And, skin: Skin) -> Part:
    return row(operands(node, skin))


@_condition.register
def _(node: nodes.Not, skin: Skin) -> Part:
    return joined(keyword("not", skin), _part(node.operand, skin))


@_condition.register
def _(node: nodes.Quantified, skin: Skin) -> Part:
    body = bracketed(condition(node.condition, skin), skin)
    return joined(keyword(node.quantifier, skin), spelling.population(node.path, skin), body)


@_condition.register
def _(node: nodes.During, skin: Skin) -> Part:
    word = keyword("outside" if node.outside else "during", skin)
    return joined(word, node.hours, spelling.whose(node.person, skin))


@_condition.register
def _(node: nodes.OnDays, skin: Skin) -> Part:
    return joined(keyword("on", skin), spelling.days(node.days, skin))


@_condition.register
def _(node: nodes.Had, skin: Skin) -> Part:
    first, *rest = (step(one, skin) for one in node.steps)
    steps = row([first, *(joined(keyword("then", skin), one) for one in rest)])
    reach = "" if node.reach is None else _reach(node.reach, skin)
    body = bracketed(steps, skin)
    events = joined(keyword("had", skin), body)
    return row([events, *_if_any(joined(keys(node.keys, skin, "matching"), reach))])


def _reach(node: nodes.Within | nodes.Ago | nodes.Covering, skin: Skin) -> Part:
    match node:
        case nodes.Within(nodes.Duration(length, None, None)):
            return within_period(length, skin)
        case nodes.Within():
            return within(node.duration, skin)
        case nodes.Ago():
            return joined(keyword("ago", skin), duration(node.duration, skin))
        case nodes.Covering():
            return joined(keyword("covering", skin), path(node.field, skin))


@_condition.register
def _(node: nodes.Last, skin: Skin) -> Part:
    event = joined(keyword("last", skin), bracketed(step(node.step, skin), skin))
    tested = bracketed(condition(node.condition, skin), skin)
    return row([event, joined(keys(node.keys, skin, "matching"), tested)])


@_condition.register
def _(node: nodes.Approvers, skin: Skin) -> Part:
    return joined(keyword("approvers", skin), choices(node.order, skin))


@_condition.register
def _(node: nodes.Compare, skin: Skin) -> Part:
    left, right = operand(node.left, skin), _compared(node.left, node.right, skin)
    if isinstance(node.left, nodes.Aggregate) and isinstance(node.right, nodes.Aggregate):
        return row([left, joined(node.operator, right)])
    return joined(left, node.operator, right)


@_condition.register
def _(node: nodes.In, skin: Skin) -> Part:
    word = keyword("not_in" if node.negated else "in", skin)
    return joined(operand(node.left, skin), word, _compared(node.left, node.choices, skin))


@_condition.register(nodes.Includes)
@_condition.register(nodes.Subset)
@_condition.register(nodes.Is)
def _(node: nodes.Includes | nodes.Subset | nodes.Is, skin: Skin) -> Part:
    word = keyword(type(node).__name__.lower(), skin)
    return joined(operand(node.left, skin), word, _compared(node.left, node.right, skin))


@_condition.register
def _(node: nodes.Given, skin: Skin) -> Part:
    return joined(operand(node.operand, skin), keyword("given", skin))


@_condition.register
def _(node: nodes.Told, skin: Skin) -> Part:
    return joined(operand(node.operand, skin), keyword("told", skin))


@_condition.register
def _(node: nodes.Absent, skin: Skin) -> Part:
    return joined(operand(node.operand, skin), keyword("none", skin))


@_condition.register
def _(node: nodes.Holds, skin: Skin) -> Part:
    return operand(node.operand, skin)
