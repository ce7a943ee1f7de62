"""`wechat-policy coverage`: what policies cover of what was written, and what examples show."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping

import click

from wechat_policy.commands.opening import reading, source_of, unreadable
from wechat_policy.commands.options import language_option
from wechat_policy.commands.output import write_json
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.shortfalls import covered, left, looked_at
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND, WrongUse
from wechat_policy.coverage import Coverage, Inventory, coverage_of, read_inventory
from wechat_policy.errors import Language
from wechat_policy.source import cells, visible
from wechat_policy.wording import shown

_FEW = 20
_ROWS = {
    "references": ("judged", "permitted", "penalty", "noted", "missing"),
    "clauses": ("clauses_shown",),
    "norms": ("norms_shown", "fired", "missed"),
    "permissions": ("permissions_shown",),
    "examples": ("failed",),
}
"""What each line of a table counts, and the parts of it that are told."""


@click.command()
@click.argument("files", metavar="PACK...", nargs=-1, required=True)
@click.option(
    "--inventory",
    metavar="DIR",
    help="Folder of *.jsonl with the statements of the written policies, one a line, each with "
    "id, article, text, kind and checkable. Without it gaps in the cited numbers are told.",
)
@click.option("--references", is_flag=True, help="Also list every reference with what covers it.")
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Tables and what is left to do, for people (the default), or one JSON object with all.",
)
@language_option
@click.pass_context
def coverage(
    context: click.Context,
    files: tuple[str, ...],
    inventory: str | None,
    references: bool,
    form: str,
    language: Language,
) -> None:
    """Tell what policies cover of what was written, and which norms their examples show.

    PACK is a policy file, or a shipped pack by name or number. Each statement is judged by a
    norm, permitted, carried out by penalties, kept in a note with a reason, or missing. Each norm
    should have an example that breaks it, and a near miss that complies. Exit code: 0 nothing is
    missing and all norms have both, 1 something is left to do or a line of the inventory could
    not be used, 2 wrong use.
    """
    sources = [source_of(name, language) for name in files]
    found = None if inventory is None else _inventory(inventory, form, language)
    told: list[Coverage] = []
    for name, source in zip(files, sources, strict=True):
        with reading(name, language):
            one = coverage_of(source, found)
        told.append(one)
        if form == "text":
            for line in _lines(name, one, references, language):
                sys.stdout.write(f"{line}\n")
    totals = sum((Counter(one.counts) for one in told), Counter[str]())
    counts = {name: totals[name] for name in told[0].counts}
    faults = () if found is None else found.faults
    if form == "json":
        whole = {
            "complete": all(one.is_complete for one in told) and not faults,
            "counts": counts,
            "faults": [one.to_dict(language) for one in faults],
            "policies": [
                {"name": name, **one.to_dict()} for name, one in zip(files, told, strict=True)
            ],
        }
        write_json(sys.stdout, whole, indent=2)
    elif len(told) > 1:
        sys.stdout.write(phrase("all_policies", language, count=len(told)) + "\n")
        for line in _table(counts, language):
            sys.stdout.write(f"{line}\n")
    is_done = all(one.is_complete for one in told) and not faults
    context.exit(NOTHING_FOUND if is_done else FOUND)


def _inventory(path: str, form: str, language: Language) -> Inventory:
    """The inventory; what is wrong in it is said. Raises WrongUse if it has no statement."""
    try:
        found = read_inventory(path)
    except OSError as error:
        raise WrongUse(unreadable(path, error, language)) from None
    faults = [one.render(language) for one in found.faults]
    if not found.statements:
        said = "\n".join(faults[:_FEW])
        raise WrongUse(phrase("no_statements", language, name=visible(path), faults=said).rstrip())
    if form == "text":
        for fault in faults[:_FEW]:
            click.echo(phrase("doubt", language, fault=fault), err=True)
        if len(faults) > _FEW:
            said = phrase("more_faults", language, count=len(faults) - _FEW)
            click.echo(said, err=True)
    return found


def _lines(name: str, coverage: Coverage, references: bool, language: Language) -> Iterator[str]:
    """All that is told of a policy, and an empty line."""
    yield phrase(
        "coverage_of", language, name=visible(name), title=shown(coverage.title),
        policy=shown(coverage.policy),
    )  # fmt: skip
    yield from _table(coverage.counts, language)
    parts = {"left_to_do": left(coverage, language), "to_look_at": looked_at(coverage, language)}
    if references:
        parts = {"each_reference": covered(coverage, language), **parts}
    for heading, lines in parts.items():
        for number, line in enumerate(lines):
            if number == 0:
                yield f"  {phrase(heading, language)}"
            yield f"    {line}"
    yield ""


def _table(counts: Mapping[str, int], language: Language) -> Iterator[str]:
    """A line for each kind of thing: its name, how many there are, and its parts."""
    heads = {name: phrase(f"counted.{name}", language) for name in _ROWS}
    width = max(map(cells, heads.values()))
    for name, parts in _ROWS.items():
        head = heads[name] + " " * (width - cells(heads[name]))
        told = [phrase(f"counted.{part}", language, count=counts[part]) for part in parts]
        more = ("，" if language == "zh" else ", ").join(told)
        yield f"  {head} {counts[name]:5d}  {more}"
