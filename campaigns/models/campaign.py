"""The organising side: a group's campaign at a trust, whom it speaks to, and what was promised."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CommitmentState, Influence, Sympathy
from campaigns.querysets import CampaignQuerySet


class Campaign(models.Model):
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("group")
    )
    # ODS code: trusts live in stories and are reached by code only.
    trust_code = models.CharField(_("trust or health board"), max_length=10)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    aim = models.TextField(_("what we want to change"))
    what_changed = models.TextField(_("what has happened and changed so far"), blank=True)
    started_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(
        _("ended on"),
        null=True,
        blank=True,
        help_text=_("Reminders stop then, and some months later everything about contacts is forgotten."),
    )
    fictional = models.BooleanField(_("invented"), default=False, editable=False)
    public = models.BooleanField(
        _("show on the public site"),
        default=False,
        help_text=_("Its name, aim, promises and what changed. Never contacts, notes or drafts."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Somebody at the trust. As little as the work needs: a job, not a life."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(_("job"), max_length=120)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("work e-mail"), blank=True)
    influence = models.PositiveSmallIntegerField(
        _("influence"), choices=Influence.choices, default=Influence.SOME
    )
    sympathy = models.PositiveSmallIntegerField(
        _("sympathy"), choices=Sympathy.choices, default=Sympathy.UNDECIDED
    )
    cares_about = models.TextField(_("what they care about"), blank=True)

    class Meta:
        ordering = ["-influence", "role"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.role


class Meeting(models.Model):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="meetings")
    on = models.DateField(_("date"))
    title = models.CharField(_("what it is"), max_length=160)
    contacts = models.ManyToManyField(Contact, blank=True, related_name="meetings", verbose_name=_("with"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    present = models.TextField(
        _("who was there"), blank=True, help_text=_("Jobs or numbers, one on each line.")
    )
    agenda = models.TextField(_("agenda"), blank=True)
    tellers_speak = models.BooleanField(
        _("somebody may tell their story there"),
        default=True,
        help_text=_("Then there should be a safety plan a week before."),
    )
    safety_plan = models.TextField(
        _("safety plan for those who tell"),
        blank=True,
        help_text=_("How they stop or leave, breaks, who sits with whom, who rings them the day after."),
    )
    may_be_repeated = models.TextField(
        _("what may be repeated"),
        blank=True,
        help_text=_(
            "What those in the room may say outside it, and what stays there. Agree it at the start."
        ),
    )
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        ordering = ["on"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        return self.title


class Commitment(models.Model):
    """Something the trust said it would do. Late comes from the date; kept and broken are people's word."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="commitments")
    text = models.CharField(_("what was promised"), max_length=300)
    owner = models.CharField(_("by whom (their job)"), max_length=120)
    made_on = models.DateField(_("promised on"))
    due_on = models.DateField(_("due"), null=True, blank=True)
    settled = models.CharField(
        _("kept or broken"),
        max_length=10,
        blank=True,
        choices=[
            (CommitmentState.KEPT, CommitmentState.KEPT.label),
            (CommitmentState.BROKEN, CommitmentState.BROKEN.label),
        ],
    )
    settled_on = models.DateField(_("since"), null=True, blank=True)
    evidence = models.TextField(_("how we know"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["made_on", "id"]
        verbose_name = _("promise")
        verbose_name_plural = _("promises")

    def __str__(self) -> str:
        return self.text

    @property
    def state(self) -> CommitmentState:
        if self.settled:
            return CommitmentState(self.settled)
        late = self.due_on is not None and self.due_on < timezone.localdate()
        return CommitmentState.LATE if late else CommitmentState.OPEN
