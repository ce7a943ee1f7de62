"""Hypothesis strategies for whole policies: every node, with words known and unknown.

What they make is valid and canonical, that is a tree that some text parses to, and seldom makes
sense. Words that have an alias are made in their canonical spelling only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from wechat_policy import nodes, words
from wechat_policy.lexical import keywords
from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules.base import CONDITIONS
from wechat_policy.rules.words import canonical_argument, canonical_condition
from wechat_policy.source import Source
from wechat_policy.vocabulary import vocabulary
from wechat_policy.words import canonical, canonical_path, canonical_value, has_value

RESERVED = frozenset(
    spelling for keyword in keywords().values() for spelling in (*keyword.en, *keyword.zh)
)

# ------------------------------------------------------------------------------- words

GLUED = tuple(
    spelling + rest
    for spelling in sorted(RESERVED)
    if " " not in spelling
    for rest in ("闲聊", "_x", "1")
)
"""Names that begin like a keyword and are none."""


def _is_name(word: str) -> bool:
    joined = re.match(r"每(?:[日天周月季年]|季度)$|每\d+(?:天|周)", word)
    return re.fullmatch(r"[^\W\d]\w*", word) is not None and word not in RESERVED and not joined


names = st.one_of(
    st.sampled_from(("insult", "busy_chat", "侮辱", "轻微", "企业微信", "_x", "ban2", "été", "Ω")),
    st.sampled_from(GLUED).filter(_is_name),
    st.text(
        st.sampled_from("abzA_09甲乙丙处理当时内起每月前等并且可按為囧𠮷"), min_size=1, max_size=6
    ).filter(_is_name),
)
"""Names of the author's own, in both scripts."""

dotted = st.one_of(names, st.builds("{}.{}".format, names, names))
"""Names with or without a library before them."""


def _stable(strategy: st.SearchStrategy[str], read: Callable[[str], str]) -> Any:
    """Words that the reader leaves as they are."""
    return strategy.filter(lambda word: read(word) == word)


_segments = st.sampled_from(sorted(vocabulary().words))
_known_paths = st.one_of(
    _segments,
    st.builds("{}.{}".format, st.sampled_from(("sender", "group", "that", "it")), _segments),
    st.builds("organization.{}".format, _segments),
)
# A word of the vocabulary may be a keyword where no path is expected to be one word.
paths = st.one_of(
    _known_paths.filter(lambda word: word not in ("true", "false", "not", "any", "all")),
    _stable(dotted, canonical_path),
)


def _read_population(word: str) -> str:
    found = canonical("population", word)
    return found if found != word else canonical_path(word)


populations = _stable(
    st.one_of(st.sampled_from(sorted(words.POPULATIONS)), paths), _read_population
)
events = st.one_of(
    st.sampled_from(["content", *sorted(vocabulary().events)]),
    _stable(dotted, lambda word: canonical("event", word)),
)
categories = st.one_of(
    st.sampled_from(sorted(vocabulary().categories)),
    _stable(names, lambda word: canonical("category", word)),
)
_days = st.one_of(
    st.sampled_from(sorted(words.DAYS)),
    _stable(names, lambda word: canonical("day", word)).filter(lambda word: "至" not in word),
)
sanctions_words = st.one_of(
    st.sampled_from(sorted(words.SANCTIONS)),
    _stable(names, lambda word: canonical("sanction", word)),
)

# ------------------------------------------------------------------------------ values

strings = st.one_of(
    st.text(max_size=8),
    st.text(
        st.sampled_from("“”「」＂\"'\\/#\n\r\t（，、：条款 x你😀👨‍👩‍👧\ufeff\u3000\x00\ud800"),
        max_size=10,
    ),
)
"""What may stand in quotes."""

numbers = st.decimals(min_value=0, max_value=10**6, places=2).map(Decimal.normalize) | st.integers(
    min_value=0, max_value=10**9
).map(Decimal)
texts = st.builds(nodes.Text, strings)
number_nodes = st.builds(nodes.Number, numbers)
quantities = st.builds(nodes.Quantity, numbers, st.sampled_from(sorted(words.UNITS)))
booleans = st.builds(nodes.Boolean, st.booleans())
days_of_calendar = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
dates = st.builds(nodes.Date, days_of_calendar)
times = st.builds(nodes.Time, st.integers(min_value=0, max_value=24 * 60))
literals = st.one_of(texts, number_nodes, quantities, dates, times, booleans)
lengths = st.one_of(quantities, st.builds(nodes.Name, paths), number_nodes)
windows = st.one_of(
    quantities,
    st.builds(
        nodes.Name,
        st.one_of(
            st.sampled_from(sorted(words.PERIODS)),
            _stable(names, lambda word: canonical("period", word)),
        ),
    ),
)


def _is_pattern(pattern: str) -> bool:
    escaped = pattern.replace("/", "\\/")
    return re.fullmatch(r"(?:[^/\\\r\n]|\\.)+", escaped) is not None and "\\/" not in pattern


regexes = st.builds(
    nodes.Regex,
    st.text(st.sampled_from('ab/\\.*[]()“”"#，！ 加'), min_size=1, max_size=8).filter(_is_pattern),
    st.sampled_from(("", "i", "ms", "ims")),
)
name_nodes = st.builds(nodes.Name, dotted)


def tuples(strategy: st.SearchStrategy[Any], least: int = 1, most: int = 3) -> Any:
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


own_choices = st.builds(nodes.Choices, tuples(st.one_of(literals, name_nodes)))
"""Sets whose bare words are the author's own."""


def attribute_of(operand: Any) -> str:
    """The attribute whose values the right side of a test may hold."""
    path = operand.path if isinstance(operand, nodes.Call) else operand
    return path.value.rsplit(".", 1)[-1] if isinstance(path, nodes.Name) else ""


def _compared_words(attribute: str) -> Any:
    known = sorted(vocabulary().values.get(attribute, {}))
    if attribute == "category":
        known += sorted(vocabulary().categories)

    def read(word: str) -> str:
        found = canonical_value(attribute, word)
        return found if found != word else canonical_path(word)

    outside = _stable(paths, read)
    return st.one_of(st.sampled_from(known), outside) if known else outside


def compared(left: Any) -> Any:
    """Right sides of a test of this left side: values of its attribute, paths and literals."""
    attribute = attribute_of(left)
    literal = literals.filter(lambda node: _stays(attribute, node))
    return st.one_of(literal, st.builds(nodes.Name, _compared_words(attribute)))


def _stays(attribute: str, node: Any) -> bool:
    """Whether a literal is not taken for a value of the attribute that is spelled like it."""
    if isinstance(node, nodes.Boolean):
        return not has_value(attribute, "true" if node.value else "false")
    return not (isinstance(node, nodes.Null) and has_value(attribute, "none"))


# -------------------------------------------------------------------------- conditions


@st.composite
def calls(draw: st.DrawFn) -> nodes.Call:
    """A condition word with its arguments, known or not."""
    word = draw(
        st.one_of(
            st.sampled_from(sorted(CONDITIONS)),
            _stable(names, canonical_condition),
        )
    )
    bare = st.one_of(
        _stable(dotted, lambda argument: canonical_argument(word, argument)),
        st.sampled_from(sorted(RECOGNIZERS)),
        st.just("near"),
    )
    argument = st.one_of(literals, regexes, own_choices, st.builds(nodes.Name, bare))
    return nodes.Call(nodes.Name(draw(paths)), word, draw(tuples(argument, least=0)))


keys = st.builds(nodes.Key, paths, st.none() | paths)
day_items = st.one_of(
    st.builds(nodes.DayWord, _days),
    st.builds(nodes.DayRange, _days, _days),
)


def _operands(conditions: Any) -> Any:
    return st.one_of(st.builds(nodes.Name, paths), literals, calls(), aggregates(conditions))


def patterns(conditions: Any) -> Any:
    return st.builds(nodes.Pattern, events, st.none() | categories, st.none() | conditions)


def steps(conditions: Any) -> Any:
    return st.builds(nodes.Step, tuples(patterns(conditions), most=2), st.none() | conditions)


def aggregates(conditions: Any) -> Any:
    measure = st.one_of(
        st.just(nodes.Counted()),
        st.builds(nodes.Summed, paths),
        st.builds(nodes.Distinct, paths),
        st.builds(nodes.Share, conditions),
    )
    return st.builds(
        nodes.Aggregate, measure, steps(conditions), tuples(keys, least=0), st.none() | windows
    )


@st.composite
def comparisons(draw: st.DrawFn, conditions: Any) -> Any:
    """The tests of one operand against another."""
    left = draw(_operands(conditions))
    right = compared(left)
    many = st.builds(nodes.Choices, tuples(right))
    kind = draw(st.sampled_from(("compare", "in", "includes", "subset", "is")))
    if kind == "in":
        return nodes.In(left, draw(many), draw(st.booleans()))
    if kind in ("subset", "is"):
        node = nodes.Subset if kind == "subset" else nodes.Is
        return node(left, draw(st.one_of(many, right, calls())))
    value = draw(st.one_of(right, calls(), aggregates(conditions)))
    if kind == "includes":
        return nodes.Includes(left, value)
    operator = draw(st.sampled_from(("=", "!=", "<", "<=", ">", ">=")))
    joins = isinstance(left, nodes.Aggregate) and left.keys and left.within is None
    if joins and operator == "=" and not isinstance(value, nodes.Number):
        # `count (…) by key = word` joins the key with the word.
        operator = "!="
    return nodes.Compare(left, operator, value)


workers = st.none() | st.builds(nodes.Name, paths)


# Composite, so that what is made of it has a short name.
@st.composite
def _durations(draw: st.DrawFn) -> nodes.Duration:
    return nodes.Duration(draw(lengths), draw(st.none() | names), draw(workers))


durations = _durations()


@st.composite
def _during(draw: st.DrawFn) -> nodes.During:
    return nodes.During(draw(names), draw(st.booleans()), draw(workers))


def _tests(conditions: Any) -> Any:
    operand = _operands(conditions)
    reach = st.one_of(
        st.none(),
        st.builds(nodes.Within, durations),
        st.builds(nodes.Ago, durations),
        st.builds(nodes.Covering, paths),
    )
    optional_keys = tuples(keys, least=0, most=2)
    return st.one_of(
        comparisons(conditions),
        st.builds(nodes.Given, operand),
        st.builds(nodes.Told, operand),
        st.builds(nodes.Absent, operand),
        st.builds(nodes.Holds, operand),
        _during(),
        st.builds(nodes.OnDays, tuples(day_items)),
        st.builds(nodes.Quantified, st.sampled_from(("any", "all")), populations, conditions),
        st.builds(nodes.Had, tuples(steps(conditions), most=2), optional_keys, reach),
        st.builds(nodes.Last, steps(conditions), optional_keys, conditions),
        st.builds(nodes.Approvers, own_choices),
    )


def _larger(smaller: Any) -> Any:
    several = tuples(smaller, least=2)
    return st.one_of(
        st.builds(nodes.And, several),
        st.builds(nodes.Or, several),
        st.builds(nodes.Not, smaller),
        _tests(smaller),
    )


_simple = st.one_of(
    st.builds(nodes.Holds, st.builds(nodes.Name, paths)),
    st.builds(nodes.Holds, calls()),
    _during(),
)
conditions = st.recursive(_simple, _larger, max_leaves=6)
"""Conditions of every kind."""

# ------------------------------------------------------------------------------- norms

_terms: dict[str, Any] = {
    "when": st.none() | conditions,
    "unless": st.none() | conditions,
    "blame": st.one_of(st.none(), st.builds(nodes.Name, paths), texts),
}
_patterns = tuples(patterns(conditions), most=2)
_keys = tuples(keys, least=0, most=2)
_strength = st.sampled_from(("must", "should"))
_each = st.builds(
    nodes.ForEach, paths, st.builds(nodes.Population, populations, st.none() | conditions)
)
_measures = st.one_of(
    st.just(nodes.Counted()),
    st.builds(nodes.Summed, paths),
    st.builds(nodes.Distinct, paths),
    st.builds(nodes.Share, conditions),
    st.builds(nodes.Spanned, lengths),
)

norms = st.one_of(
    st.builds(nodes.Forbid, st.sampled_from(("must", "should", "suspect")), _patterns, **_terms),
    st.builds(nodes.Require, _strength, conditions, _patterns, **_terms),
    st.builds(nodes.Limit, _strength, _measures, _patterns, lengths, windows, _keys, **_terms),
    st.builds(nodes.Permit, st.just("must"), _patterns, tuples(names, least=0), **_terms),
    st.builds(
        nodes.Deadline,
        _strength,
        st.one_of(_patterns, st.builds(nodes.ViolationOf, names)),
        st.none() | _each,
        durations,
        _patterns,
        _keys,
        **_terms,
    ),
    st.builds(
        nodes.Daily,
        _strength,
        times,
        st.none() | times,
        tuples(day_items),
        _each,
        _patterns,
        _keys,
        **_terms,
    ),
    st.builds(nodes.Periodic, _strength, windows, st.none() | _each, _patterns, _keys, **_terms),
)

# ---------------------------------------------------------------------------- examples


@st.composite
def facts(draw: st.DrawFn, depth: int = 2) -> nodes.Fact:
    """A fact with any value that its name may take."""
    name = draw(paths)
    return nodes.Fact(name, draw(_fact_values(name.rsplit(".", 1)[-1], depth)))


def _fact_values(attribute: str, depth: int) -> Any:
    known = sorted(vocabulary().values.get(attribute, {}))
    word = _stable(names, lambda word: canonical_value(attribute, word))
    plain = st.one_of(
        st.one_of(literals, st.just(nodes.Null())).filter(lambda node: _stays(attribute, node)),
        st.builds(nodes.Number, numbers.map(lambda number: -number if number else number)),
        st.builds(nodes.Name, st.one_of(st.sampled_from(known), word) if known else word),
    )
    if not depth:
        return plain
    inner = st.deferred(lambda: _fact_values(attribute, depth - 1))
    return st.one_of(
        plain,
        st.builds(nodes.FactList, tuples(inner, least=0)),
        st.builds(nodes.FactMap, tuples(facts(depth - 1), least=0)),
    )


_facts = tuples(facts(), least=0, most=2)
_apart = st.none() | quantities
_times = st.integers(min_value=1, max_value=99)
example_steps = st.one_of(
    st.builds(nodes.Happen, events, st.none() | strings, _facts, _times, _apart),
    st.builds(nodes.Happen, st.none(), strings, _facts, _times, _apart),
    st.builds(nodes.Advance, quantities),
    st.builds(nodes.WithRow, st.sampled_from(sorted(words.ROWS)), strings, _facts),
)
examples = st.builds(nodes.Example, st.booleans(), tuples(example_steps))

# ----------------------------------------------------------------------------- clauses

refs = st.one_of(st.sampled_from(("P01-024", "p28-7a", "A-1")), strings)
clause_items = st.one_of(
    norms,
    examples,
    st.builds(nodes.Cites, strings, tuples(refs, least=0)),
    st.builds(nodes.Cites, st.none(), tuples(refs)),
    st.builds(nodes.Title, strings),
    st.builds(nodes.Remark, strings),
    st.builds(nodes.Formerly, dotted),
    st.builds(nodes.Tags, tuples(names)),
    st.builds(nodes.Severity, names),
    st.builds(nodes.Graded, names, names),
    st.builds(nodes.IfUnknown, st.sampled_from(("ignore", "review", "violate"))),
)
clauses = st.builds(nodes.Clause, names, tuples(clause_items, least=0, most=4))

# --------------------------------------------------------------------------- penalties


@st.composite
def amounts(draw: st.DrawFn) -> nodes.Amount:
    """A sum, a range, or no bounds."""
    low = draw(st.none() | quantities)
    if low is None:
        return nodes.Amount(None, None)
    return nodes.Amount(low, draw(st.one_of(st.just(low), quantities)))


single_sanctions = st.builds(
    nodes.Sanction,
    sanctions_words,
    st.booleans(),
    st.none() | amounts(),
    st.booleans(),
    st.one_of(st.none(), st.just("unstated"), quantities),
    st.none() | strings,
)


def _one_of(item: Any) -> Any:
    return st.builds(
        nodes.OneOf, tuples(st.builds(nodes.AllOf, tuples(item, most=2)), most=2), st.booleans()
    )


sanctions = _one_of(st.one_of(single_sanctions, _one_of(single_sanctions)))
tiers = st.one_of(
    st.builds(nodes.Tier, sanctions),
    st.builds(nodes.Tier, sanctions, st.integers(min_value=1, max_value=99), windows),
)
_tiers = tuples(tiers)
heads = st.one_of(
    st.builds(nodes.NameHead, names),
    st.builds(nodes.TagHead, names),
    st.just(nodes.AnyBreach()),
    st.just(nodes.Otherwise()),
)
rows = st.one_of(
    st.builds(nodes.Row, heads, st.none() | conditions, _tiers),
    st.builds(nodes.Repeat, _times, st.none() | names, windows, st.one_of(names, _tiers)),
    st.just(nodes.Cumulative()),
    st.builds(nodes.Lapse, durations),
)
penalties = st.builds(nodes.Penalties, tuples(rows, least=0))

# ---------------------------------------------------------------------------- sections

headers = st.builds(
    nodes.Header,
    strings,
    st.none() | strings,
    tuples(
        st.one_of(
            st.builds(nodes.Version, strings),
            st.builds(nodes.Timezone, strings),
            st.builds(nodes.Effective, days_of_calendar),
        ),
        least=0,
    ),
)
date_tables = st.one_of(
    st.builds(nodes.DateTable, names, strings, st.just(())),
    st.builds(
        nodes.DateTable,
        names,
        st.none(),
        tuples(st.builds(nodes.DateSpan, days_of_calendar, days_of_calendar)),
    ),
)
shifts = st.builds(nodes.Shift, tuples(day_items), tuples(st.builds(nodes.TimeSpan, times, times)))
hours_tables = st.builds(nodes.HoursTable, names, tuples(shifts), st.none() | strings)
parameters = st.builds(
    nodes.Parameter,
    names,
    st.one_of(literals, own_choices, st.builds(nodes.Worked, quantities, names)),
    st.none() | strings,
)
definitions = st.builds(nodes.Definition, names, conditions)
_notes = tuples(facts(0), least=0, most=1)
_weights = numbers | numbers.map(lambda one: -one or one)
lexicon_words = st.builds(
    nodes.Words,
    tuples(st.builds(nodes.Word, strings, st.none() | _weights, _notes), least=0, most=5),
)
_terms_of_lexicon = st.one_of(
    lexicon_words,
    st.builds(nodes.LexiconName, dotted),
    st.builds(nodes.LexiconFile, strings),
)


@st.composite
def lexicons(draw: st.DrawFn) -> nodes.Lexicon:
    """A list of words with what is added and taken away."""
    first = nodes.LexiconTerm("+", draw(_terms_of_lexicon))
    more = draw(
        tuples(st.builds(nodes.LexiconTerm, st.sampled_from("+-"), _terms_of_lexicon), least=0)
    )
    protects, readings = draw(st.none() | lexicon_words), draw(tuples(names, least=0))
    return nodes.Lexicon(draw(names), (first, *more), protects, readings)


sections = st.one_of(
    clauses,
    penalties,
    headers,
    lexicons(),
    hours_tables,
    parameters,
    definitions,
    date_tables,
    st.builds(nodes.Use, strings),
    st.builds(nodes.Extends, strings),
    st.builds(nodes.CalendarFile, strings),
    st.builds(nodes.Severities, tuples(names)),
    st.builds(nodes.Ladder, tuples(sanctions_words)),
    st.builds(nodes.Note, st.none() | strings, tuples(refs, least=0), strings),
)
documents = tuples(sections, least=0, most=4).map(
    lambda sections: nodes.Document(sections, source=Source("made.policy", ""))
)
"""Whole policies."""
