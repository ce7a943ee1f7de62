"""The Chinese of what the formats expect or find in a record, for refusals."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TERMS: Mapping[str, str] = MappingProxyType({})
