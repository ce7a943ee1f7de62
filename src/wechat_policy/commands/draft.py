"""`wechat-policy draft`: a policy to begin with, from a written document."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import click

from wechat_policy.commands.opening import unreadable
from wechat_policy.commands.options import language_option
from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.commands.streams import WrongUse
from wechat_policy.drafting import Line, Unreadable, Written, policy_text, read_document, to_dict
from wechat_policy.drafting import draft as drafted
from wechat_policy.errors import Language
from wechat_policy.lexical import Skin
from wechat_policy.source import visible


@click.command()
@click.argument("document", metavar="FILE")
@click.option("-o", "--output", metavar="OUT", help="Where the draft goes; standard output else.")
@click.option(
    "--skin",
    type=click.Choice(["zh", "en"]),
    default="zh",
    help="Language of the keywords and of the comments; Chinese unless given.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["policy", "json"]),
    default="policy",
    help="A policy (the default), or one JSON object with the statements and every guess.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there and not empty.")
@language_option
def draft(
    document: str,
    output: str | None,
    skin: Skin,
    form: Literal["policy", "json"],
    force: bool,
    language: Language,
) -> None:
    """Draft a policy from a written one.

    FILE is a text (.txt, in UTF-8 or GB18030), Markdown (.md) or a Word file (.docx). Each of its
    statements becomes a clause, a note or a row of penalties; a comment tells each guess, the
    words it comes from and how sure it is, and what the author has to decide carries 待定. The
    draft checks without errors; whether it says what the document means is for people to review.

    Exit code: 0 written, 2 wrong use.
    """
    written = drafted(_lines(document, language))
    if form == "json":
        told = json.dumps(to_dict(written), ensure_ascii=False, indent=2) + "\n"
    else:
        told = policy_text(written, Path(document).name, skin)
    if output is None:
        sys.stdout.write(told)
    else:
        if Path(output).exists() and Path(output).samefile(document):
            raise WrongUse(phrase("draft_over_document", language, name=visible(output)))
        _write(Path(output), told, force, language)
    for line in _summary(written, language):
        click.echo(line, err=True)


def _lines(document: str, language: Language) -> Sequence[Line]:
    """The lines of the document; what is wrong with it ends the command."""
    try:
        return read_document(Path(document))
    except FileNotFoundError:
        raise WrongUse(phrase("no_file", language, name=visible(document))) from None
    except OSError as error:
        raise WrongUse(unreadable(document, error, language)) from None
    except Unreadable as fault:
        said = phrase(f"document.{fault.reason}", language, name=visible(document))
        raise WrongUse(said) from None


def _write(path: Path, text: str, force: bool, language: Language) -> None:
    """Writes the draft, unless it would cost somebody's work."""
    try:
        if not force and path.exists() and path.stat().st_size:
            raise WrongUse(phrase("draft_is_there", language, name=visible(str(path))))
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        said = phrase("unwritable", language, name=visible(str(path)), reason=reason)
        raise WrongUse(said) from None


def _summary(written: Written, language: Language) -> list[str]:
    counts = to_dict(written)["counts"]
    kinds = [
        phrase(f"drafted.{kind}", language, count=counts[kind])
        for kind in ("forbid", "require", "limit", "penalty", "note")
        if counts[kind]
    ]
    said = [
        phrase("drafted", language, count=counts["statements"], kinds=listed(kinds, language)),
        phrase("drafted.low", language, count=counts["low"]),
    ]
    return said if counts["statements"] else [phrase("drafted.nothing", language)]
