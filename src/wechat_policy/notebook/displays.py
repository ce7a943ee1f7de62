"""What verdicts, faults and policies look like in a notebook, and in a shell without HTML."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from typing import Any

import attrs

from wechat_policy.commands.options import default_language
from wechat_policy.drawing import draw
from wechat_policy.errors import Diagnostic, InvalidPolicy, Language, tally
from wechat_policy.gallery import policy_html
from wechat_policy.hypertext import Fragment, fault_html, faults_html, html
from wechat_policy.notebook.results import result_html, result_text
from wechat_policy.policy import Policy
from wechat_policy.tuning import Backtest, Difference, LearnedLexicon, Suggestions
from wechat_policy.verdict import Verdict
from wechat_policy.wording import Wording

MOST = 20
"""Verdicts of a list that are shown."""


@attrs.frozen
class Shown:
    """A piece of HTML with the same in plain text, for frontends that show no HTML."""

    fragment: Fragment
    text: str

    def _repr_html_(self) -> str:
        return str(self.fragment)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(self.text)

    @classmethod
    def several(cls, pieces: Sequence[Shown]) -> Shown:
        """Pieces one below the other."""
        return cls(
            Fragment("\n".join(str(one.fragment) for one in pieces)),
            "\n\n".join(one.text for one in pieces),
        )


def shown_faults(diagnostics: Sequence[Diagnostic], language: Language) -> Shown:
    """Faults in place, and how many there are."""
    drawings = [*(one.render(language) for one in diagnostics), tally(diagnostics, language)]
    return Shown(faults_html(diagnostics, language), "\n\n".join(drawings))


def shown_verdict(verdict: Verdict, language: Language, text: str | None = None) -> Shown:
    """A verdict, with its words marked in the text where that is at hand."""
    texts = None if text is None else {"text": text}
    return Shown(html(verdict, texts, language=language), draw(verdict, texts, language=language))


def register_displays(shell: Any) -> None:
    """Shows each kind of object as HTML, in the language of the environment.

    A policy that cannot be used is told as its faults, in place of a traceback.
    """
    language = default_language(os.environ)
    pieces = shell.display_formatter.formatters["text/html"]
    pieces.for_type(Verdict, lambda one: str(html(one, language=language)))
    pieces.for_type(Diagnostic, lambda one: str(fault_html(one, language)))
    pieces.for_type(Policy, lambda one: str(policy_html(one, language)))
    lines = shell.display_formatter.formatters["text/plain"]
    lines.for_type(Verdict, lambda one, printer, _: printer.text(draw(one, language=language)))
    lines.for_type(Diagnostic, lambda one, printer, _: printer.text(one.render(language)))
    for result in (Backtest, Difference, LearnedLexicon, Suggestions):
        pieces.for_type(result, lambda one: str(result_html(one, language)))
        lines.for_type(result, lambda one, printer, _: printer.text(result_text(one, language)))
    for kind in (list, tuple):
        pieces.for_type(kind, lambda many: _several(many, language))
    # Pictures belong to no window, so what a notebook does for windows does not show them.
    pictures = shell.display_formatter.formatters["image/png"]
    pictures.for_type_by_name("matplotlib.figure", "Figure", _picture)
    shell.set_custom_exc((InvalidPolicy,), _tell_faults)


def _picture(figure: Any) -> bytes:
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=100)
    return drawn.getvalue()


def _several(many: Sequence[Any], language: Language) -> str | None:
    """A list of nothing but verdicts or faults; None leaves any other to the shell."""
    if many and all(isinstance(one, Diagnostic) for one in many):
        return str(faults_html(many, language))
    if many and all(isinstance(one, Verdict) for one in many):
        pieces = [str(html(one, language=language)) for one in many[:MOST]]
        if (more := len(many) - MOST) > 0:
            pieces.append(f"<p>{Wording(language).phrase('say.more', count=more)}</p>")
        return "\n".join(pieces)
    return None


def _tell_faults(
    shell: Any, kind: type[InvalidPolicy], fault: InvalidPolicy, trace: Any, tb_offset: Any = None
) -> list[str]:
    from IPython.display import display

    language = default_language(os.environ)
    display(shown_faults(fault.diagnostics, language))
    return [f"{kind.__name__}: {tally(fault.diagnostics, language)}"]
