"""`wechat-policy rules`: policies as rules of WeCom, and rules of WeCom as a policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from wechat_policy.adapters.directories.kinds import kind_of
from wechat_policy.adapters.directories.told import each
from wechat_policy.adapters.lines import values
from wechat_policy.adapters.records import Refused
from wechat_policy.commands.opening import reading, source_of
from wechat_policy.commands.options import language_option
from wechat_policy.commands.output import opened_output, write_json
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.records import inputs
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND, WrongUse
from wechat_policy.errors import Language
from wechat_policy.lexical import Skin
from wechat_policy.source import visible
from wechat_policy.wecom_rules import Kind, Loss, export_rules, import_rules
from wechat_policy.wecom_rules.answers import is_rule


@click.group()
def rules() -> None:
    """Exchange word lists with the rules that WeCom itself keeps.

    An intercept rule (聊天敏感词) stops what members write to customers or warns of it; a keyword
    rule (关键词规则) reports messages. Neither says all that a policy says: what is lost is told.

    Exit code: 0 nothing is lost, 1 something is, 2 wrong use.
    """


@rules.command("export")
@click.argument("policies", metavar="POLICY...", nargs=-1, required=True)
@click.option(
    "--kind",
    type=click.Choice(["intercept", "keyword"]),
    required=True,
    help="Bodies for externalcontact/add_intercept_rule, or for the create_rule of keywords.",
)
@click.option("--user", "users", metavar="ID", multiple=True, help="For whom. Repeatable.")
@click.option(
    "--department",
    "departments",
    metavar="NUMBER",
    type=int,
    multiple=True,
    help="For which departments; for all unless --user or this is given. Repeatable.",
)
@click.option(
    "--departments",
    "named",
    metavar="FILE",
    help="An answer of department/list: the numbers of the departments that clauses name.",
)
@click.option(
    "--widen",
    is_flag=True,
    help="Take the words of clauses too that a rule cannot narrow down as the policy does.",
)
@click.option("--output", metavar="FILE", help="Write the rules to a file.")
@click.option(
    "--losses", "lost", metavar="FILE", help="Write what is lost to a file, as JSON lines."
)
@language_option
@click.pass_context
def export(
    context: click.Context,
    policies: tuple[str, ...],
    kind: Kind,
    users: tuple[str, ...],
    departments: tuple[int, ...],
    named: str | None,
    widen: bool,
    output: str | None,
    lost: str | None,
    language: Language,
) -> None:
    """Write the word lists of policies as rules, a line of JSON for each request.

    POLICY is a policy file, or a shipped pack by name or number. Everything that a rule cannot say
    is told, with the clause and the reason. Exit code: 0 the rules say all that the policies say,
    1 something is lost, 2 wrong use.
    """
    names = {} if named is None else _numbers(named, language)
    told: list[Any] = []
    losses: list[Loss] = []
    for name in policies:
        source = source_of(name, language)
        with reading(name, language):
            found = export_rules(
                source, kind, users=users, departments=departments, names=names, widen=widen
            )
        told += found.rules
        losses += found.losses
    losses = list(dict.fromkeys(losses))
    with opened_output(output, policies, language) as stream:
        for rule in told:
            write_json(stream, rule)
    _tell(losses, lost, policies, language)
    said = phrase("exported", language, rules=len(told), losses=len(losses))
    click.echo(said, err=True)
    context.exit(FOUND if losses else NOTHING_FOUND)


@rules.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--id", "id_", metavar="NAME", default="wecom-rules", help="The id of the policy.")
@click.option(
    "--skin",
    type=click.Choice(["en", "zh"]),
    help="Language of the policy; that of --language unless given.",
)
@click.option("--output", metavar="FILE", help="Write the policy to a file.")
@click.option(
    "--losses", "lost", metavar="FILE", help="Write what is lost to a file, as JSON lines."
)
@language_option
@click.pass_context
def import_(
    context: click.Context,
    files: tuple[str, ...],
    id_: str,
    skin: Skin | None,
    output: str | None,
    lost: str | None,
    language: Language,
) -> None:
    """Write rules of WeCom as a policy, with a lexicon and a clause for each.

    FILE holds requests for rules, or answers of get_intercept_rule and of the rules of keywords; an
    answer of department/list among them names the departments. Exit code: 0 the policy says all
    that the rules say, 1 something is lost or cannot be read, 2 wrong use.
    """
    inputs(files, language)
    damaged = 0

    def decoded() -> Iterator[Any]:
        nonlocal damaged
        for name in files:
            for line, value in values(name, is_rule):
                if isinstance(value, Refused):
                    damaged += 1
                    refusal = value.at(line or 1)
                    place = phrase("in_file", language, line=refusal.line)
                    reason = refusal.reason(language)
                    shown = visible(name)
                    said = phrase("bad_rule", language, name=shown, place=place, reason=reason)
                    click.echo(said, err=True)
                else:
                    yield value

    found = import_rules(decoded(), id=id_, skin=skin or language)
    for refused in found.refused:
        click.echo(refused.at(0).reason(language), err=True)
    if not found.text:
        raise WrongUse(phrase("no_rules", language))
    with opened_output(output, files, language) as stream:
        stream.write(found.text)
    _tell(found.losses, lost, files, language)
    context.exit(FOUND if found.losses or found.refused or damaged else NOTHING_FOUND)


def _tell(
    losses: Iterable[Loss], path: str | None, others: Iterable[str], language: Language
) -> None:
    """What is lost: to people, or to a file."""
    if path is None:
        for loss in losses:
            click.echo(phrase("loss", language, loss=loss.render(language)), err=True)
        return
    with opened_output(path, others, language) as stream:
        for loss in losses:
            write_json(stream, loss.to_dict(language))


def _numbers(path: str, language: Language) -> dict[str, int]:
    """The numbers of departments by their names, from an answer of department/list."""
    inputs([path], language)
    found: dict[str, int] = {}
    for _, value in values(path, lambda one: kind_of(one) == "departments"):
        if isinstance(value, dict) and kind_of(value) == "departments":
            for _, one in each(value, "department"):
                number, name = one.get("id"), one.get("name")
                if isinstance(number, int) and isinstance(name, str) and name:
                    found[name] = number
    if not found:
        raise WrongUse(phrase("no_departments", language, name=visible(path)))
    return found
