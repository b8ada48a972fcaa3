import pytest

from tests.transcription.clips.factories import Made, make_clip
from tests.transcription.library.factories import Body, make_body


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def made() -> Made:
    """A clip that its teller agreed to."""
    return make_clip()
