"""Whole sites, each with databases, queue, files and processes of its own, as `make run` or an operator starts them."""

import os
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys.site import Site
from tests.services.template import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

PASSWORD = "demo-journey-password"
OUTER = (
    "DATABASE_URL",
    "KEYRING_DATABASE_URL",
    "STORAGE_URL",
    "CELERY_BROKER_URL",
    "CACHE_URL",
    "HEARD_TEST_VAR",
)


@pytest.fixture(scope="session")
def whisper_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small honest checkpoint that knows twenty sentences."""
    folder = tmp_path_factory.mktemp("whisper")
    with tarfile.open(ROOT / "tests" / "data" / "whisper" / "model_ct2.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return next(folder.rglob("model.bin")).parent


@pytest.fixture
def start_site(tmp_path: Path, whisper_model: Path) -> Iterator[Callable[..., Site]]:
    """start_site(DATABASE_URL=…, …): prepared with the demo content and serving; stopped when the test ends."""
    running: list[Site] = []

    def start(**settings: str) -> Site:
        environment = {name: value for name, value in os.environ.items() if name not in OUTER} | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "HEARD_VAR": str(tmp_path / "var"),
            "WHISPER_MODEL": str(whisper_model),
            "WHISPER_COMPUTE_TYPE": "float32",
            "DEMO_PASSWORD": PASSWORD,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            **settings,
        }
        site = Site(environment=environment, folder=tmp_path, password=PASSWORD)
        running.append(site)
        site.start()
        return site

    yield start
    for site in running:
        site.stop()


@pytest.fixture
def axe_in_both_languages(
    new_context: "Callable[..., BrowserContext]", axe: Callable[..., None]
) -> Callable[..., None]:
    """axe(page), in English by day and in Welsh by night."""

    def check(page: "Page") -> None:
        for language, scheme in (("en-gb", "light"), ("cy", "dark")):
            state, size = page.context.storage_state(), page.viewport_size
            context = new_context(storage_state=state, viewport=size, color_scheme=scheme)
            context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
            twin = context.new_page()
            twin.goto(page.url)
            assert twin.locator(f"html[lang={language}]").count() == 1, page.url
            axe(twin)
            context.close()

    return check
