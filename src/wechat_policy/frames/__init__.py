"""Policies over frames of pandas, polars and Arrow, and records of any format as frames."""

from wechat_policy.frames.archives import Records, read_frame
from wechat_policy.frames.faults import FrameWarning, OtherRun, RefusedCell, RowsRefused, Unfinished
from wechat_policy.frames.judging import Judgement, judge, judge_frame
from wechat_policy.frames.opening import WrongFrame
from wechat_policy.frames.schema import SCHEMAS, Field, arrow_schema

__all__ = [
    "SCHEMAS",
    "Field",
    "FrameWarning",
    "Judgement",
    "OtherRun",
    "Records",
    "RefusedCell",
    "RowsRefused",
    "Unfinished",
    "WrongFrame",
    "arrow_schema",
    "judge",
    "judge_frame",
    "read_frame",
]
