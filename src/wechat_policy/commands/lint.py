"""`wechat-policy lint`: what is legal in policies and yet doubtful, and what puts it right."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from wechat_policy.commands.opening import reading, source_of, unreadable
from wechat_policy.commands.options import language_option
from wechat_policy.commands.output import write_json
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND, WrongUse
from wechat_policy.errors import Language, Level, tally
from wechat_policy.linting import Report, lint_report, mend, to_sarif
from wechat_policy.source import Source, visible

_LEVELS: tuple[Level, ...] = ("error", "warning", "hint")


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    help="Drawings for people (the default), one JSON object, or SARIF 2.1.0 for a code host.",
)
@click.option("--fix", is_flag=True, help="Apply the edits that leave the meaning as it is.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--fail-on",
    type=click.Choice([*_LEVELS, "never"]),
    default="warning",
    help="The least grave level that makes the exit code 1; warning unless given.",
)
@language_option
@click.pass_context
def lint(
    context: click.Context, files: tuple[str, ...], form: str, fix: bool, diff: bool,
    fail_on: str, language: Language,
) -> None:  # fmt: skip
    """Tell what is legal in policies and yet doubtful, besides all that `check` tells.

    FILE is a policy file, or a shipped pack by name or number; several are also held against each
    other. Of a file of cases only what `check` finds is told. A comment `# lint: ignore CODE why`
    on the line, or above it, lets a finding pass. Exit code: 0 nothing as grave as --fail-on, 1
    something is, 2 wrong use.
    """
    if (fix or diff) and form != "text":
        raise WrongUse(phrase("lint_fix_as_text", language, form=form))
    for name in files:
        if fix and not diff and source_of(name, language).name != str(Path(name)):
            raise WrongUse(phrase("not_yours", language, name=visible(name)))
    sources = list(dict.fromkeys(source_of(name, language) for name in files))
    if fix or diff:
        sources = [_mended(one, diff, language) for one in sources]
    with reading(files[0], language):
        report = lint_report(sources)
    if form == "json":
        findings = [one.to_dict(language) for one in report.findings]
        passed = [
            {**one.finding.to_dict(language), "reason": one.reason} for one in report.suppressed
        ]
        write_json(sys.stdout, {"findings": findings, "suppressed": passed}, indent=2)
    elif form == "sarif":
        write_json(sys.stdout, to_sarif(report, Path.cwd(), _version(), language), indent=2)
    elif not diff:
        _tell(report, sources, fix, language)
    failing = _LEVELS[: _LEVELS.index(fail_on) + 1] if fail_on in _LEVELS else ()
    found = any(one.level in failing for one in report.findings)
    context.exit(FOUND if found else NOTHING_FOUND)


def _tell(report: Report, sources: Sequence[Source], fixed: bool, language: Language) -> None:
    for finding in report.findings:
        sys.stdout.write(f"{finding.render(language)}\n\n")
    for source in sources:
        own = [one for one in report.findings if one.source is source]
        said = [tally(own, language)] if own else []
        passed = sum(one.finding.source is source for one in report.suppressed)
        if passed:
            said.append(phrase("lint_passed", language, count=passed))
        can = sum(bool(one.edits) for one in own)
        if can and not fixed:
            said.append(phrase("lint_can_mend", language, count=can))
        told = ("；" if language == "zh" else "; ").join(said)
        key = "lint_tally" if told else "lint_sound"
        name = visible(source.name)
        sys.stdout.write(phrase(key, language, name=name, tally=told) + "\n")


def _mended(source: Source, only_shown: bool, language: Language) -> Source:
    """The policy after its edits, written to its file; or as it was, with the changes shown."""
    with reading(source.name, language):
        mended = mend(source)
    name = visible(source.name)
    for one in mended.refused:
        message = one.message(language)
        click.echo(phrase("lint_refused", language, name=name, message=message), err=True)
    if only_shown:
        _show(source, mended.source)
        if mended.applied:
            said = phrase("lint_would_mend", language, name=name, count=len(mended.applied))
            click.echo(said, err=True)
        return source
    if mended.applied:
        _write(Path(source.name), mended.source.text, language)
        said = phrase("lint_mended", language, name=name, count=len(mended.applied))
        sys.stdout.write(said + "\n")
    return mended.source


def _show(before: Source, after: Source) -> None:
    old, new = (one.text.splitlines(keepends=True) for one in (before, after))
    name = visible(before.name)
    for line in difflib.unified_diff(old, new, name, name):
        sys.stdout.write(line if line.endswith("\n") else f"{line}\n")


def _write(path: Path, text: str, language: Language) -> None:
    """The file with a new text; its byte order mark and its line ends stay as they were."""
    try:
        old = path.read_bytes()
        mark = b"\xef\xbb\xbf" if old.startswith(b"\xef\xbb\xbf") else b""
        ends = "\r\n" if old.count(b"\r\n") * 2 > old.count(b"\n") else "\n"
        path.write_bytes(mark + text.replace("\n", ends).encode("utf-8"))
    except OSError as error:
        raise WrongUse(unreadable(str(path), error, language)) from None


def _version() -> str:
    try:
        return version("wechat-policy")
    except PackageNotFoundError:  # run from a folder that nobody installed
        return "0"
