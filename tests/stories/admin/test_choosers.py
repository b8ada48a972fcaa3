"""Nothing is made in a chooser: the address answers, and answers no."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from accounts.enums import Role
from stories.models import Story
from tests.stories.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
MODELS = [each for each in get_snippet_models() if each._meta.app_label == "stories" and each is not Story]


@pytest.mark.parametrize("model", MODELS)
def test_a_chooser_makes_nothing(model: type, client: Client) -> None:
    before = model.objects.count()  # type: ignore[attr-defined]  # a model
    sign_in(client, make_user(Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD))
    name = f"wagtailsnippetchoosers_stories_{model._meta.model_name}:create"  # type: ignore[attr-defined]
    for ask in (client.get, client.post):
        assert ask(reverse(name), {"label": "Another"}).status_code in (302, 403)
    assert model.objects.count() == before  # type: ignore[attr-defined]
