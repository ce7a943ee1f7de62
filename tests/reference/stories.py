"""Short ways of writing what happens and what follows, for tables of statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from reference.decisions import Decision
from reference.interpreter import Outcome, Reference
from reference.policies import document

HOME = timezone(timedelta(hours=8))
HEAD = """
policy "p" "P"
  timezone "Asia/Shanghai"
hours work = workdays 09:00-12:00, 13:00-18:00
parameter few = 2
lexicon bad = {"笨蛋" 2, "饭桶"} except {"饭桶洗"}
lexicon cash = {"红包"}
"""
DIRECTORY = {
    "people": [
        {
            "id": "a", "name": "甲", "department": ["销售部", "一组"], "position": "经理",
            "roles": ["hr"], "status": "active", "manager": "b",
        },
        {"id": "b", "name": "乙", "status": "left", "manager": None},
        {"id": "x", "name": "客", "status": "left", "external": True},
    ],
    "groups": [{"id": "g", "name": "群", "members": ["a", "b"], "owner": "b"}],
    "accounts": [
        {"id": "w", "holder": "a", "type": "work", "opened": "2026-03-02T08:00:00+08:00"},
    ],
}  # fmt: skip


def at(when: str) -> datetime:
    """A moment of March 2026 in China: `09:00` on Monday the 2nd, or `05 09:00` on another day."""
    day, _, time = when.rpartition(" ")
    hours, *rest = (int(part) for part in time.split(":"))
    minutes, seconds = (*rest, 0)[:2]
    return datetime(2026, 3, int(day or 2), tzinfo=HOME) + timedelta(
        hours=hours, minutes=minutes, seconds=seconds
    )


def happened(steps: Sequence[Any]) -> list[Any]:
    """Records of (type, when, facts), with ids e1, e2 …; a bare `when` is an advance.

    A decision stands for itself.
    """
    inputs: list[Any] = []
    for number, step in enumerate(steps, 1):
        if isinstance(step, str):
            inputs.append(("advance", at(step)))
            continue
        if isinstance(step, Decision):
            inputs.append(("find", step))
            continue
        kind, when, facts = step
        record = {"type": kind, "id": f"e{number}", "at": at(when).isoformat(), **facts}
        if kind == "message":
            record.setdefault("sender", "a")
            record.setdefault("kind", "text")
        inputs.append(record)
    return inputs


def told(outcomes: Sequence[Outcome], inputs: Sequence[Any]) -> list[str]:
    """Each outcome in a line: what, which clause, who, the event or the day and time it was due."""
    times = {one["id"]: one["at"] for one in inputs if isinstance(one, dict)}
    lines = []
    for one in outcomes:
        who = one.subject or "nobody"
        local = one.at.astimezone(HOME)
        by_event = one.event is not None and times[one.event] == local.isoformat()
        place = str(one.event) if by_event else f"{local:%d.%H:%M}"
        if one.kind == "penalty":
            revised = "now " if one.before else ""
            lines += [
                f"{revised}{part.row}.{part.tier} {who} {place}: {' '.join(part.sanctions)}"
                for part in one.after
            ] or [f"now nothing {who} {place}"]
        elif one.kind == "settled":
            assert one.settled_at is not None
            lines.append(
                f"settled {one.clause} {who} {place} {one.settled_at.astimezone(HOME):%d.%H:%M}"
            )
        else:
            found = "found " if one.kind == "finding" else ""
            lines.append(f"{found}{one.status or 'undetermined'} {one.clause} {who} {place}")
    return lines


def said(when: str, text: str | None = None, /, **facts: Any) -> tuple[str, str, dict[str, Any]]:
    """A message of `a` unless another sender is given."""
    return ("message", when, {**({} if text is None else {"text": text}), **facts})


def did(
    type_: str, when: str, actor: str = "a", /, **facts: Any
) -> tuple[str, str, dict[str, Any]]:
    """An action of `a` unless another actor is given."""
    return (type_, when, {"actor": actor, **facts})


Row = tuple[str, Sequence[Any], list[str]]


def judged(text: str, steps: Sequence[Any], **options: Any) -> list[str]:
    """What the reference says of a policy and what happens."""
    inputs = happened(steps)
    reference = Reference([document(HEAD + written(text))], DIRECTORY, **options)
    return told(reference.run(inputs), inputs)


def written(text: str) -> str:
    """A text in which statements stand on lines of their own where two blanks separate them."""
    clauses = []
    for line in text.split("\n"):
        if line.startswith("clause "):
            _, name, rest = line.split(" ", 2)
            line = f"clause {name}\n  " + rest.replace("  ", "\n  ")
        clauses.append(line)
    return "\n".join(clauses) + "\n"
