import pytest

from stories import telling
from tests.stories.sending import Sender


@pytest.fixture
def sender(db: None) -> Sender:
    """A teller who has just begun, at a client that speaks tus."""
    return Sender(telling.begin_submission())
