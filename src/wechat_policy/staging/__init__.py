"""What an example of a clause stands for: records of events, and the directory around them.

An example says only what matters to it. All else that an event needs is filled in with people,
groups and values that nobody would object to.
"""

from __future__ import annotations

from wechat_policy.staging.acts import Act, Drama, Unplayable, stage_case
from wechat_policy.staging.scene import Scene, event_of, stage

__all__ = ["Act", "Drama", "Scene", "Unplayable", "event_of", "stage", "stage_case"]
