"""What goes on record: messages and actions, kept until everything before them is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import Any, TypeAlias

from wechat_policy.synthetic.chance import Chance, Weighted
from wechat_policy.synthetic.grammar import digits
from wechat_policy.synthetic.groups import Group
from wechat_policy.synthetic.manners import plain, written
from wechat_policy.synthetic.rates import Label
from wechat_policy.synthetic.rhythm import DAY
from wechat_policy.synthetic.talk import speech
from wechat_policy.synthetic.world import World

Record: TypeAlias = dict[str, Any]
Told: TypeAlias = tuple[int, int, Record, tuple[Label, ...]]
"""When, in milliseconds since the first midnight; a number that settles the order; the event."""

Marks: TypeAlias = tuple[tuple[str, bool, str], ...]
"""Kinds of a message in the making, each with whether it only looks so, and how it is disguised."""

# Odd and no multiple of 5, so that no two numbers below the last id give the same id.
_SPREAD = 6364136223846793007
_IDS = 10**19

_KINDS = Weighted(
    ("text", "image", "sticker", "file", "link", "forward", "mixed", "location", "card"),
    (860, 58, 34, 24, 12, 4, 4, 2, 2),
)
_RECALLED = 0.004


class Journal:
    """The events of one run; `made` messages of the `messages` that there are to be."""

    def __init__(self, world: World, dates: Sequence[date], messages: int, chance: Chance) -> None:
        self.world = world
        self.chance = chance
        self.messages = messages
        self.made = 0
        self.end = len(dates) * DAY
        self._dates = [day.isoformat() for day in dates]
        self._serial = 0
        self._later: list[Told] = []
        self._base = int(chance.draw() * 2**52) * 1021

    @property
    def full(self) -> bool:
        """Whether all messages are made."""
        return self.made >= self.messages

    def due(self, until: int) -> list[Told]:
        """What is on record before a moment and was not given yet, in the order of time."""
        due = [one for one in self._later if one[0] < until]
        self._later = [one for one in self._later if one[0] >= until]
        due.sort(key=itemgetter(0, 1))
        return due

    def stamp(self, at: int) -> str:
        """A moment in ISO 8601."""
        day, rest = divmod(at, DAY)
        seconds, thousandths = divmod(rest, 1000)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return f"{self._dates[day]}T{hour:02d}:{minute:02d}:{second:02d}.{thousandths:03d}+08:00"

    def day(self, at: int) -> str:
        """The day of a moment."""
        return self._dates[at // DAY]

    def act(
        self, at: int, type_: str, prefix: str, facts: Record, *marks: tuple[str, bool, str, str]
    ) -> str:
        """Puts an action on record; its id. What happens after the last day is left out.

        Each of the marks is a kind, whether it only looks so, how it is disguised, and who.
        """
        self._serial += 1
        id_ = f"{prefix}-{self._serial:08d}"
        if 0 <= at < self.end:
            record = {"type": type_, "id": id_, "at": self.stamp(at), **facts}
            labels = tuple(Label(id_, *mark) for mark in marks)
            self._later.append((at, self._serial, record, labels))
        return id_

    def say(
        self,
        at: int,
        sender: str,
        group: Group | None,
        who: Sequence[str],
        words: str,
        *,
        mentions: list[str] | None = None,
        reply_to: str = "",
        plainly: bool = False,
        marks: Marks = (),
        owed: Sequence[tuple[str, bool, str, str]] = (),
    ) -> str:
        """Puts a message on record, if there is room for one more; its id.

        It is sent in the group, or to the others of `who`. `plainly` keeps the words as they are.
        `marks` are about the sender, those `owed` about others.
        """
        if self.made >= self.messages:
            return ""
        world, chance = self.world, self.chance
        at = min(at, self.end - 1)
        if group is None:
            recipients = [one for one in who if one != sender]
            outside = any(one in world.others for one in who)
        else:
            recipients = world.reached(group, sender)
            outside = bool(group.guests)
        self.made += 1
        self._serial += 1
        number = (self._serial * _SPREAD + self._base) % _IDS
        id_ = f"{number:019d}_{at}_external" if outside else f"{number:019d}_{at}"
        record: Record = {
            "type": "message",
            "id": id_,
            "at": self.stamp(at),
            "sender": sender,
            "recipients": recipients,
            "group": None if group is None else group.id,
            "kind": "text",
        }
        manner = world.manner(sender)
        kind = "text"
        if not plainly and mentions is None and not marks:
            spoken = manner.voice and chance.draw() < manner.voice
            kind = "voice" if spoken else _KINDS.pick(chance)
        if kind == "text":
            record["text"] = plain(words) if plainly else written(words, manner, chance)
            record["mentions"] = mentions or []
            if reply_to:
                record["reply_to"] = reply_to
        else:
            record["kind"] = kind
            record.update(self._body(kind, words))
        labels = tuple(Label(id_, *mark, sender) for mark in marks)
        labels += tuple(Label(id_, *mark) for mark in owed)
        self._later.append((at, self._serial, record, labels))
        if chance.draw() < _RECALLED:
            after = at + 1000 * chance.between(3, 110)
            facts = {"actor": sender, "message": id_, "group": record["group"]}
            self.act(after, "message.recall", "rc", facts)
        return id_

    def _body(self, kind: str, words: str) -> Record:
        """What a message that is no text holds."""
        chance, grammar = self.chance, speech().grammar
        draw = chance.draw
        match kind:
            case "voice":
                return {"duration": chance.between(2, 59)}
            case "sticker":
                return {"file": {"size": chance.between(8_000, 400_000)}}
            case "image":
                source = chance.one(("camera", "album", "screenshot", "screenshot"))
                known = {"image_source": source} if chance.happens(0.3) else {}
                return {"file": {"size": chance.between(30_000, 2_600_000)}, **known}
            case "file":
                ending = chance.one((".xlsx", ".docx", ".pdf", ".pptx", ".zip"))
                name = grammar["doc"](draw, {}) + ending
                return {"file": {"name": name, "size": chance.between(12_000, 9_000_000)}}
            case "link":
                title = grammar["doc"](draw, {})
                place = f"https://docs.example/{digits(8)(draw, {})}"
                return {"title": title, "text": title, "url": place}
            case "forward":
                title = "群聊的聊天记录"
                scene = {"to": "您", "me": ""}
                items = [
                    {"kind": "text", "text": plain(grammar["status"](draw, scene))}
                    for _ in range(chance.between(2, 5))
                ]
                return {"title": title, "text": title, "items": items}
            case "mixed":
                items = [{"kind": "text", "text": plain(words)}, {"kind": "image"}]
                return {"text": plain(words), "items": items}
            case "location":
                place = grammar["store"](draw, {})
                return {"title": place, "text": place}
        return {"text": grammar["customer_company"](draw, {})}
