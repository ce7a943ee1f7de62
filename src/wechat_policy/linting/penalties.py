"""Penalties with holes: breaches that nothing follows, and more that costs less."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from wechat_policy import nodes
from wechat_policy.checking.durations import in_seconds, meant_length
from wechat_policy.checking.ground import Ground, fault, named, related, words
from wechat_policy.checking.places import Places
from wechat_policy.checking.severities import between, ranked
from wechat_policy.errors import Diagnostic
from wechat_policy.linting.breaches import own_clauses


def breaches_lead_somewhere(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Where a policy has penalties, each clause and each grade of it is taken in by a row."""
    own = ground.assembly.document
    rows = [row for row, _ in ground.rows() if isinstance(row, nodes.Row)]
    heads = [row.head for row in rows]
    if not rows or nodes.AnyBreach() in heads or nodes.Otherwise() in heads:
        return
    for clause in own_clauses(ground):
        tags = [tag for one in clause.items if isinstance(one, nodes.Tags) for tag in one.names]
        harmless = all(
            isinstance(norm, nodes.Permit) or norm.strength == "should" for norm in clause.norms
        )
        if harmless or nodes.NameHead(clause.name) in heads:
            continue
        if any(nodes.TagHead(tag) in heads for tag in tags):
            continue
        graded = next((one for one in clause.items if isinstance(one, nodes.Graded)), None)
        if graded is not None:
            for grade in between(graded, ranked(ground)):
                if nodes.NameHead(grade) not in heads:
                    yield Diagnostic(
                        "L441", own.source, graded.span,
                        facts={"name": clause.name, "grade": f" graded `{grade}`",
                               "grade.zh": f"定为 `{grade}` 时"},
                    )  # fmt: skip
        elif not any(isinstance(one, nodes.Severity) for one in clause.items):
            facts = {"name": clause.name, "grade": "", "grade.zh": ""}
            yield Diagnostic("L441", own.source, named(own, clause), facts=facts)


def more_breaches_cost_more(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """What follows does not grow lighter from one step, or one repeat, to the next."""
    own = ground.assembly.document
    ladder = _ladder(ground)
    steps: list[tuple[nodes.Tier, nodes.Tier]] = []
    for row, document in ground.rows():
        if isinstance(row, nodes.Row) and document is own:
            steps += pairwise(row.tiers)
    steps += _repeated(ground)
    for before, tier in steps:
        if _lighter(tier, before, ladder):
            yield fault(
                "L442", own, tier.span,
                before=words(own, before.span), after=words(own, tier.span),
                related=[related(own, before.span, "fewer_times", seen_from=own)],
            )  # fmt: skip


def graver_breaches_cost_more(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """What follows a graver severity is not lighter than what follows one below it."""
    own = ground.assembly.document
    ladder = _ladder(ground)
    order = ranked(ground)
    rows = {
        row.head.name: row
        for row, document in ground.rows()
        if isinstance(row, nodes.Row) and isinstance(row.head, nodes.NameHead)
        if row.when is None and document is own
    }
    told = [rows[name] for name in order if name in rows]
    for light, grave in pairwise(told):
        if len(light.tiers) == len(grave.tiers) == 1 and _lighter(
            grave.tiers[0], light.tiers[0], ladder
        ):
            yield fault(
                "L443", own, grave.span,
                light=words(own, light.head.span), grave=words(own, grave.head.span),
                related=[related(own, light.span, "lighter_severity", seen_from=own)],
            )  # fmt: skip


def _repeated(ground: Ground) -> Iterator[tuple[nodes.Tier, nodes.Tier]]:
    """Repeats of one severity in one window, each with the next by number."""
    groups: dict[object, list[tuple[int, nodes.Tier]]] = {}
    for row, document in ground.rows():
        if not isinstance(row, nodes.Repeat) or document is not ground.assembly.document:
            continue
        if isinstance(row.raised, tuple) and len(row.raised) == 1:
            length, _ = meant_length(row.within, ground)
            window = in_seconds(length) if length and length.unit != "workdays" else row.within
            groups.setdefault((row.severity, window), []).append((row.times, row.raised[0]))
    for group in groups.values():
        group.sort(key=lambda one: one[0])
        yield from pairwise(tier for _, tier in group)


def _ladder(ground: Ground) -> tuple[str, ...]:
    ladders = ground.assembly.others(nodes.Ladder)
    return ladders[-1][0].names if ladders else ()


def _lighter(tier: nodes.Tier, other: nodes.Tier, ladder: tuple[str, ...]) -> bool:
    """Whether a single sanction is plainly lighter: a smaller sum, or lower on the ladder."""
    one, two = _single(tier), _single(other)
    if one is None or two is None or one.or_above or two.or_above:
        return False
    if one.name == two.name:
        some, others = _sums(one), _sums(two)
        return some is not None and others is not None and some[1] < others[0]
    ranks = [ladder.index(each.name) for each in (one, two) if each.name in ladder]
    return len(ranks) == 2 and ranks[0] < ranks[1]


def _single(tier: nodes.Tier) -> nodes.Sanction | None:
    """The only sanction of a tier; None where there is a choice or more than one."""
    options = tier.sanctions
    if options.open or len(options.options) != 1 or len(options.options[0].items) != 1:
        return None
    item = options.options[0].items[0]
    return item if isinstance(item, nodes.Sanction) and not item.may else None


def _sums(sanction: nodes.Sanction) -> tuple[Decimal, Decimal] | None:
    amount = sanction.amount
    if amount is None or amount.low is None or amount.low.unit != "CNY":
        return None
    high = amount.high if amount.high is not None else amount.low
    return amount.low.value, high.value
