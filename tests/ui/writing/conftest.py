"""The service that the room is written to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.writing.scene import Lemmy


@pytest.fixture
def lemmy() -> Iterator[Lemmy]:
    with Lemmy() as served:
        yield served
