"""Tables of Arrow as frames of the kind that came in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wechat_policy.frames.opening import Frame, KindName


def given_back(table: Any, kind: KindName) -> Any:
    """A table as a frame of a kind.

    In pandas whole numbers are `Int64`, texts `string`, and lists Arrow's, so that the types are
    the same whether a cell is empty or not.
    """
    if kind == "arrow":
        return table
    if kind == "polars":
        import narwhals as nw

        return nw.from_arrow(table, backend="polars").to_native()
    import pandas as pd
    import pyarrow as pa

    def pandas_type(one: Any) -> Any:
        if pa.types.is_int64(one):
            return pd.Int64Dtype()
        if pa.types.is_string(one):
            return pd.StringDtype()
        if pa.types.is_boolean(one):
            return pd.BooleanDtype()
        return pd.ArrowDtype(one) if pa.types.is_nested(one) else None

    return table.to_pandas(types_mapper=pandas_type)


def beside(result: Any, frame: Frame, names: Sequence[str], rows: Sequence[int | None]) -> Any:
    """A frame with columns of the one that came in, for each row those of its number."""
    if not names:
        return result
    kept = frame.kept(names, rows)
    if frame.kind == "pandas":
        import pandas as pd

        return pd.concat([result, kept.set_axis(result.index)], axis=1)
    if frame.kind == "polars":
        return result.hstack(kept.to_native())
    for name in names:
        result = result.append_column(kept.schema.field(name), kept.column(name))
    return result
