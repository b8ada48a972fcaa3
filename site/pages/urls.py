from django.conf import settings
from django.urls import path

from pages.views import language, styleguide, support

app_name = "pages"
urlpatterns = [
    path("support/", support.support, name="support"),
    path("language/", language.set_language, name="set_language"),
]
if settings.DEVELOPMENT:
    urlpatterns.append(path("styleguide/", styleguide.styleguide, name="styleguide"))
