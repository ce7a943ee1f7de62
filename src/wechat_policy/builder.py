"""Builds nodes from the parse tree of one section: a method for each rule of the grammar.

Words of the vocabulary get their canonical spelling here, so that both skins give one tree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from wechat_policy import nodes
from wechat_policy.lexical import unquote
from wechat_policy.rules.words import canonical_argument, canonical_condition
from wechat_policy.source import Span
from wechat_policy.words import canonical, canonical_path, canonical_value, has_value, known

if TYPE_CHECKING:
    from lark import Token, Tree

Arguments = list[Any]


class BadValue(Exception):
    """A token of the right shape whose value cannot be: a 31 February, 25:00."""

    def __init__(self, code: str, span: Span, word: str) -> None:
        super().__init__(code)
        self.code = code
        self.span = span
        self.word = word


def build(tree: Tree[Token]) -> Any:
    """The node of a parse tree. Raises BadValue for the first token that has no value."""
    return _build(tree)


def bad_values(tree: Tree[Token]) -> list[BadValue]:
    """Everything in a parse tree that has the right shape and no value, in no order."""
    found = []
    for subtree in tree.iter_subtrees():
        for item in subtree.children:
            if getattr(item, "type", "") in ("DATE", "TIME"):
                found += _raised(_build, item)
        if subtree.data == "times":
            found += _raised(_build, subtree)
        elif subtree.data in ("say", "happen") and subtree.children[0] is not None:
            found += _raised(_often, subtree.children[0])
    return found


def _raised(read: Callable[[Any], Any], item: Any) -> list[BadValue]:
    try:
        read(item)
    except BadValue as bad:
        return [bad]
    return []


def _build(item: Any) -> Any:
    if item is None:
        return None
    if hasattr(item, "data"):
        meta = item.meta
        span = nodes.NOWHERE if meta.empty else Span(meta.start_pos, meta.end_pos)
        method = _RULES.get(item.data)
        if method is not None:
            return method(item.children, span)
        return tuple(_build(child) for child in item.children)
    return _TOKENS[item.type](item)


def _span(token: Token) -> Span:
    return Span(token.start_pos or 0, token.end_pos or 0)


# ------------------------------------------------------------------------------- tokens


def _string(token: Token) -> nodes.Text:
    return nodes.Text(unquote(token), span=_span(token))


def _quantity(token: Token) -> nodes.Quantity:
    digits = len(token)
    for at, character in enumerate(token):
        if not (character.isdigit() or character == "."):
            digits = at
            break
    unit = canonical("unit", token[digits:].strip())
    return nodes.Quantity(Decimal(token[:digits]), unit, span=_span(token))


def _date(token: Token) -> nodes.Date:
    try:
        return nodes.Date(date.fromisoformat(token), span=_span(token))
    except ValueError:
        raise BadValue("E004", _span(token), str(token)) from None


def _time(token: Token) -> nodes.Time:
    hours, minutes = (int(part) for part in token.split(":"))
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise BadValue("E005", _span(token), str(token))
    return nodes.Time(hours * 60 + minutes, span=_span(token))


def _regex(token: Token) -> nodes.Regex:
    end = token.rindex("/")
    return nodes.Regex(token[1:end].replace("\\/", "/"), token[end + 1 :], span=_span(token))


_TOKENS: Mapping[str, Callable[[Any], Any]] = {
    "STRING": _string,
    "QUANTITY": _quantity,
    "NUMBER": lambda token: nodes.Number(Decimal(token), span=_span(token)),
    "DATE": _date,
    "TIME": _time,
    "REGEX": _regex,
    "NAME": lambda token: nodes.Name(str(token), span=_span(token)),
    "REF": lambda token: nodes.Text(str(token), span=_span(token)),
    "CMP": str,
}


def _value(item: Any) -> Any:
    """The bare text of an optional string or name token."""
    built = _build(item)
    return None if built is None else built.value


# ------------------------------------------------------------------------------ sections


def _header(items: Arguments, span: Span) -> nodes.Header:
    name, title, *rest = items
    return nodes.Header(_value(name), _value(title), tuple(map(_build, rest)), span=span)


def _days(items: Arguments, span: Span) -> nodes.DateTable:
    name, file, *spans = [_build(item) for item in items]
    if isinstance(file, nodes.Text):
        return nodes.DateTable(name.value, file.value, (), span=span)
    every = tuple(item for item in (file, *spans) if item is not None)
    return nodes.DateTable(name.value, None, every, span=span)


def _date_span(items: Arguments, span: Span) -> nodes.DateSpan:
    first, last = (_build(item) for item in items)
    return nodes.DateSpan(first.value, (last or first).value, span=span)


def _hours(items: Arguments, span: Span) -> nodes.HoursTable:
    name, *shifts, zone = items
    return nodes.HoursTable(_value(name), tuple(map(_build, shifts)), _value(zone), span=span)


def _day(items: Arguments, span: Span) -> nodes.DayWord | nodes.DayRange:
    word = str(items[0])
    first, until, last = (canonical("day", part) for part in word.partition("至"))
    if until and known("day", first) and known("day", last):
        return nodes.DayRange(first, last, span=span)
    return nodes.DayWord(canonical("day", word), span=span)


def _day_range(items: Arguments, span: Span) -> nodes.DayRange:
    first, last = (canonical("day", str(item)) for item in items if item.type == "NAME")
    return nodes.DayRange(first, last, span=span)


def _parameter(items: Arguments, span: Span) -> nodes.Parameter:
    name, value, remark = items
    return nodes.Parameter(_value(name), _build(value), _value(remark), span=span)


def _lexicon(items: Arguments, span: Span) -> nodes.Lexicon:
    name, terms, protects, *readings = items
    return nodes.Lexicon(
        _value(name),
        _build(terms),
        _build(protects),
        tuple(_value(item) for item in readings if item is not None),
        span=span,
    )


def _lexicon_sum(items: Arguments, span: Span) -> tuple[nodes.LexiconTerm, ...]:
    first, *more = [_build(item) for item in items]
    return (nodes.LexiconTerm("+", first, span=first.span), *more)


def _words(items: Arguments, span: Span) -> nodes.Words:
    return nodes.Words(tuple(_build(item) for item in items if item is not None), span=span)


def _word(items: Arguments, span: Span) -> nodes.Word:
    text, weight, facts = (_build(item) for item in items)
    return nodes.Word(text.value, weight.value if weight else None, facts or (), span=span)


def _note(items: Arguments, span: Span) -> nodes.Note:
    article, refs, text = items
    return nodes.Note(_value(article), _build(refs) or (), _value(text), span=span)


def _refs(items: Arguments, span: Span) -> tuple[str, ...]:
    return tuple(_value(item) for item in items)


def _names(items: Arguments) -> tuple[str, ...]:
    return tuple(str(item) for item in items if item is not None and item.type == "NAME")


# ------------------------------------------------------------------------------- clauses


def _clause(items: Arguments, span: Span) -> nodes.Clause:
    name, *rest = items
    return nodes.Clause(str(name), tuple(map(_build, rest)), name_span=_span(name), span=span)


class _Terms:
    """The terms that may follow any norm, gathered from its suffixes."""

    def __init__(self, suffixes: Arguments) -> None:
        self.rest: list[Any] = []
        terms: dict[str, list[Any]] = {"when": [], "unless": [], "blame": []}
        for item in suffixes:
            name = getattr(item, "data", None)
            if name in terms:
                terms[name].append(_build(item.children[0]))
            else:
                self.rest.append(item)
        self.terms: dict[str, Any] = {
            "when": _joined(nodes.And, terms["when"]),
            "unless": _joined(nodes.Or, terms["unless"]),
            "blame": _blamed(terms["blame"]),
        }


def _joined(kind: type[nodes.And] | type[nodes.Or], parts: list[Any]) -> Any:
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(tuple(parts), span=Span(parts[0].span.start, parts[-1].span.end))


def _blamed(parts: list[Any]) -> nodes.Name | nodes.Text | None:
    if not parts:
        return None
    blame: nodes.Name | nodes.Text = parts[-1]
    if isinstance(blame, nodes.Name):
        return nodes.Name(canonical_path(blame.value), span=blame.span)
    return blame


def _forbid(items: Arguments, span: Span) -> nodes.Forbid:
    terms = _Terms(items)
    strength, patterns = map(_build, terms.rest)
    return nodes.Forbid(strength, patterns, span=span, **terms.terms)


def _require(items: Arguments, span: Span) -> nodes.Require:
    terms = _Terms(items)
    strength, condition, patterns = map(_build, terms.rest)
    return nodes.Require(strength, condition, patterns, span=span, **terms.terms)


def _require_whenever(items: Arguments, span: Span) -> nodes.Require:
    terms = _Terms(items)
    patterns, strength, condition = map(_build, terms.rest)
    return nodes.Require(strength, condition, patterns, span=span, **terms.terms)


def _limit(items: Arguments, span: Span) -> nodes.Limit:
    terms = _Terms(items)
    strength, measure, patterns, bound, window, keys = map(_build, terms.rest)
    return nodes.Limit(
        strength, measure or nodes.Counted(), patterns, _length(bound), _period(window),
        keys or (), span=span, **terms.terms,
    )  # fmt: skip


def _limit_zh(items: Arguments, span: Span) -> nodes.Limit:
    strength, measure, patterns, keys, window, bound, *suffixes = items
    return _limit([strength, measure, patterns, bound, window, keys, *suffixes], span)


def _permit(items: Arguments, span: Span) -> nodes.Permit:
    terms = _Terms(items)
    patterns, *lifts = terms.rest
    return nodes.Permit("must", _build(patterns), _names(lifts), span=span, **terms.terms)


def _within_duty(items: Arguments, span: Span) -> nodes.Deadline:
    terms = _Terms(items)
    opening, each, within, strength, patterns, keys = map(_build, terms.rest)
    return nodes.Deadline(
        strength, opening, each, within, patterns, keys or (), span=span, **terms.terms
    )


def _daily_duty(items: Arguments, span: Span) -> nodes.Daily:
    terms = _Terms(items)
    before, since, days, each, strength, patterns, keys = map(_build, terms.rest)
    return nodes.Daily(
        strength, before, since, days, each, patterns, keys or (), span=span, **terms.terms
    )


def _daily_duty_zh(items: Arguments, span: Span) -> nodes.Daily:
    days, since, before, *rest = items
    return _daily_duty([before, since, days, *rest], span)


def _periodic_duty(items: Arguments, span: Span) -> nodes.Periodic:
    terms = _Terms(items)
    period, each, strength, patterns, keys = map(_build, terms.rest)
    return nodes.Periodic(
        strength, _period(period), each, patterns, keys or (), span=span, **terms.terms
    )


def _period(window: Any) -> Any:
    if isinstance(window, nodes.Name):
        return nodes.Name(canonical("period", window.value), span=window.span)
    return window


def _length(quantity: Any) -> Any:
    """A quantity whose bare name is a path, such as `group.rate_limit`."""
    if isinstance(quantity, nodes.Name):
        return nodes.Name(canonical_path(quantity.value), span=quantity.span)
    return quantity


def _for_each(items: Arguments, span: Span) -> nodes.ForEach:
    variable, population = items
    return nodes.ForEach(canonical_path(str(variable)), _build(population), span=span)


def _population(items: Arguments, span: Span) -> nodes.Population:
    name, where = items
    word = canonical("population", str(name))
    path = word if word != str(name) else canonical_path(word)
    return nodes.Population(path, _build(where), span=span)


def _duration(items: Arguments, span: Span) -> nodes.Duration:
    length, hours = items
    return nodes.Duration(_length(_build(length)), None if hours is None else str(hours), span=span)


def _key(items: Arguments, span: Span) -> nodes.Key:
    field, other = items
    return nodes.Key(
        canonical_path(str(field)), None if other is None else canonical_path(str(other)),
        span=span,
    )  # fmt: skip


def _pattern(items: Arguments, span: Span) -> nodes.Pattern:
    event, category, where = items
    return nodes.Pattern(
        canonical("event", str(event)),
        None if category is None else canonical("category", str(category)),
        _build(where),
        span=span,
    )


# ---------------------------------------------------------------------------- conditions


def _quantified(quantifier: Any) -> Callable[[Arguments, Span], nodes.Quantified]:
    def rule(items: Arguments, span: Span) -> nodes.Quantified:
        path, condition = items
        word = canonical("population", str(path))
        name = word if word != str(path) else canonical_path(word)
        return nodes.Quantified(quantifier, name, _build(condition), span=span)

    return rule


def _last_segment(node: Any) -> str:
    path = node.path if isinstance(node, nodes.Call) else node
    return path.value.rsplit(".", 1)[-1] if isinstance(path, nodes.Name) else ""


def _as_values(left: Any, right: Any) -> Any:
    """The right side of a test with its words in the canonical spelling of the left's values."""
    attribute = _last_segment(left)
    if isinstance(right, nodes.Name):
        word = canonical_value(attribute, right.value)
        if word == right.value:
            word = canonical_path(word)
        return nodes.Name(word, span=right.span)
    if isinstance(right, nodes.Boolean):
        # An enumeration may have values called true and false beside others.
        word = "true" if right.value else "false"
        return nodes.Name(word, span=right.span) if has_value(attribute, word) else right
    if isinstance(right, nodes.Choices):
        return nodes.Choices(tuple(_as_values(left, item) for item in right.items), span=right.span)
    return right


def _operand(item: Any) -> Any:
    """An operand whose bare name is a path."""
    built = _build(item)
    if isinstance(built, nodes.Name):
        return nodes.Name(canonical_path(built.value), span=built.span)
    return built


def _compare(items: Arguments, span: Span) -> nodes.Compare:
    left, operator, right = items
    subject = _operand(left)
    return nodes.Compare(subject, str(operator), _as_values(subject, _build(right)), span=span)


def _in(negated: bool) -> Callable[[Arguments, Span], nodes.In]:
    def rule(items: Arguments, span: Span) -> nodes.In:
        left = _operand(items[0])
        return nodes.In(left, _as_values(left, _build(items[1])), negated, span=span)

    return rule


def _binary(kind: Any) -> Callable[[Arguments, Span], Any]:
    def rule(items: Arguments, span: Span) -> Any:
        left = _operand(items[0])
        return kind(left, _as_values(left, _build(items[1])), span=span)

    return rule


def _unary(kind: Any) -> Callable[[Arguments, Span], Any]:
    return lambda items, span: kind(_operand(items[0]), span=span)


def _call(items: Arguments, span: Span) -> nodes.Name:
    return nodes.Name(str(items[0]), span=span)


def _call_word(items: Arguments, span: Span) -> nodes.Call:
    path, word, *arguments = items
    name = canonical_condition(str(word))
    built = []
    for argument in map(_build, arguments):
        if isinstance(argument, nodes.Name):
            argument = nodes.Name(canonical_argument(name, argument.value), span=argument.span)
        built.append(argument)
    return nodes.Call(
        nodes.Name(canonical_path(str(path)), span=_span(path)), name, tuple(built),
        word_span=_span(word), span=span,
    )  # fmt: skip


def _had(items: Arguments, span: Span) -> nodes.Had:
    *steps, keys, reach = map(_build, items)
    return nodes.Had(tuple(steps), keys or (), reach, span=span)


def _step(items: Arguments, span: Span) -> nodes.Step:
    patterns, when = map(_build, items)
    return nodes.Step(patterns, when, span=span)


def _last(items: Arguments, span: Span) -> nodes.Last:
    step, keys, condition = map(_build, items)
    return nodes.Last(step, keys or (), condition, span=span)


def _aggregate(items: Arguments, span: Span) -> nodes.Aggregate:
    measure, step, keys, within = map(_build, items)
    return nodes.Aggregate(measure, step, keys or (), _period(within), span=span)


def _field(kind: Any) -> Callable[[Arguments, Span], Any]:
    return lambda items, span: kind(canonical_path(str(items[0])), span=span)


# ------------------------------------------------------------------------------ examples


def _example(violates: bool) -> Callable[[Arguments, Span], nodes.Example]:
    return lambda items, span: nodes.Example(violates, tuple(map(_build, items)), span=span)


def _say(items: Arguments, span: Span) -> nodes.Happen:
    times, text, facts, apart = items
    return _happening(times, None, text, facts, apart, span)


def _happen(items: Arguments, span: Span) -> nodes.Happen:
    times, event, text, facts, apart = items
    return _happening(times, canonical("event", str(event)), text, facts, apart, span)


def _happening(
    times: Any, event: str | None, text: Any, facts: Any, apart: Any, span: Span
) -> nodes.Happen:
    return nodes.Happen(
        event, _value(text), _build(facts) or (), _often(times), _build(apart), span=span
    )


def _often(times: Any) -> int:
    """How often something happens; once unless it is said."""
    count = _build(times)
    if count is None:
        return 1
    if count.unit != "times" or count.value % 1 or count.value < 1:
        raise BadValue("E009", count.span, str(times))
    return int(count.value)


def _with_row(items: Arguments, span: Span) -> nodes.WithRow:
    kind, name, facts = items
    return nodes.WithRow(canonical("row", str(kind)), _value(name), _build(facts) or (), span=span)


def _fact(items: Arguments, span: Span) -> nodes.Fact:
    name, value = items
    path = canonical_path(str(name))
    return nodes.Fact(path, _fact_value(path.rsplit(".", 1)[-1], _build(value)), span=span)


def _fact_value(attribute: str, value: Any) -> Any:
    if isinstance(value, nodes.Name):
        return nodes.Name(canonical_value(attribute, value.value), span=value.span)
    if isinstance(value, nodes.Boolean | nodes.Null):
        word = "none" if isinstance(value, nodes.Null) else "true" if value.value else "false"
        return nodes.Name(word, span=value.span) if has_value(attribute, word) else value
    if isinstance(value, nodes.FactList):
        return nodes.FactList(
            tuple(_fact_value(attribute, item) for item in value.items), span=value.span
        )
    return value


def _list(items: Arguments, span: Span) -> nodes.FactList:
    return nodes.FactList(tuple(_build(item) for item in items if item is not None), span=span)


def _negative(items: Arguments, span: Span) -> nodes.Number:
    number = _build(items[-1])
    return nodes.Number(-number.value, span=span)


# ----------------------------------------------------------------------------- penalties


def _row(items: Arguments, span: Span) -> nodes.Row:
    head, when, tiers = map(_build, items)
    return nodes.Row(head, when, tiers, span=span)


def _repeat(items: Arguments, span: Span) -> nodes.Repeat:
    times, severity, within, raised = items
    head = _build(severity)
    return nodes.Repeat(
        _build(times),
        None if isinstance(head, nodes.AnyBreach) else head.value,
        _period(_build(within)),
        _build(raised),
        span=span,
    )


def _times(items: Arguments, span: Span) -> int:
    count = _build(items[0])
    if count.value % 1 or count.value < 1 or getattr(count, "unit", "times") != "times":
        raise BadValue("E009", span, str(items[0]))
    return int(count.value)


def _tier(items: Arguments, span: Span) -> nodes.Tier:
    sanctions, first, per = map(_build, items)
    return nodes.Tier(sanctions, first, _period(per), span=span)


def _tier_zh(items: Arguments, span: Span) -> nodes.Tier:
    sanctions, per, first = items
    return _tier([sanctions, first, per], span)


def _sanction_or(items: Arguments, span: Span) -> nodes.OneOf:
    *options, rest = map(_build, items)
    return nodes.OneOf(tuple(options), rest is not None, span=span)


def _sanction_and(items: Arguments, span: Span) -> nodes.AllOf:
    return nodes.AllOf(tuple(map(_build, items)), span=span)


def _sanction(items: Arguments, span: Span) -> nodes.Sanction:
    may, name, amount, or_above, lasting, display = items
    return nodes.Sanction(
        canonical("sanction", str(name)),
        may is not None,
        _build(amount),
        or_above is not None,
        _build(lasting),
        _value(display),
        span=span,
    )


def _amount(items: Arguments, span: Span) -> nodes.Amount:
    exact = _build(items[0])
    return nodes.Amount(exact, exact, span=span)


def _amount_range(items: Arguments, span: Span) -> nodes.Amount:
    low, high = map(_build, items)
    if isinstance(low, nodes.Number):
        low = nodes.Quantity(low.value, high.unit, span=low.span)
    return nodes.Amount(low, high, span=span)


def _lasting(items: Arguments, span: Span) -> Any:
    built = _build(items[0])
    return "unstated" if isinstance(built, nodes.Amount) else built


def _only(items: Arguments, span: Span) -> Any:
    return _build(items[0])


def _constant(value: Any) -> Callable[[Arguments, Span], Any]:
    return lambda items, span: value


def _made(kind: Any) -> Callable[[Arguments, Span], Any]:
    """A node whose fields are the bare values of its children."""
    return lambda items, span: kind(*(_value(item) for item in items), span=span)


def _of_nodes(kind: Any) -> Callable[[Arguments, Span], Any]:
    return lambda items, span: kind(*map(_build, items), span=span)


def _of_tuple(kind: Any) -> Callable[[Arguments, Span], Any]:
    return lambda items, span: kind(tuple(map(_build, items)), span=span)


_RULES: Mapping[str, Callable[[Arguments, Span], Any]] = {
    "section": _only,
    "header": _header,
    "version": _made(nodes.Version),
    "timezone": _made(nodes.Timezone),
    "effective": _made(nodes.Effective),
    "use": _made(nodes.Use),
    "extends": _made(nodes.Extends),
    "calendar": _made(nodes.CalendarFile),
    "days": _days,
    "date_span": _date_span,
    "hours": _hours,
    "shift": lambda items, span: nodes.Shift(
        _build(items[0]), tuple(map(_build, items[1:])), span=span
    ),
    "time_span": _of_nodes(nodes.TimeSpan),
    "day": _day,
    "day_range": _day_range,
    "parameter": _parameter,
    "worked": lambda items, span: nodes.Worked(_build(items[0]), str(items[1]), span=span),
    "lexicon": _lexicon,
    "lexicon_sum": _lexicon_sum,
    "plus": lambda items, span: nodes.LexiconTerm("+", _build(items[-1]), span=span),
    "minus": lambda items, span: nodes.LexiconTerm("-", _build(items[-1]), span=span),
    "lexicon_name": _made(nodes.LexiconName),
    "lexicon_file": _made(nodes.LexiconFile),
    "words": _words,
    "word": _word,
    "severities": lambda items, span: nodes.Severities(_names(items), span=span),
    "ladder": lambda items, span: nodes.Ladder(
        tuple(canonical("sanction", name) for name in _names(items)), span=span
    ),
    "note": _note,
    "refs": _refs,
    "clause": _clause,
    "cites": lambda items, span: nodes.Cites(_value(items[0]), _build(items[1]) or (), span=span),
    "cites_refs": lambda items, span: nodes.Cites(None, _build(items[0]), span=span),
    "title": _made(nodes.Title),
    "formerly": _made(nodes.Formerly),
    "tags": lambda items, span: nodes.Tags(_names(items), span=span),
    "severity": _made(nodes.Severity),
    "graded": _made(nodes.Graded),
    "remark": _made(nodes.Remark),
    "if_unknown": lambda items, span: nodes.IfUnknown(_build(items[0]), span=span),
    "ignore": _constant("ignore"),
    "review": _constant("review"),
    "violate": _constant("violate"),
    "must": _constant("must"),
    "should": _constant("should"),
    "suspect": _constant("suspect"),
    "forbid": _forbid,
    "require": _require,
    "require_whenever": _require_whenever,
    "limit": _limit,
    "limit_zh": _limit_zh,
    "permit": _permit,
    "within_duty": _within_duty,
    "after_violation": lambda items, span: nodes.ViolationOf(str(items[0]), span=span),
    "daily_duty": _daily_duty,
    "daily_duty_zh": _daily_duty_zh,
    "periodic_duty": _periodic_duty,
    "for_each": _for_each,
    "population": _population,
    "span": _duration,
    "key": _key,
    "pattern": _pattern,
    "measure_count": lambda items, span: nodes.Counted(span=span),
    "measure_sum": _field(nodes.Summed),
    "measure_distinct": _field(nodes.Distinct),
    "measure_share": _of_nodes(nodes.Share),
    "measure_span": lambda items, span: nodes.Spanned(_length(_build(items[0])), span=span),
    "or_": _of_tuple(nodes.Or),
    "and_": _of_tuple(nodes.And),
    "not_": _of_nodes(nodes.Not),
    "any_": _quantified("any"),
    "all_": _quantified("all"),
    "during": lambda items, span: nodes.During(str(items[0]), False, span=span),
    "outside": lambda items, span: nodes.During(str(items[0]), True, span=span),
    "on_days": _of_nodes(nodes.OnDays),
    "had": _had,
    "step": _step,
    "reach_within": _of_nodes(nodes.Within),
    "reach_ago": _of_nodes(nodes.Ago),
    "reach_covering": _field(nodes.Covering),
    "last": _last,
    "approvers": _of_nodes(nodes.Approvers),
    "compare": _compare,
    "in_": _in(False),
    "not_in": _in(True),
    "includes": _binary(nodes.Includes),
    "subset": _binary(nodes.Subset),
    "is_": _binary(nodes.Is),
    "given": _unary(nodes.Given),
    "none_": _unary(nodes.Absent),
    "holds": _unary(nodes.Holds),
    "call": _call,
    "call_word": _call_word,
    "argument_name": _only,
    "regex": _only,
    "name": _only,
    "aggregate": _aggregate,
    "choices": _of_tuple(nodes.Choices),
    "true": lambda items, span: nodes.Boolean(True, span=span),
    "false": lambda items, span: nodes.Boolean(False, span=span),
    "violates": _example(True),
    "complies": _example(False),
    "say": _say,
    "happen": _happen,
    "advance": _of_nodes(nodes.Advance),
    "with_row": _with_row,
    "fact": _fact,
    "null": lambda items, span: nodes.Null(span=span),
    "negative": _negative,
    "list_": _list,
    "facts": lambda items, span: tuple(_build(item) for item in items if item is not None),
    "map_": lambda items, span: nodes.FactMap(_build(items[0]), span=span),
    "penalties": _of_tuple(nodes.Penalties),
    "row": _row,
    "repeat": _repeat,
    "as_severity": lambda items, span: str(items[0]),
    "cumulative": lambda items, span: nodes.Cumulative(span=span),
    "lapse": _of_nodes(nodes.Lapse),
    "times": _times,
    "any_breach": lambda items, span: nodes.AnyBreach(span=span),
    "otherwise": lambda items, span: nodes.Otherwise(span=span),
    "tag_head": _made(nodes.TagHead),
    "head_name": _made(nodes.NameHead),
    "tier": _tier,
    "tier_zh": _tier_zh,
    "sanction_or": _sanction_or,
    "sanctions": _sanction_or,
    "sanction_and": _sanction_and,
    "sanction": _sanction,
    "amount": _amount,
    "amount_range": _amount_range,
    "unstated": lambda items, span: nodes.Amount(None, None, span=span),
    "lasting": _lasting,
}
"""Every other rule (patterns, keys, weekdays, facts, tiers) is the tuple of its children."""
