"""A teller at a browser without JavaScript, with every check on that a real one meets."""

import pytest

from tests.stories.views.visitor import Visitor


@pytest.fixture
def visitor(db: None) -> Visitor:
    return Visitor()
