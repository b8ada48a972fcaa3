"""Fixtures of the editors' pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from stories.models import Story
from tests.stories.factories import make_user, part_of, sign_in


@pytest.fixture
def editor(db: None) -> User:
    return make_user(Role.EDITOR, name="Eirlys Morgan")


@pytest.fixture
def second(db: None) -> User:
    return make_user(Role.SECOND_READER, name="Sam Okafor")


@pytest.fixture
def editing(editor: User) -> Client:
    """A browser in which the editor is signed in."""
    return sign_in(Client(), editor)


@pytest.fixture
def reading(second: User) -> Client:
    return sign_in(Client(), second)


@pytest.fixture
def address() -> Callable[..., str]:
    """address("words", story): any editors' page of a story; its first part where one is needed."""

    def build(name: str, story: Story | None = None, **more: Any) -> str:
        given = {"story_id": story.pk} if story else {}
        if story and name in ("words", "hide", "undo"):
            given["part_id"] = part_of(story).pk
        return reverse(f"stories_admin:{name}", kwargs=given | more)

    return build
