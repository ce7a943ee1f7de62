"""Writes `docs/reference/frames.md`: the columns of what `judge_frame` and `read_frame` give.

Run it after a change of the schemas:

    python tools/frames_reference.py > docs/reference/frames.md
"""

from __future__ import annotations

from wechat_policy.frames import SCHEMAS

HEAD = """\
<!-- Written by tools/frames_reference.py; change the columns where they are defined. -->

# Columns of frames

What [`judge_frame`](../how-to/judge-a-frame.md) gives for each `rows`, with the same names and
types whatever was found, and in a frame without rows too. The names are those of
[the JSON of a verdict](verdict.schema.json). Moments have the time zone of the first policy.

| type | Arrow | pandas | polars |
| --- | --- | --- | --- |
| text | `string` | `string` | `String` |
| whole | `int64` | `Int64` | `Int64` |
| number | `double` | `float64` | `Float64` |
| flag | `bool` | `boolean` | `Boolean` |
| moment | `timestamp[us, tz]` | `datetime64[us, tz]` | `Datetime("us", tz)` |
| texts, evidence, sanctions | `list`, of texts or structs | the same, as `ArrowDtype` | `List` |
"""

TITLES = {
    "violations": "A row for each violation, in the order in which they became final.",
    "messages": "A row for each row of the frame, in its order.",
    "undetermined": "A row for each clause that could not be decided, though something speaks "
    "for it.",
    "penalties": "A row for each penalty that is recommended, a changed one again.",
    "refused": "A row for each cell for which a row of the frame was left out.",
    "unread": "A row for each record of which `read_frame` could make no event.",
}


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, fields in SCHEMAS.items():
        rows = [
            f"| `{one.name}` | {one.type}{' or null' if one.gaps else ''} | {one.meaning} |"
            for one in fields
        ]
        parts.append(
            f"## {name}\n\n{TITLES[name]}\n\n| column | type | what it holds |\n"
            "| --- | --- | --- |\n" + "\n".join(rows) + "\n"
        )
    return "\n".join(parts)


if __name__ == "__main__":
    print(page(), end="")
