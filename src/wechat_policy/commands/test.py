"""`wechat-policy test`: plays the examples of policies, files of cases and sheets of examples."""

from __future__ import annotations

from pathlib import Path

import click

from wechat_policy.cases import collect, policy_under_test, spread
from wechat_policy.commands.measured import measured
from wechat_policy.commands.mutants import tell_mutants
from wechat_policy.commands.opening import reading
from wechat_policy.commands.options import language_option
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.reach import tell_reach
from wechat_policy.commands.reports import Json, JUnit, Report, Text, status_of
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND, WRONG_USE, WrongUse
from wechat_policy.errors import Language
from wechat_policy.examples import PolicyUnderTest
from wechat_policy.mutation import WORDS_EACH
from wechat_policy.source import visible

_FORMS: dict[str, type[Text] | type[JUnit] | type[Json]] = {
    "text": Text,
    "junit": JUnit,
    "json": Json,
}


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--as", "form", type=click.Choice(list(_FORMS)), default="text",
    help="text: what failed and why; junit: XML that CI systems read; json: one document.",
)  # fmt: skip
@click.option(
    "--policy",
    "policy",
    metavar="NAME_OR_PATH",
    help="Policy that cases and sheets test, in place of the one they name.",
)
@click.option(
    "--coverage", is_flag=True,
    help="Tell which clauses, norms, conditions and penalty tiers the tests reach.",
)  # fmt: skip
@click.option(
    "--mutate", is_flag=True,
    help="Change the policy in one place after the other, and tell which changes no test notices.",
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
    form: str,
    policy: str | None,
    coverage: bool,
    mutate: bool,
    fail_under: float | None,
    words_each: int,
    language: Language,
) -> None:
    """Play the examples of policies, files of cases and sheets of examples.

    FILE is a policy, a shipped pack by name or number, a file of cases (.cases), a sheet of
    examples (.xlsx, .csv), or a folder: then all of these below it. What does not come out as it
    should is shown with what was expected and found, and with the conditions of its clause. Exit
    code: 0 all are as they should be, 1 some are not or --fail-under is not met, 2 wrong use, among
    it files with errors; the tests of all other files are played.

    With --coverage or --mutate the policies are measured by their examples and by those cases and
    sheets among the files that test them.
    """
    tested: PolicyUnderTest | None = None
    if policy is not None:
        with reading(policy, language):
            tested = policy_under_test(policy)
    if coverage and mutate:
        raise WrongUse(phrase("one_measure", language))
    if coverage or mutate:
        if form == "junit":
            raise WrongUse(phrase("measured_as", language))
        policies = measured(files, tested, language)
        if coverage:
            context.exit(tell_reach(policies, language, fail_under, form))
        context.exit(tell_mutants(policies, language, fail_under, form, words_each))
    if fail_under is not None:
        raise WrongUse(phrase("nothing_measured", language))
    report: Report = _FORMS[form](language)
    failed = wrong = False
    for name in files:
        if Path(name).is_dir() and not any(spread([name])):
            report.problem(name, phrase("no_tests", language, name=visible(name)))
            wrong = True
    for name, found in spread(files):
        try:
            with reading(name, language):
                suite = collect(name, tested, found=found)
        except WrongUse as problem:
            report.problem(name, problem.format_message())
            wrong = True
            continue
        if found and not suite.items and not suite.faults:
            continue
        played = [(item, item.play()) for item in suite.items]
        report.suite(suite, played)
        failed = failed or any(status_of(result) != "passed" for _, result in played)
        wrong = wrong or bool(suite.errors)
    report.close()
    context.exit(WRONG_USE if wrong else FOUND if failed else NOTHING_FOUND)
