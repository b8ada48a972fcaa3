"""Administrators write the consent wording; nobody else sees the screens, and nothing in force changes."""

import pytest
from django.test import Client

from accounts.enums import Role
from stories.enums import Purpose
from stories.models import ConsentWording
from stories.wording import EASY, begin_version, current_wording
from tests.stories.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
LIST = "/admin/stories/wording/"


@pytest.fixture
def admin() -> Client:
    return sign_in(Client(), make_user(Role.ADMINISTRATOR))


def filled(draft: ConsentWording, **changes: str) -> dict[str, str]:
    form = {}
    for purpose, held in draft.text["purposes"].items():
        for part, said in held.items():
            form[f"{purpose}-{part}"] = (
                said if isinstance(said, str) else "\n".join(f"{x['picture']}: {x['words']}" for x in said)
            )
    return form | changes


def begin(admin: Client, language: str) -> ConsentWording:
    admin.post(f"{LIST}begin/", {"language": language})
    return ConsentWording.objects.get(from_file=False)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_reaches_it(role: Role) -> None:
    draft = begin_version(language="en", by=make_user(Role.ADMINISTRATOR))
    other = sign_in(Client(), make_user(role))
    assert other.get(LIST).status_code == 403
    assert other.get(f"{LIST}{draft.pk}/").status_code == 403
    for path in ("begin/", f"{draft.pk}/", f"{draft.pk}/finish/"):
        assert other.post(LIST + path, {"language": "en"}).status_code == 403
    assert ConsentWording.objects.get(from_file=False).in_force_since is None


def test_a_new_version_is_begun_written_and_put_in_force(admin: Client) -> None:
    draft = begin(admin, "en")
    page = admin.post(
        f"{LIST}{draft.pk}/", filled(draft, **{"press-ask": "May the papers have it?"}), follow=True
    )
    assert "is kept" in page.content.decode()
    assert current_wording(language="en").from_file
    admin.post(f"{LIST}{draft.pk}/finish/", {"what": "force"})
    assert current_wording(language="en").text["purposes"]["press"]["ask"] == "May the papers have it?"
    listed = admin.get(LIST).content.decode()
    assert listed.count("In force") == 4
    assert "Was in force" in listed


def test_what_is_in_force_has_no_form_and_takes_none(admin: Client) -> None:
    held = current_wording(language="en")
    assert "Keep the draft" not in admin.get(f"{LIST}{held.pk}/").content.decode()
    admin.post(f"{LIST}{held.pk}/", filled(held, **{"press-ask": "Other?"}))
    admin.post(f"{LIST}{held.pk}/finish/", {"what": "drop"})
    again = ConsentWording.objects.get(pk=held.pk)
    assert (again.sha256, again.text) == (held.sha256, held.text)


def test_easy_read_is_written_line_by_line_with_its_pictures(admin: Client) -> None:
    draft = begin(admin, EASY)
    wrong = admin.post(f"{LIST}{draft.pk}/", filled(draft, **{"press-lines": "dragon: It breathes fire."}))
    assert wrong.status_code == 422
    assert "dragon: It breathes fire." in wrong.content.decode()
    right = "eye: Many can see it.\n\nback: You can say no."
    admin.post(f"{LIST}{draft.pk}/", filled(draft, **{"press-lines": right}))
    lines = ConsentWording.objects.get(pk=draft.pk).text["purposes"]["press"]["lines"]
    assert lines == [
        {"picture": "eye", "words": "Many can see it."},
        {"picture": "back", "words": "You can say no."},
    ]


def test_an_empty_question_is_refused_and_the_rest_is_still_there(admin: Client) -> None:
    draft = begin(admin, "cy")
    changes = {"press-ask": "", "website-means": "Rhywbeth newydd."}
    page = admin.post(f"{LIST}{draft.pk}/", filled(draft, **changes))
    assert page.status_code == 422
    assert "Rhywbeth newydd." in page.content.decode()
    assert ConsentWording.objects.get(pk=draft.pk).text == draft.text


def test_a_draft_can_be_thrown_away_and_an_unknown_one_is_not_found(admin: Client) -> None:
    draft = begin(admin, "en")
    admin.post(f"{LIST}{draft.pk}/finish/", {"what": "drop"})
    assert not ConsentWording.objects.filter(pk=draft.pk).exists()
    assert admin.get(f"{LIST}{draft.pk}/").status_code == 404
    admin.post(f"{LIST}begin/", {"language": "tlh"})
    assert not ConsentWording.objects.filter(from_file=False).exists()
    assert set(current_wording(language="en").text["purposes"]) == set(Purpose)
