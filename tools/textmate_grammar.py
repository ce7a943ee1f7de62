"""Writes the TextMate grammar of the editors, which stands in `editors/vscode/syntaxes/`.

Run it after changing the keyword table, the vocabulary or the colours:

    python tools/textmate_grammar.py
"""

from __future__ import annotations

from pathlib import Path

from wechat_policy.highlighting.textmate import grammar_text

FILE = Path(__file__).parents[1] / "editors/vscode/syntaxes/wechat-policy.tmLanguage.json"

if __name__ == "__main__":
    FILE.write_text(grammar_text(), encoding="utf-8", newline="\n")
