"""Penalties: sanctions are known and complete, and every tier and repeat can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from wechat_policy import nodes
from wechat_policy.checking.durations import in_seconds, meant_length
from wechat_policy.checking.ground import Ground, fault, meant, related, spot, words
from wechat_policy.checking.kinds import TIME_UNITS
from wechat_policy.checking.places import Places
from wechat_policy.checking.severities import ranked
from wechat_policy.errors import Diagnostic
from wechat_policy.source import Span
from wechat_policy.words import SANCTIONS, known

_AMOUNTS = ("CNY", "%")


def sanctions_are_known(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A sanction is one of the library's; the source's own word for it stands in quotes."""
    for sanction, document in ground.all(nodes.Sanction):
        if not known("sanction", sanction.name):
            yield _unknown(sanction.name, document, sanction.span)
    for ladder, document in ground.sections(nodes.Ladder):
        for name in ladder.names:
            if not known("sanction", name):
                yield _unknown(name, document, ladder.span)


def amounts_are_amounts(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """An amount is in CNY or per cent, and a range runs upwards."""
    for sanction, document in ground.all(nodes.Sanction):
        amount = sanction.amount
        if amount is None or amount.low is None or amount.high is None:
            continue
        wrong = next((one for one in (amount.low, amount.high) if one.unit not in _AMOUNTS), None)
        if wrong is not None or amount.low.unit != amount.high.unit:
            written = words(document, amount.span)
            yield fault("E223", document, amount.span, amount=written)
        elif amount.low.value > amount.high.value:
            yield fault("E224", document, amount.span, amount=words(document, amount.span))


def sanctions_last_a_time(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """How long a sanction lasts is a length of time."""
    for sanction, document in ground.all(nodes.Sanction):
        lasting = sanction.lasting
        if isinstance(lasting, nodes.Quantity) and lasting.unit not in (*TIME_UNITS, "workdays"):
            yield fault("E218", document, lasting.span, name=words(document, lasting.span))


def ladders_hold_what_is_above(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """`or above` stands behind a sanction of the ladder."""
    ladders = ground.assembly.others(nodes.Ladder)
    names = ladders[-1][0].names if ladders else ()
    for sanction, document in ground.all(nodes.Sanction):
        if sanction.or_above and sanction.name not in names and known("sanction", sanction.name):
            yield fault(
                "E311", document, sanction.span,
                name=words(document, spot(document, sanction.span, sanction.name, "sanction")),
            )  # fmt: skip


def rows_have_one_head(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Two rows of a text do not have the same head and condition: only the last would be taken."""
    for document in ground.documents:
        seen: dict[object, Span] = {}
        for section in document.all(nodes.Penalties):
            for row in section.rows:
                key: object = None
                if isinstance(row, nodes.Row):
                    key = (row.head, row.when)
                    span, name = row.head.span, words(document, row.head.span)
                elif isinstance(row, nodes.Repeat):
                    key = (row.times, row.severity)
                    span, name = row.span, words(document, row.span).partition(":")[0]
                if key is None:
                    continue
                first = seen.setdefault(key, span)
                if first is not span:
                    yield fault(
                        "E308", document, span, name=name.partition("：")[0],
                        related=[related(document, first, "first_stated", seen_from=document)],
                    )  # fmt: skip


def tiers_are_reached(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """Only the last tier has no number, and the numbers grow."""
    for row, document in ground.rows():
        tiers: tuple[nodes.Tier, ...] = ()
        if isinstance(row, nodes.Row):
            tiers = row.tiers
        elif isinstance(row, nodes.Repeat) and isinstance(row.raised, tuple):
            tiers = row.raised
        for before, tier in pairwise(tiers):
            behind_all = before.first is None
            not_more = (
                before.first is not None
                and tier.first is not None
                and before.per == tier.per
                and tier.first <= before.first
            )
            if behind_all or not_more:
                yield fault(
                    "E309", document, tier.span, tier=words(document, tier.span),
                    related=[related(document, before.span, "takes_all", seen_from=document)],
                )  # fmt: skip


def repeats_are_repeats(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A repeat counts to two at least, and raises to a graver severity."""
    order = ranked(ground)
    for row, document in ground.rows():
        if not isinstance(row, nodes.Repeat):
            continue
        if row.times < 2:
            yield fault("E310", document, row.span, times=str(row.times))
        if isinstance(row.raised, str) and row.severity is not None:
            ranks = [order.index(one) for one in (row.severity, row.raised) if one in order]
            if len(ranks) == 2 and ranks[1] <= ranks[0]:
                yield fault("E317", document, row.span, severity=row.severity, raised=row.raised)


def repeats_begin_behind_steps(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """A repeat does not take a number that a step of the same severity and window counts to."""
    repeats = [(row, text) for row, text in ground.rows() if isinstance(row, nodes.Repeat)]
    for row, document in ground.rows():
        if not isinstance(row, nodes.Row) or row.when is not None:
            continue
        for repeat, text in repeats:
            counted = (
                nodes.AnyBreach() if repeat.severity is None else nodes.NameHead(repeat.severity)
            )
            step = next((one for one in row.tiers if (one.first or 0) >= repeat.times), None)
            if row.head != counted or step is None or step.per != repeat.within:
                continue
            yield fault(
                "W313", text, repeat.span,
                times=str(repeat.times), repeat=words(text, repeat.span),
                tier=words(document, step.span),
                related=[related(document, step.span, "gives_way", seen_from=text)],
            )  # fmt: skip


def lapses_outlive_windows(ground: Ground, places: Places) -> Iterator[Diagnostic]:
    """What counts towards a repeat has not lapsed before the repeat's window is over."""
    lapses = [row for row, _ in ground.rows() if isinstance(row, nodes.Lapse)]
    if not lapses:
        return
    limit, _ = meant_length(lapses[-1].after, ground)
    for row, document in ground.rows():
        if isinstance(row, nodes.Repeat) and limit is not None:
            window, _ = meant_length(row.within, ground)
            if window is not None and _seconds(window) > _seconds(limit):
                yield fault(
                    "W308", document, row.within.span, window=words(document, row.within.span)
                )


def _seconds(quantity: nodes.Quantity) -> int:
    return int(quantity.value * 86400) if quantity.unit == "workdays" else in_seconds(quantity)


def _unknown(name: str, document: nodes.Document, within: Span) -> Diagnostic:
    span = spot(document, within, name, "sanction")
    written = words(document, span) if span != within else name
    return fault(
        "E114", document, span, name=written,
        suggestion=meant(written, SANCTIONS, document, "sanction"),
    )  # fmt: skip
