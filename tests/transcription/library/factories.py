"""Training bodies with a trainer, their browser and, unless told otherwise, terms that hold."""

from uuid import UUID

from django.test import Client
from django.urls import reverse

from accounts.enums import OrganisationKind, Role
from accounts.membership import grant_role
from accounts.models import Organisation, User
from accounts.people import invite
from tests.stories.factories import sign_in
from transcription.library.terms import agree
from transcription.models import Reel
from transcription.reels.building import add_clip, create_reel

NOTE = "Being held down."


class Body:
    def __init__(self, name: str, *, terms: bool = True) -> None:
        slug = name.lower().replace(" ", "-")
        values = {"name": name, "kind": OrganisationKind.TRAINING}
        self.organisation, _new = Organisation.objects.get_or_create(slug=slug, defaults=values)
        self.trainer: User = invite(email=f"{slug}@trainers.invalid", name=f"Trainer of {name}", by=None)
        grant_role(user=self.trainer, organisation=self.organisation, role=Role.TRAINER, by=None)
        self.client = sign_in(Client(), self.trainer)
        if terms:
            self.agree()

    def agree(self, *, months: int = 12) -> None:
        agree(
            organisation=self.organisation,
            by=self.trainer,
            name="Sunniva Parekh",
            purpose="Ward staff, on holding less",
            months=months,
        )

    def url(self, name: str, *args: object) -> str:
        return reverse(f"training:{name}", args=[self.organisation.slug, *args])

    def make_reel(self, *clip_ids: UUID, title: str = "Four minutes", note: str = NOTE) -> Reel:
        reel = create_reel(organisation=self.organisation, title=title, by=self.trainer)
        Reel.objects.filter(pk=reel.pk).update(
            content_note=note, pause=4, questions="Who asked?\n\nWho could?"
        )
        for clip_id in clip_ids:
            add_clip(reel=reel, clip_id=clip_id)
        return Reel.objects.get(pk=reel.pk)


def make_body(name: str = "Open Doors Training", *, terms: bool = True) -> Body:
    return Body(name, terms=terms)
