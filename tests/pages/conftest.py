import pytest

from pages.loading import load_pages
from pages.support import load_support_lines


@pytest.fixture
def support(every_db):
    load_support_lines()


@pytest.fixture
def site(support):
    """The whole of the site's own pages, as a fresh installation has them."""
    load_pages()
