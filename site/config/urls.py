"""Every address of Heard, app by app. Apps are named by dotted string only."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns: list[URLPattern | URLResolver] = []
# Each app brings its own urls.py; order matters only for Wagtail's catch-all, which comes last.
for app in ("common", "accounts", "campaigns", "transcription", "stories", "pages"):
    if find_spec(f"{app}.urls"):
        urlpatterns.append(path("", include(f"{app}.urls")))

urlpatterns += [
    path("account/", include("allauth.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
handler400 = "common.errors.bad_request"
handler403 = "common.errors.forbidden"
handler404 = "common.errors.not_found"
handler500 = "common.errors.server_error"
