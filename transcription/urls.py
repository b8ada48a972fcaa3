"""Addresses of sound and film. Nothing here is ever a plain file: each request passes the gate."""

from django.urls import URLPattern, URLResolver, include, path

from transcription.editor import page
from transcription.views import media, own

patterns: list[URLPattern] = [
    path("stories/<uuid:story_id>/media/<uuid:part_id>", media.media, name="media"),
    path("stories/<uuid:story_id>/media/<uuid:part_id>/captions.vtt", media.captions, name="captions"),
    path("tell/record/<uuid:part_id>/own", own.own_media, name="own_media"),
    path("tell/record/try/", own.try_disguise, name="try_disguise"),
    path("return/media/<uuid:part_id>", media.teller_media, name="teller_media"),
    path("return/media/<uuid:part_id>/captions.vtt", media.teller_captions, name="teller_captions"),
    path(
        "admin/stories/<uuid:story_id>/parts/<uuid:part_id>/transcript/", page.transcript, name="transcript"
    ),
    path(
        "admin/stories/<uuid:story_id>/parts/<uuid:part_id>/transcript/save/",
        page.save,
        name="save_transcript",
    ),
    path(
        "admin/stories/<uuid:story_id>/parts/<uuid:part_id>/transcript/restore/",
        page.restore_version,
        name="restore_transcript",
    ),
    path("admin/stories/media/<uuid:part_id>/", media.original, name="original"),
    path("admin/stories/media/<uuid:part_id>/times", media.word_times, name="word_times"),
    path("admin/stories/media/<uuid:part_id>/again/", media.try_again, name="try_again"),
    path("admin/stories/media/<uuid:part_id>/safe", media.editor_media, name="editor_media"),
    path(
        "admin/stories/media/<uuid:part_id>/safe/captions.vtt", media.editor_captions, name="editor_captions"
    ),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((patterns, "transcription")))]
