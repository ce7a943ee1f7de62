"""The linter: each rule fires on its case and is silent on the near misses beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from growing import growth

from wechat_policy.assembly import Assembly, assemble
from wechat_policy.checker import check
from wechat_policy.checking.ground import Ground
from wechat_policy.checking.places import Places
from wechat_policy.errors import Diagnostic, catalogue
from wechat_policy.linting import lint, lint_report, running
from wechat_policy.linting.running import COMPARISONS, RULES
from wechat_policy.linting.suppressions import NEEDS_ANOTHER
from wechat_policy.linting.words import words_add_finds
from wechat_policy.parser import parse
from wechat_policy.source import Source

ROOT = Path(__file__).parents[1]
PACKS = sorted((ROOT / "src" / "wechat_policy" / "packs").glob("*.policy"))
DOUBTFUL = ROOT / "tests" / "golden" / "diagnostics"
CODES = [code for code in catalogue() if code.startswith("L")]


def quickly_checked(source: Source) -> tuple[Assembly, tuple[Diagnostic, ...]]:
    """A policy checked without the library of every policy, whose words take half a second."""
    document, faults = parse(source)
    assembly, missing = assemble(document, lambda name, user: None)
    return assembly, (*faults, *missing, *check(assembly))


@pytest.fixture(name="quickly", autouse=True)
def _quickly(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spares the tests of single rules the shipped library."""
    if "library" not in request.node.name and "packs" not in request.node.name:
        monkeypatch.setattr(running, "checked", quickly_checked)


def findings(*texts: str) -> tuple[Diagnostic, ...]:
    """What is found in policies, each behind a head if it has none."""
    headed = [
        text if re.search(r"^(policy|制度)\b", text, re.M) else f'policy "test{number}"\n{text}'
        for number, text in enumerate(texts)
    ]
    return lint([Source(f"test{number}.policy", text) for number, text in enumerate(headed)])


def codes(*texts: str) -> list[str]:
    """The codes found, but those on what none of these short policies has."""
    return [one.code for one in findings(*texts) if one.code not in ("L421", "L453")]


class TestCatalogue:
    @pytest.mark.parametrize(
        "path", sorted(DOUBTFUL.glob("L*.policy")), ids=lambda one: one.name[:4]
    )
    def test_drawings(
        self, path: Path, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The policy shows its finding, drawn as it should be in both languages."""
        monkeypatch.chdir(DOUBTFUL)
        found = lint(Source(path.name, path.read_text(encoding="utf-8")))
        found = tuple(one for one in found if one.code == path.name[:4])

        assert found
        for language in ("en", "zh"):
            drawing = "\n\n".join(one.render(language) for one in found)  # type: ignore[arg-type]
            golden(f"diagnostics/{path.stem}.{language}.txt", drawing)

    @pytest.mark.parametrize("code", CODES)
    def test_avoid_and_prefer(self, code: str) -> None:
        """What the catalogue says to avoid has the finding; what it prefers has it not."""
        fault = catalogue()[code]

        assert code in [one.code for one in findings(fault.avoid)]
        found = findings(fault.prefer)
        assert code not in [one.code for one in found]
        assert not any(one.level == "error" for one in found)

    def test_every_rule_says_its_fact(self) -> None:
        """Each rule stands once in its tuple and says in a sentence what it demands."""
        rules = (*RULES, *COMPARISONS)

        assert len({*rules}) == len(rules)
        assert all((one.__doc__ or "").rstrip().endswith(".") for one in rules)
        assert len(rules) == len(CODES) - 2  # the comments have two codes, and are no rule


LINKS = "clause links\n  forbid message when text has url"
IN_GROUPS = "clause in_groups\n  forbid message when text has url and group given"
WORDS = "clause rude_words\n  forbid message when text contains rude"

NEAR_MISSES = {
    "another event": ("L401", f"{LINKS}\nclause b\n  forbid moments.post when text has url"),
    "no narrower": ("L401", f"{LINKS}\nclause b\n  forbid message when text has mobile and urgent"),
    "graver alone": (
        "L401",
        "severities low < high\n"
        f"{LINKS}\n  severity low\n{IN_GROUPS}\n  severity high",
    ),
    "a row of its own": (
        "L401", f"{LINKS}\n{IN_GROUPS}\npenalties\n  in_groups: warning\n  any: reminder",
    ),
    "opens a duty": (
        "L401",
        f"{LINKS}\n{IN_GROUPS}\nclause then\n"
        "  after violation in_groups within 1d require message.recall by actor = that.sender",
    ),
    "somebody else answers": ("L401", f"{LINKS}\n{IN_GROUPS} blame group.owner"),
    "only suspected": ("L401", f"clause links\n  suspect message when text has url\n{IN_GROUPS}"),
    "a tag that counts": ("L401", f"{LINKS}\n{IN_GROUPS}\n  tag rooms"),
    "two articles of the source": (
        "L401", f'{LINKS}\n  cites "1"\n{IN_GROUPS}\n  cites "2"',
    ),
    "the wide one can be lifted": (
        "L401", f"{LINKS}\n{IN_GROUPS}\nclause own\n  permit message lifts links when urgent",
    ),
    "lifts a part": ("L402", f"{LINKS}\nclause p\n  permit message lifts links when urgent"),
    "lifts one norm of two": (
        "L402",
        f"{LINKS}\n  forbid message when text has mobile\n"
        "clause p\n  permit message lifts links when text has url",
    ),
    "weights": ("L411", f'lexicon rude = {{"饭桶", "大饭桶" 3}}\n{WORDS}'),
    "a score": (
        "L411",
        'lexicon rude = {"饭桶", "大饭桶"}\nclause w\n  forbid message when text score rude >= 2',
    ),
    "further readings": ("L411", f'lexicon rude = {{"饭桶", "大饭桶"}} readings pinyin\n{WORDS}'),
    "whole words": ("L411", f'lexicon rude = {{"饭桶", "大饭桶"}} readings whole\n{WORDS}'),
    "a phrase protects the short one": (
        "L411", f'lexicon rude = {{"饭桶", "大饭桶"}} except {{"保温饭桶"}}\n{WORDS}',
    ),
    "near another word": (
        "L411",
        'lexicon who = {"你"}\nlexicon rude = {"饭桶", "大饭桶"}\n'
        "clause w\n  forbid message when text contains rude near who",
    ),
    "taken in elsewhere": (
        "L411",
        'lexicon rude = {"饭桶", "大饭桶"}\nlexicon less = rude - {"饭桶"}\n'
        f"{WORDS} and text contains less",
    ),
    "a library": ("L411", 'lexicon rude = {"饭桶", "大饭桶"}'),
    "few words in common": (
        "L412",
        'lexicon rude = {"饭桶", "草包"}\nlexicon ruder = {"饭桶", "草包", "白痴"}\n'
        f"{WORDS}\nclause b\n  forbid article.publish when text contains ruder",
    ),
    "protects its own words": (
        "L413",
        'lexicon rude = {"饭桶"}\nlexicon kind = {"饭桶", "谢谢"} except {"大饭桶"}\n'
        f"{WORDS} unless text contains kind",
    ),
    "another fact": (
        "L413",
        'lexicon rude = {"饭桶", "草包"}\nlexicon kind = {"饭桶"}\n'
        f"{WORDS} unless title contains kind",
    ),
    "either list is enough": (
        "L414",
        'lexicon rude = {"饭桶"}\nlexicon who = {"你", "饭桶"}\n'
        "clause w\n  forbid message when text contains rude or text contains who",
    ),
    "a real expression": ("L415", "clause w\n  forbid message when text matches /a+b|c|d|e|f/"),
    "a short choice": ("L415", "clause w\n  forbid message when text matches /饭桶|草包/"),
    "a short fact": ("L415", "clause w\n  forbid message when topic matches /a|b|c|d|e|f/"),
    "only a permission": (
        "L421",
        f'{LINKS}\n  violates "a.com"\n  complies "a"\n'
        "clause p\n  permit message lifts links when urgent",
    ),
    "taken in by another": (
        "L431", f'lexicon base = {{"饭桶"}}\nlexicon rude = base + {{"草包"}}\n{WORDS}',
    ),
    "hours of a length": (
        "L432",
        "hours work = workdays 08:30-17:30\nclause c\n"
        "  after approval.assign within 4h of work require approval.decide by request",
    ),
    "hours in a parameter": (
        "L432",
        "hours work = workdays 08:30-17:30\nparameter soon = 4h of work\nclause c\n"
        "  after approval.assign within soon require approval.decide by request",
    ),
    "hours of a person": (
        "L432",
        "hours work = workdays 08:30-17:30\nhours night = workdays 22:00-06:00\nclause c\n"
        "  after approval.assign within 4h of work for actor require approval.decide by request",
    ),
    "days of hours": (
        "L433",
        "days fair = {2026-05-06}\nhours work = fair 08:30-17:30\n"
        "clause c\n  forbid message when urgent and during work",
    ),
    "graded between": (
        "L434",
        "severities low < middle < high\nclause c\n  forbid report of information_leak\n"
        "  graded low..high",
    ),
    "the rest has a row": ("L441", f"{LINKS}\n  severity low\npenalties\n  otherwise: reminder"),
    "no penalties at all": ("L441", LINKS),
    "only advice": (
        "L441",
        f"{LINKS}\n  severity low\nclause b\n  should not message when urgent\n"
        "penalties\n  low: reminder",
    ),
    "steps that rise": (
        "L442",
        f"{LINKS}\n  severity low\npenalties\n"
        "  low: fine 50 CNY for first 3 per month, then fine 50..100 CNY",
    ),
    "a choice": (
        "L442",
        f"{LINKS}\n  severity low\npenalties\n"
        "  low: fine 100 CNY for first 3 per month, then fine 50 CNY and warning",
    ),
    "of different kinds": (
        "L443",
        "severities low < high\n"
        f"{LINKS}\n  severity low\nclause b\n  forbid message when urgent\n  severity high\n"
        "penalties\n  low: fine 100 CNY\n  high: dismissal",
    ),
    "every night": (
        "L451",
        "hours night = everyday 22:00-24:00, 00:00-06:00\n"
        "clause c\n  forbid message when urgent and during night",
    ),
    "a long night": (
        "L452",
        "hours off = workdays 17:30-08:30\nclause c\n  forbid message when urgent and during off",
    ),
    "no time at all": ("L453", LINKS),
    "hours with a zone": (
        "L453",
        'hours night = everyday 22:00-06:00 in "Asia/Tokyo"\n'
        "clause c\n  forbid message when urgent and during night",
    ),
    "another length": (
        "L454",
        f"{LINKS}\n  severity low\npenalties\n"
        "  low: fine 50 CNY for first 3 per month, then fine 100 CNY\n"
        "  repeat 5 low within 90d: dismissal",
    ),
    "a clock of 24 hours": (
        "L455",
        "hours late = everyday 18:00-22:00\nclause c\n"
        '  title "晚上6点至10点不发群消息"\n  forbid message when urgent and during late',
    ),
    "the morning beside": (
        "L455",
        "hours day = everyday 06:00-18:00\nclause c\n"
        '  title "早6点到晚6点"\n  forbid message when urgent and during day',
    ),
    "a limit by another key": (
        "L461",
        "clause a\n  limit password.change to 1 per month by account, actor\nclause b\n"
        "  every 7d for each a in accounts require password.change by account = a.id",
    ),
    "a limit on a part": (
        "L461",
        "clause a\n  limit password.change to 1 per month by account when weak\nclause b\n"
        "  every 7d for each a in accounts require password.change by account = a.id",
    ),
    "as often as allowed": (
        "L461",
        "clause a\n  limit password.change to 4 per month by account\nclause b\n"
        "  every 7d for each a in accounts require password.change by account = a.id",
    ),
    "forbidden in part": (
        "L471",
        "clause a\n  every day for each p in people require message by sender = p.id\n"
        "clause b\n  forbid message when group given",
    ),
    "forbidden and permitted": (
        "L471",
        "clause a\n  every day for each p in people require message by sender = p.id\n"
        "clause b\n  forbid message when text told\n"
        "clause c\n  permit message lifts b when urgent",
    ),
    "one of two ways is left": (
        "L471",
        "clause a\n"
        "  every day for each p in people require message, moments.post by sender = p.id\n"
        "clause b\n  forbid moments.post where (text told or not text told)",
    ),
    "required at other times": (
        "L472",
        "clause a\n  require amount >= 500 on message where (kind = transfer) when urgent\n"
        "clause b\n  require amount <= 200 on message where (kind = transfer) when group given",
    ),
    "both can be": (
        "L472",
        "clause a\n  require amount >= 100 on message where (kind = transfer)\n"
        "clause b\n  require amount <= 200 on message where (kind = transfer)",
    ),
    "permitted in part": (
        "L473",
        f"{LINKS}\n{IN_GROUPS}\nclause p\n  permit message lifts in_groups when group given",
    ),
    "few cite": (
        "L481", f'{LINKS}\n  cites "1"\n{IN_GROUPS}\nclause c\n  forbid message when urgent',
    ),
    "few have titles": (
        "L482", f'{LINKS}\n  title "x"\n{IN_GROUPS}\nclause c\n  forbid message when urgent',
    ),
    "a ban on an action": ("L483", "clause c\n  forbid account.share"),
    "a ban on a part": ("L483", "clause c\n  forbid message where (kind = file)"),
}  # fmt: skip


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_near_misses(name: str) -> None:
    """What comes near to a finding and is none leaves the rule silent."""
    code, text = NEAR_MISSES[name]
    found = findings(text)

    assert not any(one.level == "error" for one in found), found[0].render()
    assert code not in [one.code for one in found]


def test_every_rule_has_a_near_miss() -> None:
    """No rule is without a policy that comes near and is left alone."""
    assert {code for code, _ in NEAR_MISSES.values()} == {*CODES} - {"L491", "L492"}


class TestOrder:
    def test_errors_are_told_alone(self) -> None:
        """In a policy with an error nothing else is looked for."""
        assert codes('lexicon rude = {"饭桶"}\nclause c\n  forbid message when text has urls') == [
            "E115"
        ]

    def test_warnings_of_the_check_are_told_too(self) -> None:
        """What `check` warns of stands in its place among the findings."""
        assert codes(f"parameter busy = 20\n{LINKS}\n{IN_GROUPS}") == ["W101", "L401"]

    def test_the_later_of_two_equal_clauses_is_told(self) -> None:
        """Of two clauses that say the same, one is told, once."""
        again = LINKS.replace("links", "again")
        (found,) = [one for one in findings(f"{LINKS}\n{again}") if one.code == "L401"]

        assert found.facts["name"] == "links"

    def test_a_library_is_told_where_it_is_linted(self, tmp_path: Path) -> None:
        """What is doubtful in a library is not told of its users."""
        library = f"{LINKS}\n{IN_GROUPS}"
        (tmp_path / "ours.policy").write_text(f'policy "ours"\n{library}', encoding="utf-8")
        user = Source(str(tmp_path / "user.policy"), 'policy "user"\nuse "ours"\n')

        assert lint(user) == ()
        assert "L401" in codes(library)


FORBIDS = "clause no_groups\n  forbid message when group given"
ASKS = (
    "clause daily\n"
    "  every day for each p in people require message where (group given) by sender = p.id"
)
WORK = "hours work = workdays 08:30-17:30"


class TestTwoPolicies:
    def test_required_here_and_forbidden_there(self) -> None:
        """A contradiction of two policies is told once, in the second, with the other place."""
        for one, two in ((FORBIDS, ASKS), (ASKS, FORBIDS)):
            (found,) = [each for each in findings(one, two) if each.code == "L471"]

            assert found.source.name == "test1.policy"
            assert found.related[0].source is not None
            assert found.related[0].source.name == "test0.policy"

    def test_each_pair_once(self) -> None:
        """Of three policies, each pair is looked at once."""
        other = FORBIDS.replace("no_groups", "none_either")

        assert codes(ASKS, FORBIDS, other).count("L471") == 2

    def test_hours_of_one_name(self) -> None:
        """Hours of one name are the same only if their text is."""
        asks = "\nclause a\n  require amount >= 500 on message when during work"
        lets = "\nclause b\n  require amount <= 200 on message when during work"

        assert "L472" in codes(WORK + asks, WORK + lets)
        assert "L472" not in codes(WORK + asks, WORK.replace("08:30", "09:00") + lets)

    def test_lexicons_of_one_name(self) -> None:
        """A lexicon of one name with other words is another one."""
        require = 'lexicon polite = {"您好"}\nclause a\n  require text contains polite on message'
        forbid = 'lexicon polite = {"您好"}\nclause b\n  forbid message when text contains polite'

        assert "L471" in codes(require, forbid)
        assert "L471" not in codes(require, forbid.replace("您好", "亲"))

    def test_permitted_here_and_forbidden_there(self) -> None:
        """What one policy permits and the other forbids is told."""
        permits = f"{IN_GROUPS}\nclause p\n  permit message lifts in_groups when group given"

        assert "L473" in codes(permits, FORBIDS)
        assert "L473" not in codes(permits, LINKS)

    def test_a_limit_there(self) -> None:
        """A duty of the one and a limit of the other are held against each other."""
        duty = (
            "clause b\n  every 7d for each a in accounts require password.change by account = a.id"
        )
        limit = "clause a\n  limit password.change to 3 per month by account"

        assert "L461" in codes(duty, limit)
        assert "L461" in codes(limit, duty)


class TestSuppression:
    @pytest.mark.parametrize(
        "text",
        [
            f"{IN_GROUPS}\n{LINKS}".replace("in_groups\n", "in_groups  # lint: ignore L401 why\n"),
            f"# lint: ignore L401 why\n{IN_GROUPS}\n{LINKS}",
            f"# 忽略 L401 why\n{IN_GROUPS}\n{LINKS}",
            f"＃忽略：L401、L421 why\n{IN_GROUPS}\n{LINKS}",
            f"# lint: ignore L401 why\n# another remark\n{IN_GROUPS}\n{LINKS}",
        ],
    )
    def test_a_comment_lets_pass(self, text: str) -> None:
        """A comment on the line or above it lets a finding pass, and keeps its reason."""
        report = lint_report(Source("t.policy", f'policy "t"\n{text}'))

        assert not [one for one in report.findings if one.code in ("L401", "L491")]
        (passed,) = [one for one in report.suppressed if one.finding.code == "L401"]
        assert passed.reason == "why"

    @pytest.mark.parametrize(
        ("comment", "expected"),
        [
            ("# lint: ignore L401", ["L491"]),
            ("# lint: ignore L401, W101", ["L491", "L491"]),
            ("# lint: ignore L4011", ["L492"]),
            ("# lint: ignore E101", ["L492"]),
            ("# lint: ignore", ["L492"]),
            ("# 忽略大小写", []),
            ("# 忽略 大小写", []),
            ("# lint", []),
            *((f"# lint: ignore {code}", []) for code in sorted(NEEDS_ANOTHER)),
        ],
    )
    def test_idle_comments(self, comment: str, expected: list[str]) -> None:
        """A comment that lets nothing pass is told, unless it may be about another policy."""
        assert codes(f"{comment}\n{LINKS}") == expected

    def test_a_wrong_code_is_mended(self) -> None:
        """The code that was probably meant is suggested."""
        (found,) = [one for one in findings(f"# lint: ignore l401\n{LINKS}") if one.code == "L492"]

        assert found.suggestion == "L401"

    def test_errors_stay(self) -> None:
        """An error cannot be let pass."""
        assert "E115" in codes("clause c\n  forbid message when text has urls  # lint: ignore E115")


def test_many_words_take_no_long(tmp_path: Path) -> None:
    """Words are searched for within ten times the words in about ten times the time."""

    def ground(count: int) -> Ground:
        words = [f"词{number:06}" for number in range(count)]
        (tmp_path / f"{count}.txt").write_text("\n".join([*words, "词000001号"]), encoding="utf-8")
        text = f'policy "t"\nlexicon rude = file "{count}.txt"\n{WORDS}'
        return Ground.of(quickly_checked(Source(str(tmp_path / "t.policy"), text))[0])

    few, many = ground(10_000), ground(100_000)
    (found,) = words_add_finds(many, Places(()))

    assert found.facts["inner"] == "词000001"
    assert growth(lambda one: words_add_finds(one, Places(())), few, many) < 3 * 10


SOME = [path for path in PACKS if path.name[:3] in ("P24", "wor")]


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.name)
def test_some_packs_are_clean(path: Path) -> None:
    """A shipped policy has nothing worse than a hint."""
    found = lint(Source(str(path), path.read_text(encoding="utf-8")))

    assert not [one.render() for one in found if one.level != "hint"]


@pytest.mark.long
@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.name)
def test_packs_are_clean(path: Path) -> None:
    """Every shipped policy has nothing worse than a hint."""
    test_some_packs_are_clean(path)
