"""Addresses of the editors' pages, below /admin/stories/."""

from django.urls import URLPattern, path

from stories.admin.care import somebody, yourself
from stories.admin.describe import describe
from stories.admin.messages import messages
from stories.admin.opening import rest
from stories.admin.people import people
from stories.admin.picture import picture
from stories.admin.queue import queue
from stories.admin.reading import reading, reading_notes
from stories.admin.refusals import appeal, turn_down
from stories.admin.safeguarding import (
    answer_contact,
    ask_contact,
    flag,
    flag_notes,
    flags,
    raise_flag,
    show_contact,
)
from stories.admin.sitting import after_all, not_this, sit
from stories.admin.story import step, story
from stories.admin.wording import begin_wording, finish_wording, wording, wordings
from stories.admin.words import hide, note, understanding, undo, words

app_name = "stories_admin"
urlpatterns: list[URLPattern] = [
    path("queue/", queue, name="queue"),
    path("care/", yourself, name="care"),
    path("care/<int:user_id>/", somebody, name="care_of"),
    path("safeguarding/", flags, name="flags"),
    path("<uuid:story_id>/turn-down/", turn_down, name="turn_down"),
    path("<uuid:story_id>/appeal/", appeal, name="appeal"),
    path("wording/", wordings, name="wordings"),
    path("wording/begin/", begin_wording, name="begin_wording"),
    path("wording/<int:wording_id>/", wording, name="wording"),
    path("wording/<int:wording_id>/finish/", finish_wording, name="finish_wording"),
    path("<uuid:story_id>/", story, name="story"),
    path("<uuid:story_id>/sit/", sit, name="sit"),
    path("<uuid:story_id>/not-this-one/", not_this, name="not_this"),
    path("<uuid:story_id>/after-all/", after_all, name="after_all"),
    path("<uuid:story_id>/step/<slug:slug>/", step, name="step"),
    path("<uuid:story_id>/describe/", describe, name="describe"),
    path("<uuid:story_id>/reading/", reading, name="reading"),
    path("<uuid:story_id>/reading/notes/", reading_notes, name="reading_notes"),
    path("<uuid:story_id>/messages/", messages, name="messages"),
    path("<uuid:story_id>/flag/", raise_flag, name="raise_flag"),
    path("<uuid:story_id>/flags/<int:flag_id>/", flag, name="flag"),
    path("<uuid:story_id>/flags/<int:flag_id>/notes/", flag_notes, name="flag_notes"),
    path("<uuid:story_id>/flags/<int:flag_id>/contact/", ask_contact, name="ask_contact"),
    path(
        "<uuid:story_id>/flags/<int:flag_id>/contact/<int:disclosure_id>/",
        answer_contact,
        name="answer_contact",
    ),
    path(
        "<uuid:story_id>/flags/<int:flag_id>/contact/<int:disclosure_id>/show/",
        show_contact,
        name="show_contact",
    ),
    path("<uuid:story_id>/note/<int:approval_id>/", note, name="note"),
    path("<uuid:story_id>/understanding/", understanding, name="understanding"),
    path("<uuid:story_id>/people/", people, name="people"),
    path("<uuid:story_id>/parts/<uuid:part_id>/", words, name="words"),
    path("<uuid:story_id>/parts/<uuid:part_id>/picture/", picture, name="picture"),
    path("<uuid:story_id>/parts/<uuid:part_id>/rest/", rest, name="rest"),
    path("<uuid:story_id>/parts/<uuid:part_id>/hide/", hide, name="hide"),
    path("<uuid:story_id>/parts/<uuid:part_id>/undo/", undo, name="undo"),
]
