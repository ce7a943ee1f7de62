"""What `test --coverage` tells: what the examples and cases of policies reach, and what not."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from wechat_policy.commands.measured import Measured
from wechat_policy.commands.output import write_json
from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND
from wechat_policy.coverage import SIDES, Reach, Reached, reach_in
from wechat_policy.errors import Language
from wechat_policy.source import cells, visible
from wechat_policy.wording import shown

_MOST = 60


def tell_reach(
    policies: Sequence[Measured],
    language: Language,
    fail_under: float | None = None,
    form: str = "text",
) -> int:
    """Writes what is reached in each policy; the exit code with which the command ends."""
    told: list[dict[str, object]] = []
    found_anything = False
    for one in policies:
        name = one.name
        reach = reach_in(one.tested.assembly, one.trials)
        percent = reach.percent("clauses")
        below = fail_under is not None and percent < fail_under
        found_anything = found_anything or below or bool(reach.failed)
        if form == "json":
            told.append({"name": name, **reach.to_dict()})
            continue
        for line in _lines(name, reach, language):
            sys.stdout.write(f"{line}\n")
        if below:
            said = phrase(
                "reach_below", language, name=visible(name), percent=f"{percent:.1f}",
                wanted=f"{fail_under:g}",
            )  # fmt: skip
            sys.stdout.write(f"{said}\n")
    if form == "json":
        write_json(sys.stdout, {"policies": told}, indent=2)
    return FOUND if found_anything else NOTHING_FOUND


def _lines(name: str, reach: Reach, language: Language) -> Iterator[str]:
    yield phrase(
        "reach_of", language, name=visible(name), title=shown(reach.title), trials=reach.trials
    )
    heads = {kind: phrase(f"reach.{kind}", language) for kind in SIDES}
    width = max(map(cells, heads.values()))
    for kind, head in heads.items():
        count = len(reach.of(kind))
        said = phrase(f"reach_ways.{kind}", language, reached=reach.reached(kind))
        padded = head + " " * (width - cells(head))
        yield f"  {padded} {count:5d}  {said}  {reach.percent(kind):.1f}%"
    unknown = sum(one.unknown > 0 for one in reach.of("conditions"))
    if unknown:
        yield "  " + phrase("reach_unknown", language, count=unknown)
    if reach.failed:
        yield "  " + phrase("reach_failed", language, count=len(reach.failed))
    lacking = [one for one in reach.all if one.lacks]
    if lacking:
        yield "  " + phrase("unreached", language)
    for one in lacking:
        yield "    " + _unreached(name, one, language)


def _unreached(name: str, one: Reached, language: Language) -> str:
    return phrase(
        f"unreached.{one.kind}",
        language,
        name=visible(name),
        line=one.line,
        clause=shown(one.clause),
        words=shown(one.words, _MOST),
        lacks=listed((phrase(f"reach_lacks.{way}", language) for way in one.lacks), language),
    )
