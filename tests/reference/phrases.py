"""The phrases of which the policies of the strategies are made, by what they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

HEAD = """\
policy "{id}" "Small"
  timezone "{zone}"
{effective}
hours work = workdays 09:00-12:00, 13:30-18:00
hours night = everyday 22:00-06:00
parameter few = {few}
parameter pause = {pause}
parameter offices = {{"hr", "客服"}}
condition stranger = external
condition loud = urgent or text contains bad
lexicon bad = {{"笨蛋" 2, "饭桶", "滚开", "spam" 3}} except {{"饭桶洗"}}
lexicon money = {{"转账", "红包"}}
{severities}"""

SHAPES = (
    "{0}", "{0}", "{0}", "{0} and {1}", "{0} or {1}", "not {0}", "{0} and not {1}",
    "{0} and ({1} or {2})",
)  # fmt: skip
SHAPES_OF_CONTENT = (
    "text contains bad and {0}", "text contains bad and {0}", "{0} and text contains money",
    "text contains bad and not {0}",
)  # fmt: skip

SAID = ("message", "message", "message", "content", "announcement.publish")
ABOUT_CONTENT = (
    "text contains bad", "text contains bad", "text contains bad", "text contains money",
    "text contains bad near money", "text contains bad near money 3 chars",
    "text score bad >= 3", "text has mobile", "text matches /[0-9]{3}/", "text longer_than 6 chars",
    "title contains bad", "text given",
    "kind = text", "kind in {text, image}", "kind not in {file}",
    "group none", "group given", "group.external", "group.level = department",
    "group.owner = sender",
    "sender.external", 'sender is {"hr", "经理"}', "sender.manager given",
    "sender.manager.status = active", "sender = organization.officer",
    "any recipients (external)", "all recipients (status = active)",
    "any mentions (it = event.sender)", "any recipients (manager = sender)",
    "any people (status = left and it = event.sender)",
    "recipients includes sender", "recipients subset of group.members",
    "sensitivity = secret", "urgent", "amount > 100 CNY", "duration >= 1m", "reply_to given",
    "sensitivity != public", "not urgent",
    "had (approval.request when form = leave) by actor = sender",
    "had (approval.request) by actor = sender within 30m",
    "had (login then attendance.checkin) by actor = sender",
    "had (message when text contains bad) by sender within day",
    "had (message when urgent) by sender within 1h",
    "had (message) by sender ago 10m", "had (login) by actor = sender within 1h of work",
    "outside work for sender", "during work for group.owner",
    "any recipients (outside work for it)",
    "had (login) by actor = sender within 1h of work for sender",
    "count (message) by sender within 20m > 2",
    "count (content when text contains bad) by group >= 2",
    "count (message when urgent) by sender >= 2",
    "count (message where (kind = text)) by sender within day = 2",
    "sum amount of (message) by sender within 1h > 200 CNY",
    "distinct kind of (content) by sender within 2h >= 2",
    "share (text contains bad) of (message) by sender within 1h > 50%",
    "last (login) by actor = sender (network = public)",
    "last (message) by sender (text contains bad)",
    "loud", "not loud", "any recipients (stranger and loud)", 'sender is {offices, "总经办"}',
    "any people (id = event.sender and stranger)", "at = 2026-03-02",
    "at in {2026-03-02, 2026-04-03}", "count (message where (loud)) by group within day >= 2",
    "distinct recipients of (message) by sender within 2h >= 3",
)  # fmt: skip
ANYWHERE = (
    "during work", "outside work", "during night", "on workdays", "on weekends",
    "on monday-thursday",
)  # fmt: skip
ABOUT: Mapping[str, Sequence[str]] = {
    "message": ABOUT_CONTENT,
    "content": ABOUT_CONTENT,
    "announcement.publish": ABOUT_CONTENT,
    "login": (
        "network = public", "vpn", "identity != account.holder", "actor = account.holder",
        "account.status = active", "account.type = work", "first", "during night for actor",
        "count (login) by account within 1h > few",
        "distinct actor of (login) by account within day >= 2",
        "had (password.change) by account within 2h", "had (account.open) by account",
    ),
    "approval.request": (
        "form = leave", "form in {leave, expense}", "amount >= 100 CNY", "urgent",
        "actor.manager given", "account.holder = actor", "any approvers (it = event.actor)",
        "count (approval.request when form = leave) by actor >= 2",
        "sum amount of (approval.request) by actor within day > 200 CNY",
    ),
    "approval.decide": (
        "decision = approve", "authorized", "amount > authority_limit", "actor.external",
        "had (approval.assign) by request, actor", "had (approval.assign) by request ago 10m",
        "had (approval.assign then approval.decide) by request",
        "last (approval.assign) by request (step = 1)", "count (approval.decide) by request <= 2",
    ),
    "report": (
        "harm = major", "loss > 100 CNY", "loss none", "actor.status = active",
        "count (report of improper_conduct) by actor >= 2",
    ),
    "account.open": ("account_type = work", "verified", "holder.status = active", "actor given"),
}  # fmt: skip

LIMITS = (
    "message", "message", "content", "message, announcement.publish",
    "share (text contains bad) of message", "share (urgent) of message",
    "span gap pause of message", "sum amount of message",
    "distinct kind of message", "distinct sender of message",
)  # fmt: skip
KEYS = ("", "", " by sender", " by sender", " by sender, kind", " by group")
WINDOWS = ("10m", "20m", "30m", "1h", "2h", "day", "1d", "week", "month")
LENGTHS = ("10m", "20m", "30m", "1h", "2h", "1h of work", "30m of work", "1d", "1workdays")

DEADLINES = (
    "after approval.assign{c} within {d} require approval.decide by request",
    "after approval.assign{c} within {d} require approval.decide by request, actor",
    "after approval.assign{c} within {d}"
    " require approval.decide where (decision = approve) by request",
    "after approval.assign{c} within {d} require approval.decide where (authorized) by request",
    "after message{c} for each p from recipients within {d}"
    " require message.read by message = that.id, actor = p",
    "after message{c} for each p from recipients (not external) within {d}"
    " require message.read by message = id, actor = p",
    "after message{c} for each p from recipients (not external) within 1h of work for p"
    " require message.read by message = id, actor = p",
    "after message{c} for each p from recipients within 1workdays for p"
    " require message.read by message = id, actor = p",
    "after login{c} within 30m of work for actor require attendance.checkin by actor",
    "after announcement.publish for each p from people (status = active) within {d}"
    " require message.read by message = that.id, actor = p",
    "after message{c} within {d} require moderation.apply by target = that.id blame group.owner",
    'after message{c} within {d} require moderation.apply by target = that.id blame "合规部"',
    "after message{c} within {d} require message by sender = that.sender",
    "after message{c} within {d} should message by group",
    "after account.open within {d} require password.change by account",
    "after employee.leave within {d} require account.close by holder = actor",
    "after login{c} within {d} require attendance.checkin by actor",
    "after login within {d} require approval.decide by actor = that.account.holder",
    "after report of improper_conduct within {d}"
    ' require moderation.apply by person = that.actor blame "合规部"',
)
DAILIES = (
    "before 09:00 on {days} for each p from people (status = active)"
    " require attendance.checkin where (kind = in) by actor = p",
    "before 09:30 since 08:30 on {days} for each p from people (not external)"
    " require attendance.checkin by actor = p",
    "before 18:00 on {days} for each p from people (status = active) require login by actor = p"
    " unless had (approval.request when form = leave) by actor = p covering date",
    "before 24:00 on {days} for each g from groups require message by group = g blame g.owner",
)
PERIODICS = (
    "every {d} for each a from accounts (status = active) require password.change by account = a",
    "every {d} for each a from accounts (type = work) require login by account = a blame a.holder",
    "every {d} for each p from people (status = active) require message by sender = p",
    "every {d} for each g from groups require announcement.publish by group = g blame g.owner",
    "every {d} for each p from people (status = active)"
    " require message where (text contains bad) by sender = p",
    "every {d} require announcement.publish where (urgent)",
)
PERIODS = ("6h", "12h", "1d", "2d", "day", "week", "month")

SANCTIONS = (
    "oral_warning", "written_warning", "fine 50 CNY", "fine 50..100 CNY or dismissal",
    "mute lasting 7d and delete_content", "may warning or other",
)  # fmt: skip
