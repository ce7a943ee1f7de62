"""Pictures: what they show, that Chinese is lettered, and what is said where no font has it."""

from __future__ import annotations

import io
import warnings
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from wechat_policy.plotting import MissingFont, chinese_font, fonts, plot_clauses, plot_curve
from wechat_policy.plotting import plot_days as days_of
from wechat_policy.tuning import Backtest, ClauseHits, Hits, LearnedLexicon, Quality, Size

EMPTY = Backtest(
    policies=(), events=0, types={}, first=None, last=None, duplicates=0, late=0, unread=(),
    unread_count=0, hits=Hits(), flagged_events=0, people=0, punished=0, clauses=(), days={},
    departments={}, overlaps=(), penalties=(),
)  # fmt: skip


def hits(name: str, certain: int, suspected: int) -> ClauseHits:
    return ClauseHits(
        policy="群规", clause=name, title=name, article="", severity=None, tags=(),
        hits=Hits(certain, suspected), events=certain, alone=0, people=1, days={},
        departments={}, words=(), examples=(),
    )  # fmt: skip


def labels(axes: Any) -> list[str]:
    return [one.get_text() for one in axes.get_yticklabels()]


def drawn(axes: Any) -> bytes:
    """The picture, with every warning an error: no character is missing from the fonts."""
    written = io.BytesIO()
    axes.figure.savefig(written, format="png", dpi=40)
    return written.getvalue()


class TestClauses:
    FOUND = attrs.evolve(
        EMPTY,
        clauses=(hits("少", 1, 0), hits("没有", 0, 0), hits("多", 5, 4), hits("$费用$", 0, 2)),
    )

    def test_most_stand_first(self) -> None:
        """Clauses stand by what they found, those that found nothing are left out."""
        axes = plot_clauses(self.FOUND)

        assert labels(axes) == ["多", r"\$费用\$", "少"]
        assert [bar.get_width() for bar in axes.containers[0]] == [5, 0, 1]
        assert [bar.get_width() for bar in axes.containers[1]] == [4, 2, 0]

    def test_the_rest_is_counted(self) -> None:
        """What is not drawn is told."""
        axes = plot_clauses(self.FOUND, most=1)

        assert labels(axes) == ["多"]
        assert "另有 2 条，共 3 次" in [one.get_text() for one in axes.texts]

    def test_axes_can_be_given(self) -> None:
        """A picture may stand beside others."""
        from matplotlib.figure import Figure

        first, second = Figure().subplots(1, 2)

        assert plot_clauses(self.FOUND, first) is first
        assert plot_clauses(self.FOUND, second, language="en").get_xlabel() == "violations"


class TestDays:
    def test_days_without_hits_are_there(self) -> None:
        """Between the first and the last day each has its place; weekends are shaded."""
        first = date(2026, 3, 4)
        found = {first: Hits(2, 1), first + timedelta(6): Hits(0, 3)}
        axes = days_of(attrs.evolve(EMPTY, days=found))

        certain, suspected = axes.containers
        assert [bar.get_height() for bar in certain] == [2, 0, 0, 0, 0, 0, 0]
        assert [bar.get_height() for bar in suspected] == [1, 0, 0, 0, 0, 0, 3]
        assert len(axes.patches) - 14 == 2

    def test_nothing_found_is_said(self) -> None:
        """An empty picture says that nothing was found."""
        for plot in (days_of, plot_clauses):
            assert "没有发现" in [one.get_text() for one in plot(EMPTY).texts]


class TestCurve:
    def test_sizes_and_f1(self) -> None:
        """F1 stands over the size, from the worst to the best part."""
        curve = tuple(
            Size(size, 1.0, Quality(found, 2, 2, 90), 0.5, 0.9)
            for size, found in ((25, 2), (100, 6), (500, 8))
        )
        axes = plot_curve(LearnedLexicon("学得", (), 1.0, curve))

        (line,) = axes.lines
        assert [*line.get_xdata()] == [25, 100, 500]
        assert [*line.get_ydata()] == pytest.approx([0.5, 0.75, 0.8])

    def test_no_curve(self) -> None:
        """A lexicon of one size has none."""
        assert "没有发现" in [
            one.get_text() for one in plot_curve(LearnedLexicon("a", (), 1)).texts
        ]


class TestFonts:
    def test_chinese_is_lettered(self) -> None:
        """Where a font for Chinese is found, no character is missing from the picture."""
        if chinese_font() is None:
            pytest.skip("no font on this machine has Chinese characters")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert drawn(plot_clauses(TestClauses.FOUND)).startswith(b"\x89PNG")

    def test_a_missing_font_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without one, a warning says what to install; English needs none."""
        from matplotlib import font_manager

        only = [one for one in font_manager.fontManager.ttflist if one.name == "DejaVu Sans"]
        monkeypatch.setattr(font_manager.fontManager, "ttflist", only)
        fonts.chinese_font.cache_clear()
        try:
            with pytest.warns(MissingFont, match="Noto Sans CJK"):
                plot_clauses(TestClauses.FOUND)
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                plot_clauses(TestClauses.FOUND, language="en")
        finally:
            fonts.chinese_font.cache_clear()

    def test_a_font_is_asked_for_its_characters(self) -> None:
        """A name says nothing: fonts without Chinese are never chosen."""
        from matplotlib import font_manager

        paths = {one.name: one.fname for one in font_manager.fontManager.ttflist}

        assert not fonts._has_chinese(paths["DejaVu Sans"])
        assert not fonts._has_chinese(__file__)
