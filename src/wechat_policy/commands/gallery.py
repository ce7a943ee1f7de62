"""`wechat-policy gallery`: policies in plain words, as pages to read or tables to sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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

_TABLES: Mapping[str, Callable[[Sequence[Sheet], Languages], str]] = {
    "index.md": overview,
    "open-terms.md": open_terms,
}


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
    tables = _TABLES if form == "md" and len(policies) > 1 else {}
    sources: dict[str, Source] = {}
    for policy in policies:
        source = source_of(policy, language)
        stem = Path(source.name).name.removesuffix(".policy")
        if stem in sources or f"{stem}.{form}" in tables:
            raise WrongUse(phrase("same_page", language, name=visible(f"{stem}.{form}")))
        sources[stem] = source
    sheets = [_sheet(stem, source, language) for stem, source in sources.items()]
    tell = page if form == "md" else sign_off
    pages = {f"{sheet.name}.{form}": tell(sheet, languages) for sheet in sheets}
    pages |= {name: table(sheets, languages) for name, table in tables.items()}
    _write(Path(output), pages, language)
    said = phrase("pages", language, count=len(pages), name=visible(output))
    click.echo(said, err=True)


def _sheet(stem: str, source: Source, language: Language) -> Sheet:
    with reading(source.name, language):
        assembly, faults = checked(source)
        if any(one.level == "error" for one in faults):
            raise InvalidPolicy(faults)
        return sheet_of(assembly.document, find_library, stem)


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
