"""The language server as an editor meets it: a client library before the real process."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from editing import Editor, position, units
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from wechat_policy.cli import main

POLICY = """\
# 🙂 𠮷
制度 “office” “办公聊天”
词库 粗话 = {“饭桶🙂”}
等级 轻微
条款 不说粗话
  不得 消息 当 正文 出现 粗活 # 𠮷
  情节 轻微
  违规示例 “🙂你这个饭桶🙂”
  合规示例 “饭桶🙂”
处理
  轻微：口头警告
"""
FORMAT = types.FormattingOptions(tab_size=2, insert_spaces=True)


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("制度")


@pytest.fixture(name="editor", scope="module")
def _editor(folder: Path) -> Iterator[Editor]:
    editor = Editor(locale="zh-CN", initialization_options={"docs": "https://d.example/{code}.md"})
    editor.start(folder)
    yield editor
    assert 0 == editor.stop()


def document(uri: str) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri)


def test_a_morning_of_an_author(editor: Editor, folder: Path) -> None:
    """Open, see the fault, mend it, look around, rename, format, run the examples."""
    uri = (folder / "甲.policy").as_uri()
    editor.open(uri, POLICY)
    (fault,) = editor.diagnostics(uri).diagnostics
    start = POLICY.index("粗活")
    place = types.Range(position(POLICY, start), position(POLICY, start + 2))
    assert ("E106", place, types.DiagnosticSeverity.Error) == (
        fault.code, fault.range, fault.severity,
    )  # fmt: skip
    assert "是否想写 `粗话`？" in fault.message
    assert fault.code_description is not None
    assert "https://d.example/E106.md" == fault.code_description.href

    context = types.CodeActionContext([fault])
    (action,) = editor.request(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionParams(document(uri), place, context)
    )
    assert "改为 `粗话`" == action.title
    assert POLICY.replace("粗活", "粗话") == editor.after(uri, action.edit.changes[uri])
    editor.type(uri, start, start + 2, "粗话")
    assert [] == [
        one for one in editor.diagnostics(uri).diagnostics
        if one.severity == types.DiagnosticSeverity.Error
    ]  # fmt: skip

    text = editor.texts[uri]
    hover = editor.request(types.TEXT_DOCUMENT_HOVER, types.HoverParams(**editor.at(uri, start)))
    assert ("1 个词：饭桶🙂" in hover.contents.value, place) == (True, hover.range)

    found = editor.request(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionParams(**editor.at(uri, start))
    )
    (item,) = [one for one in found.items if one.label == "粗话"]
    more = editor.request(types.COMPLETION_ITEM_RESOLVE, item)
    assert "饭桶" in more.documentation.value

    where = editor.request(
        types.TEXT_DOCUMENT_DEFINITION, types.DefinitionParams(**editor.at(uri, start))
    )
    assert (uri, position(text, text.index("粗话"))) == (where.uri, where.range.start)

    edit = editor.request(
        types.TEXT_DOCUMENT_RENAME,
        types.RenameParams(new_name="骂人的话", **editor.at(uri, start)),
    )
    renamed = editor.after(uri, edit.changes[uri])
    assert (
        text.replace("不说粗话", "不说@").replace("粗话", "骂人的话").replace("@", "粗话")
        == renamed
    )
    with pytest.raises(JsonRpcException, match="`不得` 是语言的关键词"):
        editor.request(
            types.TEXT_DOCUMENT_RENAME,
            types.RenameParams(new_name="不得", **editor.at(uri, start)),
        )

    edits = editor.request(
        types.TEXT_DOCUMENT_FORMATTING, types.DocumentFormattingParams(document(uri), FORMAT)
    )
    laid_out = editor.after(uri, edits)
    assert laid_out.startswith("# 🙂 𠮷\n制度 “office” “办公聊天”\n\n词库 粗话")
    assert "粗话  # 𠮷\n" in laid_out

    lenses = editor.request(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensParams(document(uri)))
    results = [
        editor.request(
            types.WORKSPACE_EXECUTE_COMMAND,
            types.ExecuteCommandParams(one.command.command, one.command.arguments),
        )
        for one in lenses
    ]
    assert [True, False] == [one["passed"] for one in results]
    assert "✓ 正文 出现 粗话" in results[1]["details"]
    assert [one["message"] for one in results] == [one.message for one in editor.shown[-2:]]

    names = editor.request(
        types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, types.DocumentSymbolParams(document(uri))
    )
    assert ["office", "粗话", "等级", "不说粗话", "处理"] == [one.name for one in names]


def test_a_clause_is_typed_key_by_key(editor: Editor, folder: Path) -> None:
    """After each key the server has the text of the editor, and nothing fails on the way."""
    uri = (folder / "乙.policy").as_uri()
    editor.open(uri, "# 𠮷\n制度 “b” “乙”\n参数 上限 = 20\n")
    failures = len(editor.logged)
    typed = "条款 少发\n  不得消息当正文超长20字\n"
    for key in typed:
        end = len(editor.texts[uri])
        editor.type(uri, end, end, key)
        editor.request(
            types.TEXT_DOCUMENT_COMPLETION, types.CompletionParams(**editor.at(uri, end + 1))
        )
    said = editor.diagnostics(uri)
    assert editor.versions[uri] == said.version
    assert "E008" in {one.code for one in said.diagnostics}
    start = editor.texts[uri].index("不得消")
    editor.type(uri, start, start + 12, "不得 消息 当 正文 超长 20字")
    assert {"E303"} >= {
        one.code for one in editor.diagnostics(uri).diagnostics
        if one.severity == types.DiagnosticSeverity.Error
    }  # fmt: skip
    assert failures == len(editor.logged)


def test_versions_that_are_gone_are_not_told_of(editor: Editor, folder: Path) -> None:
    """Of many quick changes only the last is checked."""
    uri = (folder / "丙.policy").as_uri()
    editor.open(uri, "制度 “c” “丙”\n")
    for number in range(12):
        editor.type(uri, 0, 0, f"# {number}\n")
    editor.diagnostics(uri)
    assert {13} == {one.version for one in editor.published if one.uri == uri}
    editor.client.text_document_did_close(types.DidCloseTextDocumentParams(document(uri)))
    editor.request(types.TEXT_DOCUMENT_HOVER, types.HoverParams(**editor.at(uri, 1)))
    assert not [one for one in editor.published if one.uri == uri][-1].diagnostics


def test_a_library_that_nobody_saved_counts(editor: Editor, folder: Path) -> None:
    """What is typed in a library changes what is said of the policy that uses it."""
    library, user = ((folder / name).as_uri() for name in ("ours.policy", "丁.policy"))
    editor.open(library, "词库 我们的 = {“a”}\n")
    editor.open(user, "制度 “d” “丁”\n引用 “ours”\n条款 甲\n  不得 消息 当 正文 出现 他们的\n")
    assert ["E106"] == [one.code for one in editor.diagnostics(user).diagnostics]
    editor.type(library, 3, 5, "他们")
    deadline = time.monotonic() + 30
    while [one for one in editor.diagnostics(user).diagnostics if one.code == "E106"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_is_not_open_is_answered_with_nothing(editor: Editor, folder: Path) -> None:
    """A text that was never opened."""
    uri = (folder / "nowhere.policy").as_uri()
    editor.texts[uri], editor.versions[uri] = "", 1
    at = editor.at(uri, 0)
    assert editor.request(types.TEXT_DOCUMENT_HOVER, types.HoverParams(**at)) is None
    assert editor.request(types.TEXT_DOCUMENT_DEFINITION, types.DefinitionParams(**at)) is None
    renaming = types.RenameParams(new_name="a", **at)
    assert editor.request(types.TEXT_DOCUMENT_RENAME, renaming) is None
    symbols = types.DocumentSymbolParams(document(uri))
    assert not editor.request(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, symbols)
    run = types.ExecuteCommandParams("wechat-policy.runExample", [uri, {"line": 3}])
    assert editor.request(types.WORKSPACE_EXECUTE_COMMAND, run) is None
    editor.type(uri, 0, 0, "甲")
    assert editor.request(types.TEXT_DOCUMENT_HOVER, types.HoverParams(**at)) is None


CASES = """\
用例集 “己.policy”
用例 “问候”
  事件   “早”
  预期 没有 违规 甲以
"""


def test_a_file_of_cases(editor: Editor, folder: Path) -> None:
    """Its faults are told, with the policy as the editor has it, and mended; it is laid out."""
    policy, uri = ((folder / name).as_uri() for name in ("己.policy", "己.cases"))
    editor.open(policy, "制度 “己”\n条款 甲乙\n  不得 登录\n")
    editor.open(uri, CASES)
    (fault,) = editor.diagnostics(uri).diagnostics
    start = CASES.index("甲以")
    place = types.Range(position(CASES, start), position(CASES, start + 2))
    assert ("E112", place) == (fault.code, fault.range)
    mending = types.CodeActionParams(document(uri), place, types.CodeActionContext([fault]))
    (action,) = editor.request(types.TEXT_DOCUMENT_CODE_ACTION, mending)
    assert ["甲乙"] == [one.new_text for one in action.edit.changes[uri]]
    asked = types.DocumentSymbolParams(document(uri))
    found = editor.request(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, asked)
    assert [("己.policy", "用例集"), ("问候", "用例")] == [(one.name, one.detail) for one in found]
    shown = editor.request(
        types.TEXT_DOCUMENT_HOVER, types.HoverParams(**editor.at(uri, CASES.index("预期")))
    )
    assert "`expect`" in shown.contents.value
    (edit,) = editor.request(
        types.TEXT_DOCUMENT_FORMATTING, types.DocumentFormattingParams(document(uri), FORMAT)
    )
    assert "  事件 “早”\n" in edit.new_text
    at = editor.at(uri, start)
    renaming = types.RenameParams(new_name="a", **at)
    assert editor.request(types.TEXT_DOCUMENT_RENAME, renaming) is None
    editor.type(uri, start + 1, start + 2, "乙")
    deadline = time.monotonic() + 30
    while editor.diagnostics(uri).diagnostics:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_an_empty_text_gets_something_to_begin_with(editor: Editor, folder: Path) -> None:
    """Nothing is wrong with it yet but that it has no head, and sections are offered."""
    uri = (folder / "戊.policy").as_uri()
    editor.open(uri, "")
    editor.diagnostics(uri)
    found = editor.request(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionParams(**editor.at(uri, 0))
    )
    assert {"制度", "policy"} <= {one.label for one in found.items}


def test_nothing_failed_inside(editor: Editor) -> None:
    """All that was logged so far are the conditions of examples that failed."""
    assert not [one.message for one in editor.logged if one.type == types.MessageType.Error]


def test_an_editor_that_goes_without_a_word_ends_the_server(tmp_path: Path) -> None:
    """The exit code tells it, and the log holds no words of a text."""
    general = types.GeneralClientCapabilities(position_encodings=["utf-32", "utf-8"])
    editor = Editor(locale="en", capabilities=types.ClientCapabilities(general=general))
    log = tmp_path / "lsp.log"
    answer = editor.start(tmp_path, "--log", str(log))
    assert "wechat-policy" == answer.server_info.name  # type: ignore[union-attr]
    assert answer.capabilities.completion_provider is not None
    uri = (tmp_path / "a.policy").as_uri()
    editor.open(uri, "# 密语\n词库 乙 = {“🙂”} + 通用.侮辱\n")
    place = types.Position(1, 16)
    found = editor.request(
        types.TEXT_DOCUMENT_HOVER, types.HoverParams(types.TextDocumentIdentifier(uri), place)
    )
    assert (15, 20) == (found.range.start.character, found.range.end.character)
    assert 1 == editor.stop(ask=False)
    told = log.read_text(encoding="utf-8")
    assert "text_hover" in told
    assert "密语" not in told


def test_the_command_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra it is wrong use, told in a line."""
    for name in [one for one in sys.modules if one.startswith("wechat_policy.language_server")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "lsprotocol", None)
    monkeypatch.setitem(sys.modules, "pygls", None)
    done = CliRunner(env={"LC_ALL": "C"}).invoke(main, ["lsp"])
    assert (2, True) == (done.exit_code, "wechat-policy[editor]" in done.output)


def test_units_are_those_of_utf_16() -> None:
    """The tests count as editors do."""
    assert 3 == units("🙂a")
