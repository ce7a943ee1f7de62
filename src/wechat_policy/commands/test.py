"""`wechat-policy test`: plays the examples that stand in the clauses of policies."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from wechat_policy import nodes
from wechat_policy.commands.mutants import tell_mutants
from wechat_policy.commands.opening import reading, source_of
from wechat_policy.commands.options import language_option
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.reach import tell_reach
from wechat_policy.commands.reasons import reason_lines
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND, WrongUse, in_colour
from wechat_policy.drawing import explain_tree
from wechat_policy.errors import Language
from wechat_policy.examples import ExampleResult, each_example
from wechat_policy.lowering import words_of
from wechat_policy.mutation import WORDS_EACH
from wechat_policy.parser import parse
from wechat_policy.source import Source, visible
from wechat_policy.wording import Wording, shown

_MOST = 3
"""Events of a failed example that are explained: the last ones."""


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--coverage", "measure", flag_value="coverage",
    help="Tell which clauses, norms, conditions and penalty tiers the examples reach.",
)  # fmt: skip
@click.option(
    "--mutate", "measure", flag_value="mutate",
    help="Change the policy in one place after the other, and tell which changes no example "
    "notices.",
)  # fmt: skip
@click.option(
    "--fail-under", metavar="PERCENT", type=click.FloatRange(0, 100),
    help="Exit code 1 if fewer clauses of a policy are reached, or fewer changes noticed.",
)  # fmt: skip
@click.option(
    "--words", "words_each", metavar="NUMBER", type=click.IntRange(0), default=WORDS_EACH,
    show_default=True, help="With --mutate: words of each list that are taken out one by one.",
)  # fmt: skip
@language_option
@click.pass_context
def test(
    context: click.Context,
    files: tuple[str, ...],
    measure: str | None,
    fail_under: float | None,
    words_each: int,
    language: Language,
) -> None:
    """Play the examples that stand in the clauses of policies.

    FILE is a policy file, or a shipped pack by name or number. An example that does not come out
    as it should is shown with the conditions of its clause. Exit code: 0 all are as they should
    be, 1 some are not or --fail-under is not met, 2 wrong use, among it policies with errors.
    """
    if measure == "coverage":
        context.exit(tell_reach(files, language, fail_under))
    if measure == "mutate":
        context.exit(tell_mutants(files, language, fail_under, words_each=words_each))
    if fail_under is not None:
        raise WrongUse(phrase("nothing_measured", language))
    failed_anywhere = False
    for name in files:
        source = source_of(name, language)
        count = failed = 0
        with reading(name, language):
            for result in each_example(source):
                count += 1
                if not result.passed:
                    failed += 1
                    for line in _failure(result, name, language):
                        sys.stdout.write(f"{line}\n")
        said = phrase(
            "examples", language, name=visible(name), count=count, passed=count - failed,
            failed=failed,
        )  # fmt: skip
        sys.stdout.write(f"{said}\n")
        failed_anywhere = failed_anywhere or failed > 0
    context.exit(FOUND if failed_anywhere else NOTHING_FOUND)


def _failure(result: ExampleResult, name: str, language: Language) -> Iterator[str]:
    """An example that did not come out as it should, and why."""
    yield phrase(
        "example", language, name=visible(name), line=result.line, words=shown(result.words, 200)
    )
    clause = shown(result.clause)
    yield "  " + phrase("in_clause", language, clause=clause, number=result.number)
    if result.fault is not None:
        fault = result.fault.render(language).replace("\n", "\n    ")
        yield "  " + phrase("unplayable", language, fault=fault)
        yield ""
        return
    yield "  " + phrase(f"promised.{result.expected}", language)
    colour = in_colour(sys.stdout)
    if result.expected == "complies":
        for violation in result.violations:
            for line in explain_tree(violation.trace, language, colour).split("\n"):
                yield f"    {line}"
    else:
        words = _norm_words(result.source, result.clause)
        for why in result.reasons[-_MOST:]:
            for line in reason_lines(why, words, language, colour):
                yield f"    {line}"
        for one in result.pending:
            due = Wording(language).time(one.due)
            yield "    " + phrase("pending", language, due=due)
    yield ""


def _norm_words(source: Source, clause: str) -> dict[int, str]:
    document, _ = parse(source)
    words = words_of(document)
    for one in document.all(nodes.Clause):
        if one.name == clause:
            return {number: words(norm.span) for number, norm in enumerate(one.norms)}
    return {}
