"""Looking where a face was lost, in a real browser, by keyboard alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from tests.stories.factories import make_user, sit_down
from tests.transcription.clips.test_in_browser import look_at
from tests.transcription.faces.conftest import FilmMaker
from tests.transcription.faces.factories import make_filmed
from transcription.release import preview_media

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "keyring"]),
    pytest.mark.usefixtures("finding_once"),
]


SEEN = "Promise.all([...document.querySelectorAll('.face-sheets img')].map(each => each.decode()))"


def wait_for_frames(page: Any) -> None:
    """Fails when one of them cannot be shown."""
    page.evaluate(SEEN + ".then(() => true)")


def test_each_stretch_is_looked_at_and_the_copy_opens(
    open_as: Callable[..., Any], axe: Callable[..., None], face_film: FilmMaker
) -> None:
    part = make_filmed(face_film(seconds=18.4, gone=((4.0, 4.6), (10.0, 12.0))))
    editor = make_user(Role.EDITOR)
    sit_down(part.submission.story, editor)
    treatment = open_as(editor, reverse("transcription:treatment", args=[part.submission_id, part.pk]))
    look_at(treatment, axe, "treatment")
    page = open_as(editor, reverse("transcription:faces", args=[part.submission_id, part.pk]))
    look_at(page, axe, "faces")
    page.get_by_role("link", name="Look at the next one").press("Enter")
    page.get_by_role("button", name="Nothing can be recognised here").wait_for()
    wait_for_frames(page)
    look_at(page, axe, "stretch")
    page.get_by_role("button", name="Nothing can be recognised here").press("Enter")
    page.get_by_text("Stretch 2 of 2").wait_for()
    wait_for_frames(page)
    look_at(page, axe, "stretch 2")
    page.get_by_role("button", name="Nothing can be recognised here").press("Enter")
    page.get_by_text("All of it is looked at.", exact=True).first.wait_for()
    look_at(page, axe, "faces done")
    assert preview_media(part_id=part.pk) is not None
