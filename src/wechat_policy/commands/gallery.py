"""`wechat-policy gallery`: policies in plain words, as pages to read or tables to sign."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import click

from wechat_policy.commands.opening import reading, source_of
from wechat_policy.commands.options import language_option
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.streams import WrongUse
from wechat_policy.errors import InvalidPolicy, Language
from wechat_policy.gallery import Languages, Sheet, open_terms, overview, page, sheet_of, sign_off
from wechat_policy.loading import checked, find_library
from wechat_policy.source import Source, visible

Form = Literal["md", "html"]


@click.command()
@click.argument("policies", metavar="POLICY...", nargs=-1, required=True)
@click.option(
    "--output",
    metavar="DIRECTORY",
    required=True,
    help="Where the pages go; it is made if it is not there.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["md", "html"]),
    default="md",
    help="Pages in Markdown (the default), or HTML tables to print and sign.",
)
@click.option(
    "--lang",
    "languages",
    type=click.Choice(["zh", "en", "both"]),
    default="both",
    help="Language of the pages; both unless given.",
)
@language_option
def gallery(
    policies: tuple[str, ...], output: str, form: Form, languages: Languages, language: Language
) -> None:
    """Tell policies in plain words, for people who do not read the language.

    POLICY is a policy file, or a shipped pack by name or number. Each gets a page of its own name;
    as Markdown, several get an index and a table of what they leave open too. A page that is there
    already is written anew. Exit code: 0 written, 2 wrong use.
    """
    sheets = [_sheet(name, language) for name in policies]
    pages: dict[str, str] = {}
    for sheet in sheets:
        name = f"{sheet.name}.{form}"
        if name in pages:
            raise WrongUse(phrase("same_page", language, name=visible(name)))
        pages[name] = page(sheet, languages) if form == "md" else sign_off(sheet, languages)
    if form == "md" and len(sheets) > 1:
        for name, tell in {"index.md": overview, "open-terms.md": open_terms}.items():
            if name in pages:
                raise WrongUse(phrase("same_page", language, name=visible(name)))
            pages[name] = tell(sheets, languages)
    _write(Path(output), pages, language)
    said = phrase("pages", language, count=len(pages), name=visible(output))
    click.echo(said, err=True)


def _sheet(name: str, language: Language) -> Sheet:
    source = source_of(name, language)
    with reading(name, language):
        assembly, faults = checked(source)
        if any(one.level == "error" for one in faults):
            raise InvalidPolicy(faults)
        return sheet_of(assembly.document, find_library, _stem(source))


def _stem(source: Source) -> str:
    return Path(source.name).name.removesuffix(".policy")


def _write(folder: Path, pages: Mapping[str, str], language: Language) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (folder / name).write_text(
                text, encoding="utf-8", errors="backslashreplace", newline="\n"
            )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        said = phrase("unwritable", language, name=visible(str(folder)), reason=reason)
        raise WrongUse(said) from None
