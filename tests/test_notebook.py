"""Notebooks: policies written and tried in cells, and what objects look like there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import RichOutput, capture_output
from pages import Page
from test_plotting import EMPTY
from traitlets.config import Config

from wechat_policy import Engine, InvalidPolicy, Policy, check_text, load, loads
from wechat_policy.notebook.displays import MOST
from wechat_policy.plotting import plot_days
from wechat_policy.testing import completed

GOOD = """制度 "群规" "工作群规矩"

词库 脏话 = {"饭桶"}

条款 不骂人
  不得 消息 当 正文 出现 脏话
  违规示例 "你这个饭桶"
  合规示例 "大家辛苦了"
"""
FAULTY = GOOD.replace("出现 脏话", "出现 赃话")
FAILING = f'{GOOD}  合规示例 "饭桶要洗干净"\n'


class Notebook:
    """A shell in which cells are run, with what each displays."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell

    def run(self, cell: str) -> tuple[bool, list[RichOutput], str]:
        """Whether a cell succeeded, what it displays, and what it prints."""
        with capture_output() as captured:
            done = self.shell.run_cell(cell)
        return done.success, captured.outputs, captured.stdout + captured.stderr

    def page(self, cell: str) -> Page:
        """What a cell that succeeds displays, as HTML."""
        done, outputs, told = self.run(cell)
        assert done, told
        return Page("\n".join(one.data["text/html"] for one in outputs))


@pytest.fixture
def notebook(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    """A Chinese notebook with the extension loaded."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    settings = Config({"HistoryManager": {"enabled": False}})
    InteractiveShell.clear_instance()
    made = Notebook(InteractiveShell.instance(config=settings, colors="nocolor"))
    assert made.run("%load_ext wechat_policy") == (True, [], "")
    yield made
    InteractiveShell.clear_instance()


class TestPolicyCell:
    def test_a_policy_is_bound_and_told(self, notebook: Notebook) -> None:
        """The variable holds the policy; its clauses and its examples are told."""
        page = notebook.page(f"%%policy 群规\n{GOOD}")

        assert isinstance(notebook.shell.user_ns["群规"], Policy)
        assert "群规 工作群规矩" in page.text
        assert "不骂人" in page.text
        assert "示例 2 个，未通过 0 个" in page.text
        assert ([], []) == (page.open, page.broken)

    def test_faults_are_shown_in_place(self, notebook: Notebook) -> None:
        """A faulty cell shows each fault, fails without a traceback, and binds nothing."""
        done, outputs, told = notebook.run(f"%%policy 群规\n{FAULTY}")

        page = Page(outputs[0].data["text/html"])
        assert not done
        assert "赃话" in page.inside("mark")
        assert "群规:6:" in page.text
        assert "Traceback" not in told
        assert "此制度不能使用" in told
        assert "群规" not in notebook.shell.user_ns

    def test_a_faulty_cell_leaves_the_variable(self, notebook: Notebook) -> None:
        """The policy that was there before is still there."""
        notebook.page(f"%%policy 群规\n{GOOD}")
        before = notebook.shell.user_ns["群规"]
        notebook.run(f"%%policy 群规\n{FAULTY}")

        assert notebook.shell.user_ns["群规"] is before

    def test_failing_examples_are_explained(self, notebook: Notebook) -> None:
        """What was promised and found is told, with the condition."""
        page = notebook.page(f"%%policy 群规\n{FAILING}")

        assert "示例 3 个，未通过 1 个" in page.text
        assert "应当符合该条款，却判为违规" in page.text
        assert "正文 出现 脏话" in page.text

    def test_warnings_are_shown(self, notebook: Notebook) -> None:
        """What the check lets pass is told too."""
        doubtful = "条款 不发住址\n  不得 消息 当 正文 含有 地址\n"
        page = notebook.page(f"%%policy 群规\n{GOOD}\n{doubtful}")

        assert "警告 W315" in page.text

    @pytest.mark.parametrize("name", ["2群", "a-b", ""])
    def test_a_wrong_name_is_wrong_use(self, notebook: Notebook, name: str) -> None:
        """It is told in a line."""
        done, outputs, told = notebook.run(f"%%policy {name}\n{GOOD}")

        assert (done, outputs) == (False, [])
        assert "Traceback" not in told

    def test_english(self, notebook: Notebook) -> None:
        """A cell can be told in English."""
        page = notebook.page(f"%%policy rules --language en\n{GOOD}")

        assert "2 examples, 0 failed" in page.text


class TestJudgeCell:
    def test_lines_are_messages(self, notebook: Notebook) -> None:
        """Each line has its verdict, the found words marked; blank ones are left out."""
        notebook.page(f"%%policy 群规\n{GOOD}")
        page = notebook.page("%%judge 群规\n你这个饭桶\n\n大家辛苦了\n")

        assert page.inside("mark") == ["饭桶"]
        assert page.text.count("判定编号") == 2
        assert page.text.count("未发现违规") == 1

    def test_lines_may_be_events(self, notebook: Notebook) -> None:
        """JSON is an event; what it does not say is filled in."""
        notebook.page(f"%%policy 群规\n{GOOD}")
        page = notebook.page('%%judge 群规\n{"sender": "王五", "text": "饭桶"}\n')

        assert "王五" in page.text

    @pytest.mark.parametrize(
        ("cell", "told"),
        [
            ("%%judge 没有\n你好", "不是制度"),
            ("%%judge 群规\n你好\n{你好", "第 2 行"),
            ('%%judge 群规\n{"type": "massage"}', "message"),
            ('%%judge 群规\n{"type": "message", "at": 5, "text": "a"}', "`at`"),
        ],
    )
    def test_wrong_use_is_a_line(self, notebook: Notebook, cell: str, told: str) -> None:
        """What is wrong is told without a traceback."""
        notebook.page(f"%%policy 群规\n{GOOD}")
        done, outputs, said = notebook.run(cell)

        assert (done, outputs) == (False, [])
        assert told in said
        assert "Traceback" not in said


class TestDisplays:
    @staticmethod
    def html(notebook: Notebook, thing: object) -> str | None:
        data, _ = notebook.shell.display_formatter.format(thing)
        return data.get("text/html")

    def test_objects_are_shown(self, notebook: Notebook) -> None:
        """Verdicts, faults and policies are HTML, alone and in lists."""
        policy = loads(GOOD)
        verdicts = Engine(policy).judge_many(completed(["你这个饭桶", "好"], policy.zone))
        faults = check_text(FAULTY)

        for thing in (*verdicts, [*verdicts], faults, faults[0], policy, load("P04")):
            told = self.html(notebook, thing)
            if thing:
                assert told is not None and told.startswith("<article")
                assert ([], []) == (Page(told).open, Page(told).broken)

    def test_long_lists_are_cut(self, notebook: Notebook) -> None:
        """Of many verdicts the first are shown, and how many there are is told."""
        policy = loads(GOOD)
        verdicts = [*Engine(policy).judge_many(completed(["饭桶"] * (MOST + 5), policy.zone))]
        told = self.html(notebook, verdicts)

        assert told is not None
        assert told.count("<article") == MOST
        assert "另有 5 项" in told

    def test_pictures_are_shown(self, notebook: Notebook) -> None:
        """A figure of `plotting` is a picture, though it belongs to no window."""
        data, _ = notebook.shell.display_formatter.format(plot_days(EMPTY).figure)

        assert data["image/png"].startswith(b"\x89PNG")

    def test_results_are_shown(self, notebook: Notebook) -> None:
        """A backtest is told by what its report says first."""
        told = self.html(notebook, EMPTY)

        assert told is not None
        assert Page(told).broken == []

    @pytest.mark.parametrize("thing", [[], [1, 2], (), ("a",), {"a": 1}])
    def test_other_things_stay(self, notebook: Notebook, thing: object) -> None:
        """Lists of anything else look as they did."""
        assert self.html(notebook, thing) is None

    def test_a_raised_fault_is_shown(self, notebook: Notebook) -> None:
        """A policy that does not load shows its faults in place of a traceback."""
        notebook.shell.user_ns.update(loads=loads, text=FAULTY)
        done, outputs, told = notebook.run("loads(text)")

        assert not done
        assert "赃话" in Page(outputs[0].data["text/html"]).inside("mark")
        assert "Traceback" not in told
        with pytest.raises(InvalidPolicy):
            loads(FAULTY)
