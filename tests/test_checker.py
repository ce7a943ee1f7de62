"""The checker: every fault at once, each with its code, and nothing that passes fails later."""

from __future__ import annotations

import atexit
import functools
import importlib.util
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wechat_policy.assembly import assemble
from wechat_policy.cases import check_cases, read_sheets
from wechat_policy.checker import CHECKS, check
from wechat_policy.checking.expressions import ambiguous
from wechat_policy.checking.kinds import Kind, clash
from wechat_policy.compiler import compile_policy
from wechat_policy.errors import Diagnostic, InvalidPolicy, catalogue
from wechat_policy.examples import PolicyUnderTest
from wechat_policy.parser import parse
from wechat_policy.source import Source

ROOT = Path(__file__).parents[1]
PACKS = ROOT / "src" / "wechat_policy" / "packs"
FAULTY = ROOT / "tests" / "golden" / "diagnostics"
SHEETS = (".csv", ".xlsx")
KINDS = (".policy", ".cases", *SHEETS)
DRAWN = [one for one in FAULTY.glob("[EWL]???-*") if one.suffix in KINDS]
SHEET_CODES = ("E411", "E412", "E413", "E414", "E415", "E416", "E417", "E418", "W402")
SHEET_FOLDER = Path(mkdtemp())
shutil.copy(FAULTY / "desk.policy", SHEET_FOLDER)
atexit.register(shutil.rmtree, SHEET_FOLDER)
UNDER_TEST = functools.cache(PolicyUnderTest.of)
PAGES = ROOT / "docs" / "reference" / "errors"
COMMON = Source(str(PACKS / "common.policy"), (PACKS / "common.policy").read_text(encoding="utf-8"))


def libraries(name: str, user: Source) -> Source | None:
    """The libraries of these tests: the shipped one, and one that takes in itself."""
    return {"common": COMMON, "circle": user}.get(name)


def faults(text: str, name: str = "test.policy") -> tuple[Diagnostic, ...]:
    """What parsing, assembling and checking find in a text."""
    if name.endswith(SHEETS):
        return sheet_faults(Path(name))
    if name.endswith(".cases"):
        return check_cases(Source(name, text))
    document, unread = parse(Source(name, text))
    assembly, missing = assemble(document, libraries)
    return (*unread, *missing, *check(assembly))


def sheet_faults(path: Path) -> tuple[Diagnostic, ...]:
    """What reading a sheet of examples finds."""
    found = read_sheets(path)
    assert found is not None
    return found.faults


def codes(text: str) -> list[str]:
    """The codes of the faults of a text."""
    return [one.code for one in faults(text)]


def codes_beside(code: str, text: str) -> list[str]:
    """The same for a text of the catalogue: a sheet, cases, or a policy that may lack its head."""
    if code in SHEET_CODES:
        path = SHEET_FOLDER / ("x.xlsx" if code == "E411" and "," not in text else "x.csv")
        path.write_text(text, encoding="utf-8")
        return [one.code for one in sheet_faults(path)]
    if code[1] == "4":
        return [one.code for one in faults(text, "test.cases")]
    return codes(text if code == "E126" else headed(text))


def headed(text: str) -> str:
    """The text behind a head, if it has none."""
    return text if re.search(r"^(policy|制度)\b", text, re.M) else f'policy "test"\n{text}'


def clause(norm: str, *before: str) -> str:
    """A policy of one clause, with what its conditions may name."""
    return "\n".join(
        [
            'policy "test"',
            "hours work = workdays 08:30-12:00, 13:30-17:30",
            "hours evening = workdays 19:00-21:00",
            'lexicon rude = {"饭桶" 2, "窝囊废"}',
            'lexicon person = {"你"}',
            *before,
            "clause it_is_about",
            f"  {norm}",
        ]
    )


CHECKED = [code for code in catalogue() if not code.startswith("L")]
"""The codes of the checker; those of `lint` have tests of their own."""


@pytest.fixture(autouse=True)
def _policies_are_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The policy that all cases and sheets of the catalogue test."""
    monkeypatch.setattr(PolicyUnderTest, "of", UNDER_TEST)


class TestCatalogue:
    def test_every_code_has_a_drawing(self) -> None:
        """There is a policy with each fault of the catalogue, and no other."""
        assert sorted(catalogue()) == sorted(path.name[:4] for path in DRAWN)

    @pytest.mark.parametrize(
        "path",
        sorted(one for one in DRAWN if not one.name.startswith("L")),
        ids=lambda path: path.name[:4],
    )
    def test_drawings(
        self, path: Path, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The policy shows its fault, drawn as it should be in both languages."""
        monkeypatch.chdir(FAULTY)
        found = faults(path.read_text(encoding="utf-8"), path.name)

        assert path.name[:4] in [one.code for one in found]
        for language in ("en", "zh"):
            drawing = "\n\n".join(one.render(language) for one in found)  # type: ignore[arg-type]
            golden(f"diagnostics/{path.stem}.{language}.txt", drawing)

    @pytest.mark.parametrize("code", CHECKED)
    def test_the_example_to_avoid_has_the_fault(
        self, code: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What the catalogue says to avoid has the fault that it is about."""
        monkeypatch.chdir(FAULTY)
        assert code in codes_beside(code, catalogue()[code].avoid)

    @pytest.mark.parametrize("code", CHECKED)
    def test_the_example_to_prefer_has_it_not(
        self, code: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What the catalogue prefers does not have the fault."""
        monkeypatch.chdir(FAULTY)
        assert code not in codes_beside(code, catalogue()[code].prefer)


class TestCheck:
    def test_every_check_says_its_fact(self) -> None:
        """Each check stands once in the tuple and says in a sentence what it demands."""
        assert len(set(CHECKS)) == len(CHECKS)
        assert all((one.__doc__ or "").rstrip().endswith(".") for one in CHECKS)

    def test_ten_faults_at_once(self) -> None:
        """Ten faults of one text are ten diagnostics of one run, in the order of the text."""
        text = """\
policy "ten"
  timezone "Asia/Shangai"
lexicon rude = {"饭桶", "饭桶"}
hours work = workdays 08:30-08:30
clause one
  forbid mesage
clause two
  forbid message when text contains rood
clause three
  forbid message when text contian rude
clause four
  forbid message when sender.rols includes "hr"
clause five
  forbid message when kind = txet
clause six
  after approval.assign within 5 CNY require approval.decide by request
clause six
  forbid message where (kind = text) when kind = file
"""
        assert codes(text) == [
            "E116", "W305", "E315", "E102", "E106", "E101", "E104", "E211", "E218", "E103", "E302",
        ]  # fmt: skip

    def test_work_and_no_work_never_fires(self) -> None:
        """A clause for working hours and the time outside them is told that it can never fire."""
        (found,) = faults(clause("forbid message when during work and outside work"))

        assert found.code == "E303"
        assert "so this can never fire" in found.message("en")
        assert "永远不会生效" in found.message("zh")

    @pytest.mark.parametrize("path", sorted(PACKS.glob("*.policy")), ids=lambda path: path.name)
    def test_packs_are_clean(self, path: Path) -> None:
        """A shipped policy has no error and nothing doubtful."""
        assert not faults(path.read_text(encoding="utf-8"), str(path))

    @pytest.mark.parametrize(
        ("severities", "rows", "found"),
        [
            ("", "repeat 2 late within 90d: as grve", ["E113"]),
            ("severities late < grave", "repeat 2 late within 90d: as grve", ["E113"]),
            ("", "repeat 2 lete within 90d: as grave", ["E113"]),
            ("severities late < grave < fatal", "repeat 2 late within 90d: as fatal", ["W306"]),
            ("", "repeat 2 late within 90d: as grave", []),
        ],
    )
    def test_a_repeat_raises_to_what_is_there(
        self, severities: str, rows: str, found: list[str]
    ) -> None:
        """A severity that a repeat counts is known; one that it raises to has a row too."""
        text = (
            f'policy "p"\n{severities}\nclause c\n  forbid message when urgent\n  severity late\n'
            f"penalties\n  late: warning\n  grave: demerit\n  {rows}\n"
        )
        assert [code for code in codes(text) if code != "W307"] == found
        assert "W307" not in codes(text) or found != ["E113"]

    @pytest.mark.parametrize(
        ("row", "repeat", "found"),
        [
            (("late", "for first 3 per month"), "3 late within month", True),
            (("late", "for first 3 per month"), "2 late within month", True),
            (("any", "for first 2 per 30d"), "2 any within 30d", True),
            (("late", "for first 2 per month"), "3 late within month", False),
            (("late", "for first 3 per month"), "3 late within 90d", False),
            (("late", ""), "3 late within month", False),
        ],
    )
    def test_a_number_belongs_to_a_step_or_to_a_repeat(
        self, row: tuple[str, str], repeat: str, found: bool
    ) -> None:
        """A number that a step and a repeat of one severity and window both take is told."""
        text = clause("forbid message", "severities early < late")
        text += f"\n  severity late\npenalties\n  {row[0]}: fine 50 CNY {row[1]}\n"
        text += f"  repeat {repeat}: demerit\n"

        assert found == ("W313" in codes(text))

    @pytest.mark.parametrize(
        ("norm", "found"),
        [
            ("不得 消息 当 正文 含有 地址", True),
            ("不宜 消息 当 正文 含有 手机号 且 正文 含有 姓名", True),
            ("不得 消息 当 非 正文 含有 姓名", True),
            ("forbid message where (text has address)", True),
            ("疑似 消息 当 正文 含有 地址", False),
            ("不得 消息 当 正文 含有 手机号", False),
            ("不得 消息 当 正文 含有 手机号 除非 正文 含有 地址", False),
            ("允许 消息 当 正文 含有 姓名 不适用 甲", False),
        ],
    )
    def test_what_is_only_suspected_is_not_forbidden(self, norm: str, found: bool) -> None:
        """A norm that forbids outright what a recognizer only suspects is told of it."""
        assert found == ("W315" in codes(clause(norm)))

    def test_own_text_comes_first(self) -> None:
        """Faults of the policy stand before those of the libraries that it takes in."""
        library = Source("library.policy", 'policy "library"\nclause a\n  forbid mesage\n')
        text = 'policy "own"\nuse "library"\nclause b\n  forbid content when text contains c\n'
        document, _ = parse(Source("own.policy", text))
        assembly, _ = assemble(document, lambda name, user: library)

        found = [(one.source.name, one.code) for one in check(assembly)]
        assert found == [("own.policy", "E106"), ("library.policy", "E102")]

    def test_what_could_not_be_read_is_not_missed(self) -> None:
        """A name whose definition has a fault is not told to be unknown too."""
        text = clause(
            "forbid message when text contains spam and during night unless loud",
            "lexicon spam = {包邮}",
            "hours night = 25:00-26:00",
        )

        assert {one for one in codes(text) if one[:2] != "E0"} == {"E104"}

    def test_an_odd_letter_is_told_once(self) -> None:
        """A name with a look-alike letter is not told to be unknown too."""
        assert codes(clause("forbid mess\u0430ge")) == ["E124"]

    def test_a_wrong_kind_is_told_once(self) -> None:
        """A test that never holds because its sides do not fit is told as the latter only."""
        assert codes(clause("forbid message when kind = 5")) == ["E201"]


RIGHT = """\
forbid account.open when any documents (kind = passport)
forbid snapshot.person when any event.accounts (type = work) and accounts includes "a"
forbid snapshot.person when any organization.accounts (type = work)
forbid account.open when any documents (kind in {passport, "residence permit"} and number = "1")
forbid account.open when any documents (valid_until < it.issued or valid_until < event.at)
forbid message when text contains rude near person chars 8 chars
forbid message when text score rude >= 3
forbid message when kind in {file, image} and file.size > 100
forbid message when duration > 30m or duration > 90
forbid payment.make when amount >= 500 CNY
forbid message when actor_is_missing = 1 unless x_own = "a"
forbid message when sender is {"hr", "总经办"} and not sender is {hr}
forbid message when any recipients (external and it != event.sender)
forbid message when all recipients (department includes "it")
forbid message when text given and group none
forbid message where (kind = text) when not during work and on workdays
forbid message when not approval told unless approval given
forbid message when outside work and outside evening
forbid message when during work or during evening
forbid message when count (message where (kind = text)) by sender within day > 5
forbid message when share (urgent) of (message) by sender within 30d > 20%
forbid payment.make when sum amount of (payment.make) by actor within month > 500 CNY
forbid message when had (approval.decide when decision = approve) by request = approval \
within 1h of work
forbid message when had (login) by actor = sender within month
forbid message when last (login) by actor = sender (network = public)
forbid message blame sender.manager
forbid message blame group.admins
forbid message blame "HR"
forbid x.badge when anything > 5 and other = "b" blame whoever
require device.trusted on login
limit message to 20 per 30m by sender
limit message to group.rate_limit.count per day by group
limit sum amount of payment.make to 5000 CNY per month by actor
limit distinct group of message to 5 per day by sender
limit share (urgent) of message to 5% per week by group
limit span gap 5m of message to 30m per day by sender
after approval.assign within 2 workdays require approval.decide by request
after approval.assign within 4h of work require approval.decide by request
after complaint.receive within 3d require complaint.resolve by complaint = that.id
after announcement.publish for each p in recipients (not external) within 2d \
require message.read by message = that.id, actor = p
before 10:00 since 08:00 on monday-friday for each p in people (status = active) \
require journal.submit by actor = p unless date > 2030-01-01
every 90d for each account in accounts (status = active) require password.change by account
every month require backup.run
whenever approval.request require approvers in order {manager, "财务"}
"""


class TestRight:
    @pytest.mark.parametrize("norm", RIGHT.splitlines())
    def test_has_no_fault(self, norm: str) -> None:
        """What the language allows is let pass, and compiles."""
        text = clause(norm).replace("actor_is_missing = 1", "amount = 1")
        document, unread = parse(Source("test.policy", text))
        assembly, _ = assemble(document, libraries)

        assert (unread, check(assembly)) == ((), ())
        assert compile_policy(assembly).id == "test"


WRONG = {
    # what is compared
    "forbid message when duration > 5 CNY": "E203",
    "forbid message when sender = 5": "E201",
    "forbid message when amount > text": "E201",
    "forbid message when urgent > false": "E202",
    'forbid message when text < "b"': "E202",
    "forbid message when at > 30d": "E203",
    'forbid message when at = "2026-03-01"': "E201",
    "forbid password.change when length < 8 chars": "",
    "forbid message when amount < 8 chars": "E203",
    'forbid message when recipients in {"a"}': "E204",
    "forbid message when recipients.external": "E205",
    "forbid message when reply_to.sender given": "E206",
    "forbid message when any text (it = 1)": "E207",
    "forbid message when kind subset of {text}": "E208",
    'forbid message when group is {"hr"}': "E209",
    "forbid message when text": "E210",
    "forbid message when count (message) by sender": "E210",
    'forbid message when kind = "文件"': "E211",
    "forbid message when amount contains rude": "E212",
    "forbid message when text contains rude near": "E213",
    "forbid message when text contains rude near person person": "E214",
    "forbid message when text contains 5": "E106",
    "forbid message when text longer_than 5 CNY": "E215",
    "forbid message when text links_beyond {a.com}": "E109",
    "forbid message when text links_beyond {5}": "E215",
    'forbid message when text matches "a"': "E215",
    "forbid message when text has mobiles": "E115",
    "forbid message when that.id given": "E216",
    'forbid message when it = "a"': "E217",
    "forbid message when text given by sender": "E001",
    "forbid message blame group": "E222",
    "forbid message blame nobody": "E104",
    "forbid message when outside work for nobody": "E104",
    "forbid message when outside work for recipients": "E235",
    "forbid message when during work for group": "E235",
    "forbid message when outside nights for sender": "E107",
    "forbid message when had (login) by actor = sender within 1h for sender": "E236",
    "forbid message when had (login) by actor = sender within day for sender": "E236",
    "forbid message when had (login) by actor = sender ago 1h of work for sender.name": "E235",
    "after message for each p from recipients within 1h of work for q require login": "E104",
    "forbid moments.post when group.external": "E127",
    "forbid account.open when any documents (kind = residence_permit)": "E130",
    "forbid account.open when any documents (kind in {passport, residence_permit})": "E130",
    "forbid account.open when any documents (valid_until < at)": "E130",
    "forbid snapshot.person when any accounts (type = work)": "E131",
    "forbid account.open when any documents (genuine = real.x)": "E130",
    'forbid account.open when any documents (valid_until = "soon")': "E201",
    "forbid account.open when any documents (it.valid_until.month = 3)": "E206",
    # lengths of time
    "limit message to 5 per 3 CNY by sender": "E218",
    "limit message to 5 per fortnight by sender": "E118",
    "limit message to 5 per 3 workdays by sender": "E225",
    "limit message to 5 per 0s by sender": "E312",
    "limit message to 5 per 9999999999999999999d by sender": "E312",
    "limit message to 5 per day by senders": "E104",
    'limit message to "5" per day by sender': "E221",
    "limit sum kind of message to 5 per day by sender": "E227",
    "limit span gap 3 workdays of message to 30m per day by sender": "E225",
    "forbid message when had (login) by actor = sender ago month": "E118",
    "forbid message when had (login) by actor = sender within 2 workdays": "E225",
    "after approval.assign within 0.5 workdays require approval.decide by request": "E219",
    "after approval.assign within month require approval.decide by request": "E118",
    "after approval.assign within 1h of rest require approval.decide by request": "E107",
    "every 3 workdays require backup.run": "E225",
    # joins and duties
    "after approval.assign within 1h require approval.decide by amount = that.actor": "E201",
    "after approval.assign within 1h require approval.decide by requests": "E104",
    "after violation it_was within 1h require message.recall": "E112",
    "after login for each p in account within 1d require logout by actor = p": "E207",
    "before 10:00 since 10:00 on workdays for each p in people "
    "require journal.submit by actor = p": "E313",
    "before 10:00 on workdayz for each p in people require journal.submit by actor = p": "E108",
    "permit message": "E319",
    "permit message lifts nothing": "E112",
    "permit login lifts other": "E320",
    # sense
    "forbid message when amount > 5 and amount < 3": "E302",
    "forbid message when amount > 5 and not amount > 5": "E302",
    "forbid message when kind = file and kind in {text, image}": "E302",
    "forbid message when kind in {file} and kind not in {file}": "E302",
    "forbid message when group given and group none": "E302",
    "forbid message when text contains rude and not text contains rude": "E302",
    "forbid message when urgent and not urgent": "E302",
    "forbid message where (kind = text) when kind = file": "E302",
    "forbid message when urgent unless urgent": "E302",
    "forbid message when urgent unless kind = text or urgent": "E302",
    "require urgent on message when urgent": "E302",
    "forbid message when during work and during evening": "E303",
    "forbid message when on workdays and on holidays": "E303",
    "forbid message when on monday and not on monday-friday": "E303",
    "forbid message when (amount > 5 or amount > 7) and amount < 3": "E301",
    "forbid message when kind != text and (amount > 5 and amount < 4)": "E302",
    "forbid message when count (message) by sender within 1d < 0": "E301",
    "forbid message when count (message) by sender within 1d > 1 and "
    "count (message) by sender within 1d < 2": "E302",
    "forbid message when share (urgent) of (message) within 1d > 150%": "E301",
    "limit share (urgent) of message to 100% per 1d": "E301",
    "limit share (urgent) of message to 1 per 1d": "E301",
    "limit share (urgent) of message to 99% per 1d": "",
    "forbid message when amount > amount": "E301",
    "forbid message when group.created > at and group.created < at": "E302",
    "forbid message when false": "E301",
    "forbid message when true": "W301",
    "forbid message when urgent or not urgent": "W301",
    "forbid message unless during work or outside work": "E304",
    "require urgent or not urgent on message": "E304",
    "forbid message when text score rude >= 0": "W301",
    "forbid message when approval told and approval none": "E302",
    "forbid file.share, file.upload where (authorized)": "W316",
    "forbid message where (kind = text), file.share, file.upload where (authorized)": "",
    "forbid file.upload where (authorized), file.share": "",
    "forbid group.mute, message where (group.owner = sender)": "",
    "forbid file.share, message where (any recipients (external))": "W316",
    "forbid login, file.upload where (destination = personal_cloud)": "",
    "forbid article.publish, message where (channel = official_account)": "",
    "forbid article.publish, message where (channel = official_account and urgent)": "W316",
    "after group.create, snapshot.group where (level = executive) within 1d require login": "W316",
    "forbid message when had (login, file.share where (authorized)) by actor = sender": "",
    "forbid message when had (login, logout where (account none)) by actor = sender": "W316",
    "forbid report of information_leak where (category = poor_service)": "E301",
}


class TestWrong:
    @pytest.mark.parametrize(("norm", "code"), WRONG.items())
    def test_has_one_fault(self, norm: str, code: str) -> None:
        """A fault has its own code and brings no others with it."""
        other = ["clause other", "  forbid message when text has url"]
        before = other if "other" in norm else []

        assert codes(clause(norm, *before)) == ([code] if code else [])


class TestSuggestions:
    @pytest.mark.parametrize(
        ("norm", "meant"),
        [
            ("forbid mesage", "message"),
            ("forbid message when text contians rude", "contains"),
            ("forbid message when text contains ruder", "rude"),
            ("forbid message when recipient given", "recipients"),
            ("forbid message when kind = imag", "image"),
            ("forbid account.open when any documents (kind = pasport)", "passport"),
            ("forbid report of informatoin_leak", "information_leak"),
            ("forbid message when during wrok", "work"),
            ("forbid message when on workdais", "workdays"),
            ("forbid message when text has mobil", "mobile"),
        ],
    )
    def test_the_nearest_word_is_meant(self, norm: str, meant: str) -> None:
        """A slip of the pen brings the word that was meant."""
        (found,) = faults(clause(norm))

        assert found.suggestion == meant

    def test_in_the_skin_of_the_text(self) -> None:
        """A Chinese author is offered the Chinese word."""
        text = "制度 “t”\n条款 甲\n  不得 消息 当 发送人.状态 = 以离职\n"
        (found,) = faults(text)

        assert found.suggestion == "已离职"


class TestKinds:
    @pytest.mark.parametrize(
        ("left", "operator", "right", "code"),
        [
            (Kind("number"), "<", Kind("int"), None),
            (Kind("number", "s"), "<", Kind("length"), None),
            (Kind("number", "CNY"), "<", Kind("money"), None),
            (Kind("number", "CNY"), "<", Kind("number", "s"), "E203"),
            (Kind("number", "CNY"), "<", Kind("length"), "E203"),
            (Kind("number", "share"), ">", Kind("percent"), None),
            (Kind("number", "times"), ">", Kind("percent"), "E203"),
            (Kind("person"), "=", Kind("string"), None),
            (Kind("person"), "<", Kind("person"), "E202"),
            (Kind("string"), "<", Kind("time"), None),
            (Kind("datetime"), "<", Kind("date"), None),
            (Kind("datetime"), "<", Kind("length"), "E203"),
            (Kind("date"), "=", Kind("string"), "E201"),
            (Kind("bool"), "=", Kind("bool"), None),
            (Kind("bool"), "=", Kind("string"), "E201"),
            (Kind("list[person]"), "=", Kind("person"), "E204"),
            (Kind("list[person]"), "=", Kind("list[person]"), None),
            (Kind("list[person]"), "<", Kind("list[person]"), "E204"),
            (Kind("any"), "<", Kind("list[person]"), None),
            (Kind("object"), "=", Kind("number"), None),
            (Kind("regex"), "=", Kind("string"), "E201"),
        ],
    )
    def test_what_can_be_compared(
        self, left: Kind, operator: str, right: Kind, code: str | None
    ) -> None:
        """Two kinds can be compared, whichever stands first, or bring their fault."""
        assert (clash(left, right, operator), clash(right, left, operator)) == (code, code)


class TestExpressions:
    @pytest.mark.parametrize(
        "pattern",
        [
            "(a+)+", "(a*)*b", "(a|a)*", "(a|aa)+", "(?:a+b?)+", r"(\w+\s?)+$", "(.*,)*",
            "(a?){20}a{20}", "((?:a|b)+)+", r"(哈+)+", "(?:x(?:a+)+)", "(?:ab|ab)+",
            r"([^,]+[a-z])+", r"(\d+|\d+x)+",
        ],
    )  # fmt: skip
    def test_ambiguous(self, pattern: str) -> None:
        """A loop that can read the same text in several ways is found."""
        assert ambiguous(pattern)

    @pytest.mark.parametrize(
        "pattern",
        [
            "a+", "(?:ab)+", "(?:a+b)+", r"([^,]*,)*", r"(?:\d{1,3}\.){3}\d{1,3}", "(?:ab|cd)+",
            "听[^，。]{0,12}[说讲]", r"^w[mo][A-Za-z0-9_-]{20,}$", r"(?:小号|小红)+", r"\p{Han}+",
            "(?:a|b)+c", r"(?i)(?:a|A)+", r"(?:a++)+", r"(?>a+)+", r".*foo.*bar", r"(a)\1?",
            "(?:a+(?=b)b)+",
        ],
    )  # fmt: skip
    def test_not_ambiguous(self, pattern: str) -> None:
        """A loop of which each turn begins where only one can is let pass."""
        assert not ambiguous(pattern)


SAMPLES = sorted(FAULTY.glob("*.policy")) + sorted(PACKS.glob("P06*.policy"))
WORDS = re.compile(r'"[^"\n]*"|“[^”\n]*”|\d+(?:\.\d+)?\w*|[^\W\d][\w.]*|[^\s\w]')
POOL = sorted({word for path in SAMPLES for word in WORDS.findall(path.read_text("utf-8"))})


class TestAnything:
    @given(st.text(max_size=300))
    def test_any_text_is_checked(self, text: str) -> None:
        """No text makes the checker raise, and each fault can be drawn."""
        for one in faults(text):
            one.render("zh")

    @settings(max_examples=60)
    @given(st.sampled_from(SAMPLES), st.data())
    def test_what_passes_compiles(self, path: Path, data: st.DataObject) -> None:
        """Whatever words are exchanged in a policy: if it passes the check, it compiles."""
        text = path.read_text(encoding="utf-8")
        if path.parent == PACKS:
            parts = re.split(r"(?m)^(?=clause |条款 )", text)
            text = parts[0] + data.draw(st.sampled_from(parts[1:]))
        for _ in range(data.draw(st.integers(1, 3))):
            places = list(WORDS.finditer(text))
            place = data.draw(st.sampled_from(places))
            text = text[: place.start()] + data.draw(st.sampled_from(POOL)) + text[place.end() :]
        document, unread = parse(Source("test.policy", text))
        assembly, missing = assemble(document, libraries, ("common",))
        found = (*unread, *missing, *check(assembly))

        if not any(one.level == "error" for one in found):
            compile_policy(assembly)
        else:
            assert InvalidPolicy(found).render("zh")


def error_reference() -> ModuleType:
    """The tool that writes the pages, as a module."""
    path = ROOT / "tools" / "error_reference.py"
    spec = importlib.util.spec_from_file_location("error_reference", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_error_pages_are_up_to_date() -> None:
    """The pages of errors are what the tool writes; if not, run it as its docstring says."""
    written = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md")}

    assert written == error_reference().pages()
