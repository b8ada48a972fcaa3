"""The same search where it is another database's: every test of test_search, in any run that has PostgreSQL."""

import pytest

from tests.stories.test_search import *  # noqa: F403  the tests themselves are what is wanted

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
