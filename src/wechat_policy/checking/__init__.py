"""What has to be true of a policy before it is compiled, one family of facts a module."""

from __future__ import annotations
