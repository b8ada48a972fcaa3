"""Addresses below /admin/discs/: old discs and tapes with several people on them."""

from django.urls import path

from transcription.splitting import pages, people_pages, playing, sending

app_name = "splitting"
urlpatterns = [
    path("", pages.rips, name="rips"),
    path("<uuid:rip_id>/", pages.rip_page, name="rip"),
    path("<uuid:rip_id>/files/", sending.files, name="files"),
    path("<uuid:rip_id>/files/out/", sending.file_out, name="file_out"),
    path("<uuid:rip_id>/complete/", sending.complete, name="complete"),
    path("<uuid:rip_id>/play", playing.play_rip, name="play"),
    path("<uuid:rip_id>/stretches/", pages.save, name="save"),
    path("<uuid:rip_id>/take/", people_pages.take, name="take"),
    path("<uuid:rip_id>/destroy/", pages.destroy, name="destroy"),
    path("<uuid:rip_id>/people/<uuid:card_id>/words/", people_pages.words, name="words"),
    path("<uuid:rip_id>/people/<uuid:card_id>/handed/", people_pages.handed, name="handed"),
]
