"""`wechat-policy learn`: a short weighted lexicon from labelled texts, in the language itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import click

from wechat_policy.commands.opening import unreadable
from wechat_policy.commands.options import language_option, report_option, whole_form_option
from wechat_policy.commands.output import write_json
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.streams import WrongUse
from wechat_policy.commands.tables import estimated, percent, table
from wechat_policy.commands.tuned import write_page
from wechat_policy.errors import InvalidPolicy, Language
from wechat_policy.lexical import Skin
from wechat_policy.source import visible
from wechat_policy.tuning import LearnedLexicon, WrongLabels, learn_lexicon
from wechat_policy.tuning.labelled_texts import LabelledTexts, read_labelled, read_texts
from wechat_policy.wording import shown

_FEW = 20

ReadT = TypeVar("ReadT")


@click.command()
@click.argument("labelled", metavar="LABELLED")
@click.option(
    "--size", type=click.IntRange(1), default=500, metavar="NUMBER",
    help="Words at most; 500 unless given.",
)  # fmt: skip
@click.option(
    "--harmless", "harmless", metavar="FILE", multiple=True,
    help="Everyday texts that have to score low, a line each in .txt, or with a column `text`. "
    "Repeatable.",
)  # fmt: skip
@click.option(
    "--most-alarms", type=click.FloatRange(0, 1), default=0.03, metavar="PART",
    help="The part of the everyday texts that may be flagged; 0.03 unless given.",
)  # fmt: skip
@click.option("--name", default="learned", help="The name of the lexicon; `learned` unless given.")
@click.option("-o", "--out", metavar="FILE", help="Write the lexicon as a policy.")
@click.option("--force", is_flag=True, help="Write over a file that is there and not empty.")
@click.option(
    "--skin", type=click.Choice(["zh", "en"]), default="zh",
    help="Language of the keywords of the policy; Chinese unless given.",
)  # fmt: skip
@report_option
@whole_form_option
@language_option
def learn(
    labelled: str,
    size: int,
    harmless: tuple[str, ...],
    most_alarms: float,
    name: str,
    out: str | None,
    force: bool,
    skin: Skin,
    report: str | None,
    form: str,
    language: Language,
) -> None:
    """Learn a short lexicon with weights from labelled texts, in the language itself.

    LABELLED is a table in CSV or Excel with the columns `text` and `label`, or a file with such a
    JSON object a line. A label is yes or no, 是 or 否, safe or 正常, or names what has to be found.
    Told are the curve of size against F1, on parts of the texts that were left out one after the
    other, and the words with their weights. What it finds is only suspected: a person has to look.

    The words come from messages, and some may be of people: read them before you hand them on.
    Needs the extra `learn`. Exit code: 0 learned, 2 wrong use.
    """
    found = _read(read_labelled, labelled, language)
    everyday = [text for one in harmless for text in _read(read_texts, one, language)]
    for key in ("unread", "unlabelled"):
        count = getattr(found, key)
        if count:
            click.echo(phrase(f"learn_{key}", language, count=count), err=True)
    learned = _learned(found, everyday, size, most_alarms, name, language)
    try:
        policy = learned.to_policy(skin)
    except InvalidPolicy:
        raise WrongUse(phrase("learn_name", language, name=visible(name))) from None
    if out is not None:
        _write(Path(out), policy, force, language)
    if report is not None:
        write_page(learned, report, language, people=False)
    if form == "json":
        write_json(sys.stdout, {**learned.to_dict(), "policy": policy}, indent=2)
    else:
        for line in _lines(learned, language):
            sys.stdout.write(f"{line}\n")


def _read(read: Callable[[str], ReadT], name: str, language: Language) -> ReadT:
    try:
        return read(name)
    except WrongLabels as fault:
        raise WrongUse(phrase(fault.code, language, name=visible(name))) from None
    except OSError as error:
        raise WrongUse(unreadable(name, error, language)) from None


def _learned(
    found: LabelledTexts, everyday: Sequence[str], size: int, most_alarms: float, name: str,
    language: Language,
) -> LearnedLexicon:  # fmt: skip
    if len(set(found.labels)) < 2:
        raise WrongUse(phrase("learn_one_label", language))
    try:
        return learn_lexicon(
            found.texts, found.labels, size, harmless=everyday, most_alarms=most_alarms, name=name
        )
    except ImportError:
        raise WrongUse(phrase("learn_extra", language)) from None
    except ValueError:
        raise WrongUse(phrase("learn_too_few", language)) from None


def _write(path: Path, text: str, force: bool, language: Language) -> None:
    try:
        if not force and path.exists() and path.stat().st_size:
            raise WrongUse(phrase("draft_is_there", language, name=visible(str(path))))
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        said = phrase("unwritable", language, name=visible(str(path)), reason=reason)
        raise WrongUse(said) from None
    click.echo(phrase("tuning_reported", language, name=visible(str(path))), err=True)


def _lines(learned: LearnedLexicon, language: Language) -> Iterator[str]:
    def say(key: str, **facts: object) -> str:
        return phrase(f"learn_{key}", language, **facts)

    yield say(
        "from", wanted=learned.wanted, others=learned.others, harmless=learned.harmless
    )  # fmt: skip
    yield say("what", words=len(learned.entries), threshold=f"{learned.threshold:g}")
    if learned.curve:
        yield ""
        yield say("curve", parts=learned.parts)
        heads = [phrase(f"learn.{one}", language)
                 for one in ("size", "f1", "precision", "recall", "alarms")]  # fmt: skip
        rows = [
            [
                str(one.size), estimated(one.quality.f1, language),
                estimated(one.quality.precision, language),
                estimated(one.quality.recall, language),
                percent(one.harmless_flagged, one.harmless),
            ]
            for one in learned.curve
        ]  # fmt: skip
        yield from table(heads, rows)
    for key, sign in (("for", 1), ("against", -1)):
        some = sorted(
            (one for one in learned.entries if one.weight * sign > 0),
            key=lambda one: (-abs(one.weight), one.word),
        )
        if some:
            yield ""
            yield say(key, count=len(some))
            for one in some[:_FEW]:
                yield "  " + say(
                    "word", word=shown(one.word), weight=f"{one.weight:+.2f}", wanted=one.wanted,
                    others=one.others, harmless=one.harmless,
                )  # fmt: skip
            if len(some) > _FEW:
                yield "  " + phrase("tuning_more", language, count=len(some) - _FEW)
    yield ""
    yield say("closing")
