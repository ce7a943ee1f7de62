"""What `test --mutate` tells: which changes of policies no example or case notices."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from wechat_policy.commands.measured import Measured
from wechat_policy.commands.output import write_json
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND
from wechat_policy.errors import Language
from wechat_policy.mutation import WORDS_EACH, Mutation, Survivor, mutation_in, percent
from wechat_policy.source import cells, visible
from wechat_policy.wording import shown

_MOST = 160


def tell_mutants(
    policies: Sequence[Measured],
    language: Language,
    fail_under: float | None = None,
    form: str = "text",
    words_each: int = WORDS_EACH,
) -> int:
    """Writes what became of the mutants of each policy; the exit code of the command."""
    told: list[Mutation] = []
    for one in policies:
        mutation = mutation_in(one.tested.assembly, one.trials, words_each)
        told.append(mutation)
        if form == "text":
            for line in _lines(one.name, mutation, language):
                sys.stdout.write(f"{line}\n")
    made, killed = sum(one.made() for one in told), sum(one.killed() for one in told)
    score = percent(killed, made)
    below = fail_under is not None and score < fail_under
    if form == "json":
        each = [
            {"name": one.name, **mutation.to_dict()}
            for one, mutation in zip(policies, told, strict=True)
        ]
        whole = {"made": made, "killed": killed, "score": round(score, 2), "policies": each}
        write_json(sys.stdout, whole, indent=2)
    else:
        if len(told) > 1:
            sys.stdout.write(phrase("mutation_all", language, count=len(told)) + "\n")
            sys.stdout.write(f"  {_score(killed, made, language)}\n")
        if below:
            said = phrase(
                "mutation_below", language, percent=f"{score:.1f}", wanted=f"{fail_under:g}"
            )
            sys.stdout.write(f"{said}\n")
    return FOUND if below or any(one.failing for one in told) else NOTHING_FOUND


def _score(killed: int, made: int, language: Language) -> str:
    score = f"{percent(killed, made):.1f}"
    return phrase("mutation_score", language, killed=killed, made=made, percent=score)


def _lines(name: str, mutation: Mutation, language: Language) -> Iterator[str]:
    yield phrase(
        "mutation_of", language, name=visible(name), title=shown(mutation.title),
        trials=mutation.trials,
    )  # fmt: skip
    if mutation.failing:
        yield "  " + phrase("mutation_failing", language, count=mutation.failing)
    heads = {one.operator: phrase(f"mutant.{one.operator}", language) for one in mutation.tallies}
    width = max(map(cells, heads.values()), default=0)
    for one in mutation.tallies:
        if one.told == "conduct" and one.made:
            head = heads[one.operator]
            said = phrase(
                "mutation_row", language, made=one.made, killed=one.killed,
                survived=one.survived + one.untried,
            )  # fmt: skip
            yield f"  {head}{' ' * (width - cells(head))}  {said}"
    yield "  " + _score(mutation.killed(), mutation.made(), language)
    left_out = {
        fate: sum(getattr(one, fate) for one in mutation.tallies) for fate in ("refused", "same")
    }
    if any(left_out.values()):
        yield "  " + phrase("mutation_left_out", language, **left_out)
    if mutation.made("grade"):
        untried = sum(one.untried for one in mutation.tallies if one.told == "grade")
        yield "  " + phrase(
            "mutation_graded", language, killed=mutation.killed("grade"),
            made=mutation.made("grade"), untried=untried,
        )  # fmt: skip
    graded = {one.operator for one in mutation.tallies if one.told == "grade"}
    # What no case could notice would only repeat the policy.
    named = [one for one in mutation.survivors if one.tried or one.operator not in graded]
    if named:
        yield "  " + phrase("survivors", language)
    for survivor in named:
        yield from _survivor(name, survivor, language)


def _survivor(name: str, survivor: Survivor, language: Language) -> Iterator[str]:
    yield "    " + phrase(
        "survivor", language, name=visible(name), line=survivor.line,
        section=shown(survivor.section) or phrase("survivor_penalties", language),
        operator=phrase(f"mutant.{survivor.operator}", language),
    )  # fmt: skip
    killer = f"killer.{survivor.operator}" if survivor.tried else "survivor_untried"
    told = {
        "survivor_before": shown(survivor.before, _MOST),
        "survivor_after": shown(survivor.after, _MOST),
        "survivor_killer": phrase(killer, language),
    }
    for key, words in told.items():
        yield "      " + phrase(key, language, words=words)
