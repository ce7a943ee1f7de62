"""A difference between two versions as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wechat_policy.commands.hits import period_line, told_excerpt
from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.drawing import TICKS
from wechat_policy.errors import Language
from wechat_policy.tuning import Change, Difference, Reason, Side, Turn
from wechat_policy.tuning.backtested import Tested
from wechat_policy.wording import PHRASES, Wording, shown
from wechat_policy.words import spell

_MOST = 50
"""Verdicts that are listed; the JSON has all."""

_MOST_WORDS = 8


def difference_lines(result: Difference, language: Language, people: bool) -> Iterator[str]:
    """All of it in words, without line ends; `people` says that ids and names are told."""
    yield from _Telling(result, language).lines()
    if not people and result.changes:
        yield phrase("tuning_pseudonyms", language)
    yield phrase("tuning_closing", language)


class _Telling:
    """Tells of one difference in one language."""

    def __init__(self, result: Difference, language: Language) -> None:
        self.result = result
        self.language = language
        self.wording = Wording(language, lambda id_: result.names.get(id_, ""))
        policies = {one.policy for one in result.clauses} | {one.policy for one in result.changes}
        self.several = len(policies) > 1

    def lines(self) -> Iterator[str]:
        result, language = self.result, self.language
        old, new = self.versions(result.old), self.versions(result.new)
        yield phrase("diff_title", language, old=old, new=new)
        counts = {"same": result.same, **{str(kind): one for kind, one in result.counts.items()}}
        period = period_line(result.events, result.first, result.last, language, self.wording)
        yield f"  {period}"
        if result.unread_count:
            yield "  " + phrase("tuning_unread", language, count=result.unread_count)
        yield "  " + phrase("diff_counts", language, **counts)
        yield ""
        if not result.clauses:
            yield phrase("diff_same_policy", language)
        else:
            yield phrase("diff_clauses", language)
        for one in result.clauses:
            reasons = self.reasons(one.reasons)
            clause = self.clause(one.policy, one.clause, one.title)
            yield "  " + phrase("diff_clause", language, clause=clause, reasons=reasons)
        yield ""
        yield phrase("diff_changes" if result.changes else "diff_nothing", language)
        for change in result.changes[:_MOST]:
            yield from self.change(change)
        if len(result.changes) > _MOST:
            yield "  " + phrase("tuning_more", language, count=len(result.changes) - _MOST)
        yield ""

    def versions(self, those: Sequence[Tested]) -> str:
        told = (f"{shown(one.id)} {shown(one.version)}".strip() for one in those)
        return listed(told, self.language)

    def clause(self, policy: str, id_: str, title: str) -> str:
        told = shown(id_) if title == id_ else self.wording.bracketed(shown(title), shown(id_))
        return f"{shown(policy)}: {told}" if self.several else told

    def change(self, one: Change) -> Iterator[str]:
        language = self.language
        facts = {
            "kind": phrase(f"diff.{one.kind}", language),
            "clause": self.clause(one.policy, one.clause, one.title),
            "what": self.what(one),
        }
        yield "  " + phrase("diff_change", language, **facts)
        if one.excerpt is not None:
            yield "      " + told_excerpt(one.excerpt, self.wording)
        yield "      " + phrase("diff_why", language, reasons=self.reasons(one.reasons))
        if one.words:
            words = listed(map(shown, one.words[:_MOST_WORDS]), language)
            yield "      " + phrase("diff_word", language, words=words)
        for turn in one.turns:
            sides = {"old": self.condition(turn, 0), "new": self.condition(turn, 1)}
            yield "      " + phrase("diff_turn", language, **sides)

    def what(self, change: Change) -> str:
        """The verdict that only one version gives, or in what those of both differ."""
        side = change.old or change.new
        assert side is not None
        if change.old is None or change.new is None:
            told = [self.status(side), *([shown(side.severity)] if side.severity else ())]
            if side.penalty is not None:
                told.append(self.penalty(side))
            return listed(told, self.language)
        parts = []
        for aspect in change.aspects:
            sides = {
                name: self.aspect(aspect, one)
                for name, one in (("old", change.old), ("new", change.new))
            }
            parts.append(phrase(f"diff.{aspect}", self.language, **sides))
        return listed(parts, self.language)

    def aspect(self, aspect: str, side: Side) -> str:
        match aspect:
            case "certainty":
                return self.status(side)
            case "severity":
                return shown(side.severity) if side.severity else self.none()
            case "words":
                words = map(shown, side.words[:_MOST_WORDS])
                return listed(words, self.language) or self.none()
            case "settled":
                return self.wording.value(side.settled)
            case "penalty" if side.penalty is not None:
                return self.penalty(side)
            case _:
                return self.none()

    def status(self, side: Side) -> str:
        return phrase(f"tuning_status_{side.status}", self.language)

    def penalty(self, side: Side) -> str:
        names = (spell("sanction", one, self.language) for one in side.sanctions)
        return self.wording.bracketed(listed(names, self.language), shown(side.penalty or ""))

    def none(self) -> str:
        return PHRASES["value.none"][self.language == "zh"]

    def condition(self, turn: Turn, place: int) -> str:
        text, truth = ((turn.old_text, turn.old), (turn.new_text, turn.new))[place]
        return f"{TICKS[truth]} {shown(text)}" if text else "–"

    def reasons(self, reasons: Sequence[Reason]) -> str:
        return ("；" if self.language == "zh" else "; ").join(map(self.reason, reasons))

    def reason(self, one: Reason) -> str:
        parts = []
        if one.kind in ("lexicon", "exceptions"):
            for key, words in (("added", one.added), ("dropped", one.dropped)):
                if words:
                    told = listed(map(shown, words[:_MOST_WORDS]), self.language)
                    more = len(words) - _MOST_WORDS
                    told += f" (+{more})" if more > 0 else ""
                    parts.append(phrase(f"reason.words_{key}", self.language, words=told))
            if one.old is not None and one.new is not None:
                readings = {"old": shown(one.old) or "–", "new": shown(one.new) or "–"}
                parts.append(phrase("reason.readings", self.language, **readings))
        facts = {
            "name": shown(one.name),
            "old": shown(one.old or "–"),
            "new": shown(one.new or "–"),
            "words": listed(parts, self.language),
        }
        return phrase(f"reason.{one.kind}", self.language, **facts)
