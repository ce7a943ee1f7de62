"""Writes `docs/reference/formats.md`: the formats of records, and what each is recognised by.

Run it after adding a format or changing its signs:

    python tools/formats_reference.py > docs/reference/formats.md
"""

from __future__ import annotations

from wechat_policy.adapters import FORMATS

HEAD = """\
<!-- Written by tools/formats_reference.py; change the formats where they are defined. -->

# Formats of records

`wechat-policy judge`, `wechat-policy events` and `adapters.read` read files of these formats: JSON
lines, a JSON list or page, XML documents, CSV, Excel (extra `excel`), Parquet or Arrow (extra
`arrow`). The first record that shows a format decides, unless `--format` names it; a record is
compared with them in this order. `wechat-policy events FILE` tells what showed the format, the
events, and what was refused and why.

| format | what it is | recognised because |
| --- | --- | --- |
"""


def page() -> str:
    """The whole page."""
    rows = []
    for one in FORMATS.values():
        signs = "; ".join(words["en"].format(line="N") for words in one.signs.values())
        told = f"{one.title['en']}（{one.title['zh']}）"
        rows.append(f"| `{one.name}` | {told} | {signs} |".replace("\n", " "))
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(page(), end="")
