from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from accounts.enums import Role
from accounts.models import User
from tests.stories.factories import make_user
from tests.transcription.splitting.tapes import bring, make_disc
from transcription.models import Rip


@pytest.fixture(scope="session")
def disc_once(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return make_disc(tmp_path_factory.mktemp("disc"))


@pytest.fixture
def disc(disc_once: list[Path]) -> list[Path]:
    """Two files of one set: three people, four seconds each."""
    return disc_once


@pytest.fixture
def editor() -> User:
    return make_user(Role.EDITOR)


@pytest.fixture
def rip(disc: list[Path], editor: User, no_model: Settings, work_root: Path) -> Rip:
    """Brought and ready to be split; nobody is there to listen to what comes of it."""
    return bring(disc, by=editor)
