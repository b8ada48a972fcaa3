"""The site's own pages, from reference/pages.yaml. May be run again: says what changed, spares edited pages."""

from pathlib import Path
from string import Template
from typing import Any, cast

import yaml
from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from pages.blocks import PageBody
from pages.models import HomePage, InformationPage

FILE = Path(__file__).parent / "reference" / "pages.yaml"
NUMBERS = ("CONSENT_MONTHS", "CONSENT_MONTHS_PACKS", "COOLING_OFF_DAYS", "KEY_BACKUP_DAYS")


def load_pages() -> list[str]:
    """Make or renew the first page, Wagtail's site and the information pages below it."""
    words = FILE.read_text(encoding="utf-8")
    data = yaml.safe_load(Template(words).substitute({name: getattr(settings, name) for name in NUMBERS}))
    with transaction.atomic():
        home, said = _load_home(data["home"])
        for row in data["pages"]:
            said += _load_information(row, home)
    return said


def _load_home(row: dict[str, str]) -> tuple[HomePage, list[str]]:
    home = HomePage.objects.first()
    if home is not None:
        return home, _renew(home, row)
    # Wagtail's migrations leave a page that says welcome, which holds the slug and the site.
    root = cast(Page, Page.get_first_root_node())
    welcome = list(root.get_children().exact_type(Page))
    home = root.add_child(instance=HomePage(slug="heard", locale=root.locale, **row))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "site_name": settings.SITE_NAME, "root_page": home},
    )
    for page in welcome:
        page.delete()
    return home, ["page /: added"]


def _load_information(row: dict[str, Any], home: HomePage) -> list[str]:
    values = {**row, "body": make_body(row["body"])}
    page = InformationPage.objects.child_of(home).filter(slug=row["slug"]).first()
    if page is not None:
        return _renew(page, values)
    home.add_child(instance=InformationPage(locale=home.locale, **values))
    return [f"page /{row['slug']}/: added"]


def _renew(page: Page, values: dict[str, Any]) -> list[str]:
    changed = [name for name, value in values.items() if plain(getattr(page, name)) != plain(value)]
    if not changed:
        return []
    if page.revisions.exists():
        return [f"page {page.url}: kept as edited here"]
    for name in changed:
        setattr(page, name, values[name])
    page.save()
    return [f"page {page.url}: changed {', '.join(changed)}"]


def make_body(blocks: list[dict[str, Any]]) -> Any:
    """The file's one-key blocks as stream data, without ids, so that loading twice gives the same."""
    raw = [{"type": kind, "value": value} for block in blocks for kind, value in block.items()]
    return PageBody().to_python(raw)


def plain(value: Any) -> Any:
    """A stream compared by its words: Wagtail gives each block a fresh id."""
    if not hasattr(value, "get_prep_value"):
        return value
    return _without_ids(value.get_prep_value())


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ids(part) for key, part in value.items() if key != "id"}
    if isinstance(value, list):
        return [_without_ids(part) for part in value]
    return value
