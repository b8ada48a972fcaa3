"""Addresses below /admin/packs/."""

from django.urls import path

from campaigns.desk import (
    builder,
    campaigns,
    editions,
    evaluation,
    groups,
    involvement,
    library,
    meetings,
    picking,
    plan,
)
from campaigns.enums import Format

app_name = "packs"
urlpatterns = [
    path("", campaigns.home, name="home"),
    path("library/<slug:table>/<int:pk>/tick/", library.tick, name="tick"),
    path("groups/<uuid:group_id>/", groups.group, name="group"),
    path("groups/<uuid:group_id>/invite/", groups.invite, name="group_invite"),
    path("groups/<uuid:group_id>/people/<int:membership_id>/remove/", groups.remove, name="group_remove"),
    path("groups/<uuid:group_id>/reminders/", groups.reminders, name="group_reminders"),
    path("groups/<uuid:group_id>/4pi/new/", involvement.check, name="new_check"),
    path("groups/<uuid:group_id>/4pi/<int:check_pk>/", involvement.check, name="check"),
    path("groups/<uuid:group_id>/4pi/<int:check_pk>/sheet/", involvement.sheet, name="check_sheet"),
    path("groups/<uuid:group_id>/look/", groups.brand, name="group_brand"),
    path("groups/<uuid:group_id>/logo.png", groups.logo, name="group_logo"),
    path("campaigns/new/", campaigns.new_campaign, name="new_campaign"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/packs/new/", builder.new_pack, name="new_pack"),
    path("campaigns/<int:pk>/plan/", plan.plan, name="plan"),
    path("campaigns/<int:pk>/plan/new/", plan.step, name="new_step"),
    path("campaigns/<int:pk>/plan/recipe/", plan.restore, name="restore_plan"),
    path("campaigns/<int:pk>/plan/<int:step_pk>/", plan.step, name="step"),
    path("campaigns/<int:pk>/plan/<int:step_pk>/act/", plan.act, name="act_on_step"),
    path("campaigns/<int:pk>/meetings/<int:meeting_pk>/day/", meetings.sheet, name="meeting_sheet"),
    path("campaigns/<int:pk>/before-and-after/", evaluation.evaluation, name="evaluation"),
    path("campaigns/<int:pk>/before-and-after/new/", evaluation.new_round, name="new_round"),
    path("campaigns/<int:pk>/before-and-after/<int:round_pk>/end/", evaluation.end_round, name="end_round"),
    path("campaigns/<int:pk>/<slug:kind>/new/", campaigns.part, name="new_part"),
    path("campaigns/<int:pk>/<slug:kind>/<int:part_pk>/", campaigns.part, name="part"),
    path("<uuid:pack_id>/", builder.pack, name="pack"),
    path("<uuid:pack_id>/words/", builder.words, name="words"),
    path("<uuid:pack_id>/stories/", picking.stories, name="pick_stories"),
    path("<uuid:pack_id>/stories/<uuid:story_id>/quote/", picking.quotation, name="quote"),
    path("<uuid:pack_id>/figures/", picking.figures, name="pick_figures"),
    path("<uuid:pack_id>/rules/", picking.rules, name="pick_rules"),
    path("<uuid:pack_id>/practice/", picking.practices, name="pick_practices"),
    path("<uuid:pack_id>/add/", picking.add, name="add"),
    path("<uuid:pack_id>/items/<int:item_id>/", builder.arrange, name="arrange"),
    path("<uuid:pack_id>/across/", builder.read_across, name="read_across"),
    path("<uuid:pack_id>/preview/", builder.preview, name="preview"),
    path("<uuid:pack_id>/colours.css", builder.colours, name="pack_colours"),
    path("<uuid:pack_id>/preview.pdf", builder.preview_pdf, name="preview_pdf"),
    path("<uuid:pack_id>/issue/", builder.issue, name="issue"),
    path("editions/<uuid:edition_id>/", editions.edition, name="edition"),
    path("editions/<uuid:edition_id>/link/", editions.link, name="link"),
    path("editions/<uuid:edition_id>/answers/<int:feedback_id>/", editions.settle, name="settle"),
    path("editions/<uuid:edition_id>/deliver/", editions.deliver, name="deliver"),
    *(
        path(f"editions/<uuid:edition_id>/pack.{each}", editions.file, {"wanted": each}, name=each.value)
        for each in Format
    ),
    path("editions/<uuid:edition_id>/manifest.json", editions.manifest, name="manifest"),
    path("editions/<uuid:edition_id>/again/", editions.again, name="again"),
    path("editions/<uuid:edition_id>/stop/", editions.stop, name="stop"),
]
