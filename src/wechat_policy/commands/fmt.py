"""`wechat-policy fmt`: policy files in the layout of the language, in either skin."""

from __future__ import annotations

import difflib
import io
import sys
from pathlib import Path

import attrs
import click

from wechat_policy.commands.opening import reading
from wechat_policy.commands.options import language_option
from wechat_policy.commands.output import replace
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.records import STDIN, inputs
from wechat_policy.commands.streams import FOUND, NOTHING_FOUND, WRONG_USE, WrongUse
from wechat_policy.errors import Language
from wechat_policy.formatting import format_text
from wechat_policy.lexical import Skin
from wechat_policy.packs import find_pack
from wechat_policy.source import Source, visible

_NO_END = "\n\\ No newline at end of file\n"


@attrs.frozen
class _Formatted:
    """What a file holds and what it should hold."""

    name: str
    before: str
    after: str

    @property
    def label(self) -> str:
        return "<stdin>" if self.name == STDIN else visible(self.name)

    @property
    def differs(self) -> bool:
        return self.before != self.after

    def difference(self) -> str:
        """What would change, as a unified diff."""
        before, after = (io.StringIO(text, newline="\n") for text in (self.before, self.after))
        found = difflib.unified_diff(list(before), list(after), self.label, self.label)
        return "".join(one if one.endswith("\n") else f"{one}{_NO_END}" for one in found)


def _formatted(name: str, skin: Skin | None, language: Language) -> _Formatted:
    """Raises WrongUse for a file that is not there, is no text, or has faults."""
    with reading(name, language):
        if name == STDIN:
            content = sys.stdin.buffer.read()
        elif not Path(name).exists() and find_pack(name) is not None:
            raise WrongUse(phrase("not_yours", language, name=visible(name)))
        else:
            content = Path(inputs([name], language)[0].name).read_bytes()
        source = Source("<stdin>" if name == STDIN else name, content.decode("utf-8-sig"))
        return _Formatted(name, content.decode("utf-8"), format_text(source, skin))


def _write(found: _Formatted, language: Language) -> None:
    if found.name == STDIN:
        sys.stdout.write(found.after)
    elif found.differs:
        replace(found.name, found.after, language)
        click.echo(phrase("formatted", language, name=found.label), err=True)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--skin",
    type=click.Choice(["zh", "en"]),
    help="Write Chinese or English keywords; unless given, those that most of the file has.",
)
@click.option("--check", is_flag=True, help="Write nothing, and name the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing, and show what would change.")
@language_option
@click.pass_context
def fmt(
    context: click.Context,
    files: tuple[str, ...],
    skin: Skin | None,
    check: bool,
    diff: bool,
    language: Language,
) -> None:
    """Write policy files anew in one layout; comments stay, and so does what they mean.

    FILE is a policy file, or - for the standard input, whose text goes to the standard output.
    A file that cannot be read as a policy is left as it is, and the others are written. Exit code:
    0 done or nothing to do, 1 files would change (with --check or --diff), 2 wrong use or a file
    with faults.
    """
    inputs([name for name in files if name == STDIN], language)
    ended = NOTHING_FOUND
    for name in files:
        try:
            found = _formatted(name, skin, language)
            if not (check or diff):
                _write(found, language)
        except WrongUse as fault:
            fault.show()
            ended = WRONG_USE
            continue
        if (check or diff) and found.differs:
            if diff:
                sys.stdout.write(found.difference())
            if check:
                said = phrase("would_change", language, name=found.label)
                click.echo(said, err=diff)
            ended = max(ended, FOUND)
    context.exit(ended)
