"""Addresses of sound and film. Nothing here is ever a plain file: each request passes the gate."""

from django.urls import URLPattern, URLResolver, include, path

from transcription.clips import desk, playing, teller_pages
from transcription.editor import page
from transcription.faces import page as faces_page
from transcription.treatments import page as treatment_page
from transcription.views import media, own, words

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
    path(
        "admin/stories/<uuid:story_id>/parts/<uuid:part_id>/treatment/",
        treatment_page.treatment,
        name="treatment",
    ),
    path("admin/stories/<uuid:story_id>/parts/<uuid:part_id>/faces/", faces_page.faces, name="faces"),
    path(
        "admin/stories/<uuid:story_id>/parts/<uuid:part_id>/faces/<int:number>/",
        faces_page.stretch,
        name="face_stretch",
    ),
    path(
        "admin/stories/<uuid:story_id>/parts/<uuid:part_id>/faces/<int:number>/<int:step>.jpg",
        faces_page.sheet,
        name="face_sheet",
    ),
    path("return/words/<uuid:part_id>/sound", words.own_sound, name="own_sound"),
    path("return/words/<uuid:part_id>/", words.own_words_page, name="own_words"),
    path("return/clips/", teller_pages.own_clips, name="own_clips"),
    path("return/clips/<uuid:clip_id>/play", playing.own_clip, name="own_clip"),
    path("return/clips/<uuid:clip_id>/captions.vtt", playing.own_clip_captions, name="own_clip_captions"),
    path("admin/stories/<uuid:story_id>/parts/<uuid:part_id>/clips/", desk.clips, name="clips"),
    path("admin/stories/<uuid:story_id>/parts/<uuid:part_id>/clips/new/", desk.choose, name="choose_clip"),
    path("admin/stories/<uuid:story_id>/clips/<uuid:clip_id>/", desk.clip_page, name="clip"),
    path("admin/stories/<uuid:story_id>/clips/<uuid:clip_id>/hear/", desk.hear, name="hear_clip"),
    path("admin/stories/<uuid:story_id>/clips/<uuid:clip_id>/drop/", desk.drop, name="drop_clip"),
    path("admin/stories/clips/<uuid:clip_id>/play", playing.clip_media, name="clip_media"),
    path("admin/stories/clips/<uuid:clip_id>/captions.vtt", playing.clip_captions, name="clip_captions"),
    path("admin/stories/media/<uuid:part_id>/training", playing.training_media, name="training_media"),
    path(
        "admin/stories/media/<uuid:part_id>/training/captions.vtt",
        playing.training_captions,
        name="training_captions",
    ),
    path("admin/stories/media/<uuid:part_id>/", media.original, name="original"),
    path("admin/stories/media/<uuid:part_id>/times", media.word_times, name="word_times"),
    path("admin/stories/media/<uuid:part_id>/again/", media.try_again, name="try_again"),
    path("admin/stories/media/<uuid:part_id>/safe", media.editor_media, name="editor_media"),
    path(
        "admin/stories/media/<uuid:part_id>/safe/captions.vtt", media.editor_captions, name="editor_captions"
    ),
    path(
        "admin/stories/media/<uuid:part_id>/safe/captions.srt",
        media.editor_subtitles,
        name="editor_subtitles",
    ),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((patterns, "transcription"))),
    path("admin/training/", include("transcription.library.urls")),
    path("admin/discs/", include("transcription.splitting.urls")),
]
