"""Approvals and attendance: what is asked for and decided, who comes and goes when."""

from __future__ import annotations

from datetime import date, timedelta

from wechat_policy.synthetic.chance import Chance, Weighted
from wechat_policy.synthetic.clock import MINUTE, WorkClock, working_moment
from wechat_policy.synthetic.journal import Journal, Record
from wechat_policy.synthetic.people import Person
from wechat_policy.synthetic.rates import Rates
from wechat_policy.synthetic.rhythm import DAY
from wechat_policy.synthetic.talk import speech
from wechat_policy.synthetic.world import World

DECIDED_WITHIN = 480
"""Working minutes within which an approval is to be decided; a day has 450."""

_FORMS = Weighted(
    ("leave", "expense", "purchase", "payment", "seal", "document"), (30, 32, 12, 12, 9, 5)
)
_SECOND = {"leave": "hr", "expense": "finance", "purchase": "finance", "payment": "finance",
           "seal": "legal", "document": "admin"}  # fmt: skip
_LEAVES = ("annual", "personal", "sick", "compensatory", "marriage", "parental")
_HOURS = {"office": (540, 1080), "early": (450, 960), "late": (930, 1410), "service": (540, 1110)}
"""Minutes after midnight at which a shift begins and ends."""

_REQUESTS = 0.09
"""Requests that somebody hands in on a working day."""


class Duties:
    """The approvals and the attendance of one run."""

    def __init__(
        self, world: World, journal: Journal, rates: Rates, clock: WorkClock, dates: list[date]
    ) -> None:
        self.world = world
        self.journal = journal
        self.rates = rates
        self.clock = clock
        self.dates = dates
        self._away: dict[str, int] = {}
        """The last day of somebody's leave."""

    def happen(self, day: int, worked: bool) -> None:
        """What is asked for and who comes on a day."""
        chance = self.journal.chance
        if worked:
            for _ in range(chance.about(len(self.world.present) * _REQUESTS)):
                self._request(chance.one(self.world.present), working_moment(day, chance), day)
        for place, person in enumerate(self.world.present):
            if self._works(person, place, day, worked):
                self._attend(person, day)

    def _works(self, person: Person, place: int, day: int, worked: bool) -> bool:
        if person.hours == "office":
            return worked
        if person.hours == "service":  # two days off, not the same for all
            return (self.dates[day].toordinal() + place * 3) % 7 > 1
        return worked or self.dates[day].weekday() == 5

    def _attend(self, person: Person, day: int) -> None:
        chance, journal, rates = self.journal.chance, self.journal, self.rates
        date_ = self.dates[day].isoformat()
        midnight = day * DAY
        told = midnight + DAY + 2 * 60 * MINUTE + chance.below(MINUTE)
        if self._away.get(person.id, -1) >= day:
            off = {"actor": person.id, "date": date_, "mark": "leave"}
            journal.act(told, "attendance.mark", "am", off)
            return
        start, end = _HOURS[person.hours]
        late = chance.draw() * 1000 < rates.late_arrival
        proxy = not late and chance.draw() * 1000 < rates.proxy_checkin
        shift = 1 + int(chance.wait(9, 90)) if late else -int(chance.wait(9, 55))
        came = midnight + (start + shift) * MINUTE + chance.below(MINUTE)
        facts: Record = {"actor": person.id, "kind": "in", "location": "公司"}
        others = [one for one in (person.manager,) if one]
        if late:
            facts["exception"] = ["time"]
            journal.act(
                came, "attendance.checkin", "ck", facts, ("late_arrival", False, "", person.id)
            )
        elif proxy:
            mate = next(
                (b for a, b in self.world.colleagues if a == person.id and b not in others), None
            )
            facts["by"] = mate or person.id
            marks = (("proxy_checkin", False, "", mate),) if mate else ()
            journal.act(came, "attendance.checkin", "ck", facts, *marks)
        else:
            journal.act(came, "attendance.checkin", "ck", facts)
        missing = chance.happens(0.006)
        if not missing:
            left = midnight + min((end + int(chance.wait(18, 240))), 1439) * MINUTE
            facts = {"actor": person.id, "kind": "out", "location": "公司"}
            journal.act(left + chance.below(MINUTE), "attendance.checkin", "ck", facts)
        mark = "late" if late else "missing" if missing else "present"
        facts = {"actor": person.id, "date": date_, "mark": mark}
        journal.act(told, "attendance.mark", "am", facts)

    def _request(self, person: Person, at: int, day: int) -> None:
        chance, journal, people = self.journal.chance, self.journal, self.world.people
        form = _FORMS.pick(chance)
        second = next((one.id for one in self.world.present if one.function == _SECOND[form]), None)
        approvers = [one for one in (person.manager, second) if one and one != person.id]
        approvers = [one for one in dict.fromkeys(approvers) if one in people]
        if not approvers:
            return
        facts: Record = {"actor": person.id, "form": form, "approvers": approvers}
        facts.update(self._form(form, person, day, chance))
        request = journal.act(at, "approval.request", "ap", facts)
        moment: int | None = at + 1000
        for step, approver in enumerate(approvers, 1):
            if moment is None:
                return
            moment = self._step(
                request, form, step, step == len(approvers), approver, person, moment
            )

    def _step(
        self,
        request: str,
        form: str,
        step: int,
        last: bool,
        approver: str,
        applicant: Person,
        at: int,
    ) -> int | None:
        """A step of an approval; when the next one begins, if there is to be one."""
        chance, journal, clock = self.journal.chance, self.journal, self.clock
        late = chance.draw() * 1000 < self.rates.late_approval
        due = clock.after(at, DECIDED_WITHIN)
        marks = (("late_approval", False, "", approver),) if late and due is not None else ()
        facts: Record = {
            "actor": approver,
            "request": request,
            "form": form,
            "step": step,
            "last": last,
        }
        journal.act(at, "approval.assign", "as", facts, *marks)
        if late:
            decided = clock.after(at, DECIDED_WITHIN + 20 + chance.wait(300, 3000))
        else:
            decided = clock.after(at, 2 + chance.wait(60, DECIDED_WITHIN - 60))
        if decided is None:
            return None
        rejected = chance.happens(0.06)
        facts = {
            "actor": approver, "applicant": applicant.id, "request": request, "form": form,
            "step": step, "decision": "reject" if rejected else "approve",
            "final": last and not rejected,
            "channel": "wecom_mobile" if chance.happens(0.6) else "wecom_desktop",
        }  # fmt: skip
        if rejected or chance.happens(0.2):
            reasons = ("请补充附件", "金额核对后重提", "理由写清楚", "时间与排班冲突", "走年度预算")
            facts["comment"] = chance.one(
                reasons if rejected else ("同意", "已阅", "同意，注意时效")
            )
        journal.act(decided, "approval.decide", "ad", facts)
        return None if rejected or last else decided + 1000

    def _form(self, form: str, person: Person, day: int, chance: Chance) -> Record:
        """What the form of a request says."""
        draw, grammar = chance.draw, speech().grammar
        if form == "leave":
            first = day + chance.between(0, 5)
            length = chance.one((1, 1, 1, 2, 3, 5))
            start = self.dates[day] + timedelta(days=first - day)
            end = start + timedelta(days=length - 1)
            self._away[person.id] = (
                max(self._away.get(person.id, -1), first + length - 1)
                if first == day + 1
                else self._away.get(person.id, -1)
            )
            period = {
                "start": f"{start.isoformat()}T09:00:00+08:00",
                "end": f"{end.isoformat()}T18:00:00+08:00",
            }
            return {"leave_type": chance.one(_LEAVES), "period": period}
        if form in ("expense", "purchase", "payment"):
            large = 40 if form == "expense" else 600
            amount = round(chance.between(30, 900) * (1 + chance.wait(1, large)), 2)
            kind = (
                {
                    "expense_type": chance.one(
                        ("meals", "travel", "tolls", "office", "entertainment")
                    )
                }
                if form == "expense"
                else {}
            )
            return {"amount": amount, "purpose": grammar["doc"](draw, {}), **kind}
        if form == "seal":
            return {
                "seals": [chance.one(("official", "contract", "finance"))],
                "purpose": grammar["doc"](draw, {}),
            }
        return {"purpose": grammar["doc"](draw, {})}
