"""The folder of the VS Code extension holds what it promises, and its snippets are policies."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import regex
from highlighted import ROOT

from wechat_policy import check_text
from wechat_policy.highlighting.textmate import grammar
from wechat_policy.lexical import keywords
from wechat_policy.parser import parse
from wechat_policy.source import Source

FOLDER = ROOT / "editors" / "vscode"
SKINS = ("en", "zh")


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


PACKAGE = read("package.json")
CONTRIBUTES = PACKAGE["contributes"]
EXTENSION = (FOLDER / "extension.js").read_text(encoding="utf-8")


# ----------------------------------------------------------------------------- what is declared


def test_the_version_is_that_of_the_project() -> None:
    """Whoever reports a fault of the extension names the version of the library with it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["version"] == PACKAGE["version"]
    assert f"\n## {project['version']}\n" in (FOLDER / "CHANGELOG.md").read_text(encoding="utf-8")


def _named(declared: Any) -> Iterator[str]:
    """Every relative path in the declaration."""
    for value in declared.values() if isinstance(declared, dict) else declared:
        if isinstance(value, dict | list):
            yield from _named(value)
        elif isinstance(value, str) and value.startswith("./"):
            yield value


def test_every_file_that_is_named_is_there() -> None:
    """The program, the grammar, the configuration and the snippets exist."""
    named = sorted(_named(PACKAGE))

    assert [] == [name for name in named if not (FOLDER / name).is_file()]
    assert {"./extension.js", "./language-configuration.json"} <= set(named)
    assert "README.md" in {path.name for path in FOLDER.iterdir()}


def test_the_language_begins_the_extension() -> None:
    """A policy or a file of cases wakes the extension, and has its grammar and snippets."""
    (language,) = CONTRIBUTES["languages"]
    (colours,) = CONTRIBUTES["grammars"]

    assert ("wechat-policy", [".policy", ".cases"]) == (language["id"], language["extensions"])
    assert [f"onLanguage:{language['id']}"] == PACKAGE["activationEvents"]
    assert grammar()["scopeName"] == colours["scopeName"]
    assert {language["id"]} == {
        one["language"] for one in (*CONTRIBUTES["grammars"], *CONTRIBUTES["snippets"])
    }
    assert re.match(language["firstLine"], "制度 “甲”") and re.match(
        language["firstLine"], 'policy "a"'
    )


def test_settings_and_commands_are_those_of_the_program() -> None:
    """What the program reads is declared, with the same default, and told in both languages."""
    declared = CONTRIBUTES["configuration"]["properties"]
    readings = dict(re.findall(r'\.get\("(\w+)", ([^)]+)\)', EXTENSION))
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert {f"wechat-policy.{name}": json.loads(one) for name, one in readings.items()} == {
        name: one["default"] for name, one in declared.items() if "trace" not in name
    }
    assert ["wechat-policy.restart"] == [one["command"] for one in CONTRIBUTES["commands"]]
    assert "`${SECTION}.restart`" in EXTENSION
    assert [] == [name for name in declared if guide.count(f"`{name}`") != 2]
    assert [] == [name for name, one in declared.items() if " · " not in one["markdownDescription"]]


# ------------------------------------------------------------------------ how the editor behaves

CONFIGURATION = read("language-configuration.json")


def test_brackets_of_both_widths_pair() -> None:
    """Full-width brackets and Chinese quotation marks close as the others do."""
    closing = {(one["open"], one["close"]) for one in CONFIGURATION["autoClosingPairs"]}

    assert {("(", ")"), ("（", "）"), ("“", "”"), ("「", "」"), ('"', '"')} <= closing
    assert {("（", "）"), ("｛", "｝")} <= {tuple(one) for one in CONFIGURATION["brackets"]}
    assert "#" == CONFIGURATION["comments"]["lineComment"]


def test_every_section_folds() -> None:
    """A line that a section keyword opens begins a fold, and no other does."""
    marker = re.compile(CONFIGURATION["folding"]["markers"]["start"])
    sections = [one for one in keywords().values() if one.role in ("section", "cases")]
    spellings = [word for one in sections for word in (*one.en, *one.zh)]

    assert [] == [word for word in spellings if not marker.match(f"{word} x")]
    assert [] == [
        line for line in ("  clause a", "clauses a", "条款闲聊", "forbid") if marker.match(line)
    ]
    assert re.match(CONFIGURATION["folding"]["markers"]["end"], "  ")


def test_words_are_chinese_too() -> None:
    """A double click takes a name in either script, and one step of a path."""
    pattern = CONFIGURATION["wordPattern"]

    assert "u" == pattern["flags"]
    assert ["不得", "消息", "no_insults", "发送人", "部门", "20"] == regex.findall(
        pattern["pattern"], "不得 消息 （no_insults）“发送人.部门” 20"
    )


# ------------------------------------------------------------------------------------- snippets


def filled(skin: str) -> dict[str, str]:
    """The snippets of a skin with their first proposals, by name."""
    return {
        name: re.sub(r"\$0|\$\{\d+:([^}]*)\}", lambda one: one[1] or "", "\n".join(one["body"]))
        for name, one in read(f"snippets/{skin}.json").items()
    }


@pytest.mark.parametrize("skin", SKINS)
def test_every_snippet_is_read(skin: str) -> None:
    """Each snippet is a section of the language as it is proposed."""
    for name, text in filled(skin).items():
        _, faults = parse(Source(name, text))
        assert [] == [fault.render("en") for fault in faults]
        assert "$" not in text


@pytest.mark.parametrize("skin", SKINS)
def test_the_snippets_together_are_a_policy(skin: str) -> None:
    """One after the other they make a policy without errors."""
    found = check_text("\n".join(filled(skin).values()))

    assert [] == [one.render("en") for one in found if one.level == "error"]


def test_both_skins_have_the_same_snippets() -> None:
    """The sections and norms of the two files are the same, one by one."""
    kinds = []
    for skin in SKINS:
        trees = [parse(Source(name, text))[0] for name, text in filled(skin).items()]
        kinds.append(
            [
                [
                    (type(one), [type(norm) for norm in getattr(one, "norms", ())])
                    for one in tree.sections
                ]
                for tree in trees
            ]
        )

    assert kinds[0] == kinds[1]
    assert 8 == len(kinds[0])


# ------------------------------------------------------------------------------------ the program

NODE = shutil.which("node")

HARNESS = r"""
const Module = require("module");
const said = [];
const values = JSON.parse(process.argv[2]);
const vscode = {
  workspace: {
    isTrusted: values.trusted,
    getConfiguration: () => ({ get: (name, none) => (name in values ? values[name] : none) }),
    onDidGrantWorkspaceTrust: () => ({}),
    onDidChangeConfiguration: (listen) => { vscode.changed = listen; return {}; },
  },
  commands: { registerCommand: (name, run) => { said.push(["command", name]); return { run }; } },
  window: {
    showWarningMessage: (text) => said.push(["warning", text.slice(0, 13)]),
    showErrorMessage: (text) => said.push(["error", text.slice(0, 13)]),
  },
};
class LanguageClient {
  constructor(id, name, server, options) { Object.assign(this, { server: server.run, options }); }
  async start() {
    said.push(["start", this.server.command, ...this.server.args,
               JSON.stringify(this.options.initializationOptions)]);
    if (values.broken) throw new Error("ENOENT");
  }
  async stop() { said.push(["stop"]); }
}
const library = { LanguageClient, TransportKind: { stdio: 0 } };
const load = Module._load;
Module._load = (name, ...rest) => {
  if (name === "vscode") return vscode;
  if (name === "vscode-languageclient/node") {
    if (values.missing) throw new Error("not installed");
    return library;
  }
  return load(name, ...rest);
};
const extension = require(process.argv[1]);
(async () => {
  await extension.activate({ subscriptions: [] });
  if (values.changes) {
    vscode.changed({ affectsConfiguration: (name) => name === "wechat-policy.executable" });
    vscode.changed({ affectsConfiguration: (name) => name === "editor.tabSize" });
  }
  await extension.deactivate();
  console.log(JSON.stringify(said));
})();
"""

COMMAND = ["command", "wechat-policy.restart"]
RUNS: dict[str, tuple[dict[str, Any], list[list[str]]]] = {
    "starts and stops": ({}, [COMMAND, ["start", "wechat-policy", "lsp", "{}"], ["stop"]]),
    "as it is set": (
        {"executable": "/opt/wp", "arguments": ["lsp", "-v"], "language": "zh"},
        [COMMAND, ["start", "/opt/wp", "lsp", "-v", '{"language":"zh"}'], ["stop"]],
    ),
    "anew when it is set otherwise": (
        {"changes": True},
        [COMMAND, *[["start", "wechat-policy", "lsp", "{}"], ["stop"]] * 2],
    ),
    "not in a folder that is not trusted": ({"trusted": False}, [COMMAND]),
    "no client": ({"missing": True}, [COMMAND, ["warning", "WeChat policy"]]),
    "no command": (
        {"broken": True},
        [COMMAND, ["start", "wechat-policy", "lsp", "{}"], ["error", "WeChat policy"]],
    ),
}


@pytest.mark.skipif(NODE is None, reason="node runs the program of the extension")
@pytest.mark.parametrize(("values", "expected"), RUNS.values(), ids=RUNS)
def test_the_program_starts_the_server(values: dict[str, Any], expected: list[list[str]]) -> None:
    """It starts the command of the settings, says what is missing, and stops what it started."""
    told = json.dumps({"trusted": True} | values)
    done = subprocess.run(
        [str(NODE), "-e", HARNESS, str(FOLDER / "extension.js"), told],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )

    assert "" == done.stderr
    assert expected == json.loads(done.stdout)
