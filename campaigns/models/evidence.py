"""The evidence library. Every row keeps where it came from, how far it was checked, and its standing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Checked, Standing, Status, Topic
from campaigns.querysets import FigureQuerySet, InitiativeQuerySet, StatementQuerySet


class LoadedRow(models.Model):
    """What every row loaded from campaigns/reference/ carries."""

    slug = models.SlugField(_("row"), max_length=60, unique=True, editable=False)
    checked = models.CharField(_("checked"), max_length=10, choices=Checked.choices, default=Checked.OWN)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The file's row as it was last loaded: a change made here survives until that row itself changes.
    row_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    gone_upstream = models.BooleanField(_("no longer in the reference files"), default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def verified(self) -> bool:
        return self.checked != Checked.OWN or self.confirmed_at is not None


class Dated(models.Model):
    """From when until when a rule holds, both days included. Empty: nobody has told us."""

    in_force_from = models.DateField(
        _("in force from"), null=True, blank=True, help_text=_("The first day, as its source says it.")
    )
    in_force_until = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("The last day. Empty while it still holds.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(in_force_until__gte=models.F("in_force_from"))
                | models.Q(in_force_from__isnull=True)
                | models.Q(in_force_until__isnull=True),
                name="%(class)s_ends_after_it_begins",
                violation_error_message=_("It cannot end before it begins."),
            )
        ]


class Source(Dated, LoadedRow):
    """A publication. Where it is a rule in itself, it also has a jurisdiction, a standing and a status."""

    title = models.CharField(_("title"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("publisher's page"), max_length=400, blank=True)
    note = models.TextField(_("note"), blank=True)
    jurisdiction = models.CharField(_("jurisdiction"), max_length=120, blank=True)
    legal = models.CharField(_("standing"), max_length=30, choices=Standing.choices, blank=True)
    applies_to = models.CharField(_("applies to"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, blank=True)
    status_note = models.TextField(_("about its status"), blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(Dated.Meta):
        abstract = False
        ordering = ["title"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.short_name or self.title


class GuidanceStatement(Dated, LoadedRow):
    """One thing one or more rules say, in our own words."""

    text = models.TextField(_("statement, in our own words"))
    topic = models.CharField(_("chapter"), max_length=30, choices=Topic.choices, db_index=True)
    sources = models.ManyToManyField(Source, related_name="statements", verbose_name=_("sources"))
    section = models.CharField(_("section"), max_length=200, blank=True)
    jurisdictions = models.JSONField(_("jurisdictions"), default=list, blank=True)
    legal = models.CharField(_("standing"), max_length=30, choices=Standing.choices, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.CHECK)
    note = models.TextField(_("note on its status"), blank=True)
    ask = models.TextField(_("question to ask a trust"), blank=True)
    themes = models.JSONField(_("themes"), default=list, blank=True)
    fields = models.JSONField(_("what a record must hold"), default=list, blank=True)
    superseded_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("replaced by"),
    )

    objects = StatementQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        ordering = ["position", "slug"]
        verbose_name = _("guidance statement")
        verbose_name_plural = _("guidance statements")

    def __str__(self) -> str:
        return self.text if len(self.text) < 90 else f"{self.text[:87]}…"


class Initiative(LoadedRow):
    """A named way of doing it better, with its evidence and the cautions that go with it."""

    name = models.CharField(_("name"), max_length=200)
    what = models.TextField(_("what it is"))
    who = models.TextField(_("who runs it"), blank=True)
    active = models.CharField(_("active"), max_length=200, blank=True)
    evidence = models.JSONField(_("evidence"), default=list, blank=True)
    caution = models.TextField(_("caution"), blank=True)
    themes = models.JSONField(_("themes"), default=list, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    sources = models.ManyToManyField(Source, related_name="initiatives", verbose_name=_("sources"))

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("good practice")
        verbose_name_plural = _("good practice")

    def __str__(self) -> str:
        return self.name


class Figure(LoadedRow):
    """One published number, or a ranking in words, with its qualifier."""

    nation = models.CharField(_("nation"), max_length=40, blank=True)
    area = models.CharField(_("area"), max_length=200, blank=True)
    org_code = models.CharField(_("ODS code"), max_length=10, blank=True, db_index=True)
    period_start = models.DateField(_("from"), null=True, blank=True)
    period_end = models.DateField(_("to"), null=True, blank=True)
    measure = models.CharField(_("measure"), max_length=300)
    subgroup = models.CharField(_("of whom"), max_length=200, blank=True)
    value = models.CharField(_("value"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    qualifier = models.CharField(_("qualifier"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    sources = models.ManyToManyField(Source, related_name="figures", verbose_name=_("sources"))

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return f"{self.measure} ({self.area})"
