"""Addresses of stories: readers', tellers' and those who come back."""

from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from stories.api import router
from stories.feeds import NewestStories, StorySitemap
from stories.views import (
    about_you,
    account,
    back,
    consent,
    contact,
    copies,
    download,
    files,
    later,
    messages,
    more,
    parts_back,
    prompts,
    public,
    receipt,
    record,
    start,
    tell,
    turned_down,
    understanding,
    uploads,
    ward,
)

# What is taken back must not go on being read from somebody's cache.
ask_again = cache_control(no_cache=True, private=True)
feed = require_safe(ask_again(NewestStories()))
reader_patterns: list[URLPattern] = [
    path("stories/", public.story_list, name="list"),
    path("stories/feed/", feed, name="feed"),
    path("stories/<uuid:story_id>/", public.story, name="story"),
    path("themes/", public.themes, name="themes"),
    path("how-we-count/", public.counting, name="counting"),
    path("themes/<slug:slug>/", public.theme, name="theme"),
    path("search/", public.search, name="search"),
    path(
        "sitemap.xml",
        require_safe(ask_again(sitemap)),
        {"sitemaps": {"stories": StorySitemap}},
        name="sitemap",
    ),
]
tell_patterns: list[URLPattern] = [
    path("", start.start, name="start"),
    path("begin/", start.begin, name="begin"),
    path("whose/", start.whose, name="whose"),
    path("ward/", ward.ward, name="ward"),
    path("exit/", ward.leave_quickly, name="exit"),
    path("words/", tell.words, name="words"),
    path("questions/", prompts.prompt_list, name="prompts"),
    path("questions/<slug:prompt>/", prompts.prompt, name="prompt"),
    path("later/", later.later, name="later"),
    path("recording/", files.recording, name="recording"),
    path("recording/remove/", files.remove, name="remove_recording"),
    path("recording/keep/", files.keep_upload, name="keep_upload"),
    path("recording/cancel/", files.cancel_upload, name="cancel_upload"),
    path("throw-away/", files.throw_away, name="throw_away"),
    path("thrown-away/", files.thrown_away, name="thrown_away"),
    path("record/", record.sound, name="record"),
    path("record/film/", record.film, name="record_film"),
    path("record/wish/", record.wish, name="record_wish"),
    path("record/again/", record.again, name="record_again"),
    path("record/broken-off/", record.broken, name="record_broken_off"),
    path("where/", tell.where, name="where"),
    path("agree/", tell.agree, name="agree"),
    path("agree/who-might-see/", understanding.while_telling, name="understanding"),
    path("agree/<slug:purpose>/", consent.while_telling, name="consent"),
    path("check/", tell.check, name="check"),
    path("receipt/", receipt.receipt, name="receipt"),
    path("receipt/file/", receipt.receipt_file, name="receipt_file"),
    path("receipt/typed/", receipt.type_back, name="type_back"),
    path("copy/", copies.copy, name="copy"),
    path("copy/file/", copies.copy_file, name="copy_file"),
    path("contact/", contact.contact, name="contact"),
    path("about-you/", about_you.questions, name="about_you"),
    path("about-you/forget/", about_you.forget, name="about_forget"),
    path("about-you/<slug:question>/", about_you.question, name="about_question"),
    path("leave/", tell.leave, name="leave"),
    path("left/", tell.left, name="left"),
]
back_patterns: list[URLPattern] = [
    path("", back.enter, name="enter"),
    path("story/", back.story, name="story"),
    path("story/<uuid:story_id>/", back.choose, name="choose"),
    path("look/", back.look, name="look"),
    path("hear/", back.hear, name="hear"),
    path("messages/", messages.messages, name="messages"),
    path("turned-down/", turned_down.turned_down, name="turned_down"),
    path("more/", more.more, name="more"),
    path("more/cancel/", more.cancel_upload, name="cancel_upload"),
    path("part/<uuid:part_id>/", parts_back.part, name="part"),
    path("download/", download.download, name="download"),
    path("download/everything.zip", download.everything, name="everything"),
    path("uses/", back.consents, name="consents"),
    path("uses/copy/", copies.copy, name="copy"),
    path("uses/copy/file/", copies.copy_file, name="copy_file"),
    path("contact/", contact.contact, name="contact"),
    path("account/", account.account, name="account"),
    path("account/code/", account.code, name="account_code"),
    path("account/untie/", account.untie, name="account_untie"),
    path("account/mine/", account.mine, name="account_mine"),
    path("uses/<slug:purpose>/", consent.when_back, name="consent"),
    path("where/", back.where, name="where"),
    path("take-back/", back.take_back, name="take_back"),
    path("certificates/", back.certificates, name="certificates"),
    path("certificates/<slug:number>/", back.certificate, name="certificate"),
]
upload_patterns: list[URLPattern] = [
    path("", uploads.create, name="create"),
    path("<uuid:upload_id>/", uploads.upload, name="upload"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((reader_patterns, "stories"))),
    path("tell/", include((tell_patterns, "tell"))),
    path("uploads/", include((upload_patterns, "uploads"))),
    path("return/", include((back_patterns, "back"))),
    path("api/v2/", router.urls),
]
