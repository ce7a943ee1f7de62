"""Pictures of backtests and tuning, for matplotlib: each function draws into axes and gives them.

Chinese needs a font that has it: one is looked for, and a `MissingFont` warning says so if there
is none.
"""

from wechat_policy.plotting.curves import plot_curve, plot_sweep
from wechat_policy.plotting.fonts import MissingFont, chinese_font
from wechat_policy.plotting.hits import plot_clauses, plot_days

__all__ = [
    "MissingFont",
    "chinese_font",
    "plot_clauses",
    "plot_curve",
    "plot_days",
    "plot_sweep",
]
