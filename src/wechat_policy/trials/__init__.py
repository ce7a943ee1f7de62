"""What can be played against a policy and says whether it comes out as it promises."""

from __future__ import annotations

from wechat_policy.trials.cases import CaseTrial
from wechat_policy.trials.examples import ExampleTrial, example_trial, example_trials
from wechat_policy.trials.protocol import Played, Trial
from wechat_policy.trials.reduction import Reduction

__all__ = [
    "CaseTrial",
    "ExampleTrial",
    "Played",
    "Reduction",
    "Trial",
    "example_trial",
    "example_trials",
]
