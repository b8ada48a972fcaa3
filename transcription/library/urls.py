"""Addresses below /admin/training/. `body` is the short name of a training organisation."""

from django.urls import path

from transcription.library import pages, streaming
from transcription.reels import exports, workshop

app_name = "training"
urlpatterns = [
    path("", pages.home, name="home"),
    path("<slug:body>/", pages.library, name="library"),
    path("<slug:body>/terms/", pages.terms, name="terms"),
    path("<slug:body>/terms/end/", pages.end, name="end_terms"),
    path("<slug:body>/clips/<uuid:clip_id>/", pages.clip, name="clip"),
    path("<slug:body>/play/<str:token>/", streaming.play, name="play"),
    path("<slug:body>/play/<str:token>/captions.vtt", streaming.captions, name="captions"),
    path("<slug:body>/reels/", workshop.reels, name="reels"),
    path("<slug:body>/reels/<uuid:reel_id>/", workshop.reel, name="reel"),
    path("<slug:body>/reels/<uuid:reel_id>/add/", workshop.add, name="add"),
    path("<slug:body>/reels/<uuid:reel_id>/items/<int:item_id>/", workshop.arrange, name="arrange"),
    path("<slug:body>/reels/<uuid:reel_id>/plan/", workshop.preview, name="preview"),
    path("<slug:body>/reels/<uuid:reel_id>/export/", exports.start, name="start_export"),
    path("<slug:body>/exports/<uuid:export_id>/", exports.export, name="export"),
    path("<slug:body>/exports/<uuid:export_id>/again/", exports.again, name="export_again"),
    path("<slug:body>/exports/<uuid:export_id>/stop/", exports.stop, name="stop_export"),
    path("<slug:body>/exports/<uuid:export_id>/destroyed/", exports.destroyed, name="destroyed"),
    path("<slug:body>/exports/<uuid:export_id>/manifest.json", exports.manifest, name="manifest"),
    path("<slug:body>/exports/<uuid:export_id>/<slug:kind>/", exports.download, name="download"),
]
