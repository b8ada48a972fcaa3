"""Settings shared by every way of running Heard. Secrets come from the environment only."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config.settings import env
from config.settings.databases import database

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env.text("HEARD_VAR", str(ROOT / "var"))).expanduser().resolve()

INSTALLED_APPS = [
    "common",
    "common.vault",
    "common.jobs",
    "accounts",
    "pages",
    "stories",
    "transcription",
    "campaigns",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.wagtail_users.UsersConfig",  # wagtail.users with our screens for people
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.middleware.CompressText",
    "common.ward.KeepNothing",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "common.ward.ShortSession",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "common.typed.SwitchLanguage",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.RequireSecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "common.middleware.PrivacyHeaders",
    "common.middleware.Utf8Only",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "common.context.site",
            ],
        },
    }
]


# Wrapped data keys live apart, with a backup rotation of their own: see docs/operators.md.
DATABASES = {
    "default": database("DATABASE_URL", VAR / "heard.sqlite3"),
    "keyring": database("KEYRING_DATABASE_URL", VAR / "keyring.sqlite3"),
}
DATABASE_ROUTERS = ["common.vault.router.KeyringRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.text("CACHE_URL")}
        if env.text("CACHE_URL", "")
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Sealed files: a private folder, or a private bucket (s3+http(s)://key:secret@host/bucket).
STORAGE_URL = env.text("STORAGE_URL", "")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "media"},
    },
    "sealed": {"BACKEND": "common.storages.SealedStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SEALED_ROOT = VAR / "sealed"
WORK_ROOT = VAR / "work"
MEDIA_URL = "media/"
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_HANDLERS = [
    "common.uploads.NamelessUploadHandler",  # what tellers send; the others serve the editors' side
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
PLAIN_UPLOAD_LIMIT = env.integer("PLAIN_UPLOAD_LIMIT", 200 * 1024 * 1024, minimum=1)
UPLOAD_LIMIT = env.integer(
    "UPLOAD_LIMIT", 2 * 1024 * 1024 * 1024, minimum=1
)  # in pieces, see docs/uploads.md
UPLOAD_HOURS = env.integer(
    "UPLOAD_HOURS", 24, minimum=1
)  # then an upload that nobody goes on with is removed
UPLOADS_AT_ONCE = env.integer(
    "UPLOADS_AT_ONCE", 8, minimum=1
)  # in one process; the rest of its threads serve pages

# Jobs: the row is the truth, the broker only a bell.
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "filesystem://")
QUEUE_FOLDER = VAR / "queue"
JOB_LEASE_SECONDS = env.integer("JOB_LEASE_SECONDS", 60, minimum=1)
JOB_SWEEP_SECONDS = env.integer("JOB_SWEEP_SECONDS", 20, minimum=1)

# Whisper: a model's name or folder; empty means recordings wait and the page says so.
WHISPER_ENGINE = env.text("WHISPER_ENGINE", "faster-whisper")
WHISPER_MODEL = env.text("WHISPER_MODEL", "")
# Detection (stories/anonymise): the operator's own names of wards and staff, and a language model beside the patterns.
DETECTION_LIST = Path(_list) if (_list := env.text("DETECTION_LIST", "")) else None
DETECTION_MODEL = env.text("DETECTION_MODEL", "")
WHISPER_DEVICE = env.text("WHISPER_DEVICE", "auto")
WHISPER_COMPUTE_TYPE = env.text("WHISPER_COMPUTE_TYPE", "default")
WHISPER_THREADS = env.integer("WHISPER_THREADS", 0, minimum=0)
WHISPER_JOIN_MS = env.integer(
    "WHISPER_JOIN_MS", -1
)  # pauses to decode across; -1: as the model's size allows
WHISPER_PIECE_SECONDS = env.integer("WHISPER_PIECE_SECONDS", 300, minimum=5)  # what a killed worker repeats
MODEL_ROOT = VAR / "models"
FFMPEG = env.text("FFMPEG", "")

# The promise, in numbers (see docs/promise.md).
CONSENT_MONTHS = env.integer("CONSENT_MONTHS", 24, minimum=1)
CONSENT_MONTHS_PACKS = env.integer("CONSENT_MONTHS_PACKS", 12, minimum=1)
CONTACTS_MONTHS = env.integer("CONTACTS_MONTHS", 12, minimum=0)  # after a campaign ended
COOLING_OFF_DAYS = env.integer("COOLING_OFF_DAYS", 14, minimum=0)
DRAFT_DAYS = env.integer(
    "DRAFT_DAYS", 30, minimum=1
)  # what was begun, not sent and not touched is then erased
DOSSIER_TELLERS = env.integer(
    "DOSSIER_TELLERS", 5, minimum=1
)  # who name a place before its page shows stories
RIP_DAYS = env.integer("RIP_DAYS", 14, minimum=1)  # an old disc is then destroyed, split or not
CONSENT_RENEW_DAYS = env.integer("CONSENT_RENEW_DAYS", 60, minimum=0)  # before its end a yes may be renewed
HEAVY_STORIES_A_DAY = env.integer("HEAVY_STORIES_A_DAY", 4, minimum=1)  # before an editor is asked to stop
KEY_BACKUP_DAYS = env.integer("KEY_BACKUP_DAYS", 7, minimum=0)

# Who answers for what tellers send: stands in each teller's copy of what they agreed to.
CONTROLLER_NAME = env.text("CONTROLLER_NAME", "Heard")
CONTROLLER_ADDRESS = env.text("CONTROLLER_ADDRESS", "")
CONTROLLER_EMAIL = env.text("CONTROLLER_EMAIL", "")
CONTROLLER_PHONE = env.text("CONTROLLER_PHONE", "")
JURISDICTION = env.text("JURISDICTION", "GB")

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
WARD_MINUTES = env.integer("WARD_MINUTES", 15, minimum=1)  # of quiet, in ward mode, until a session ends
# Else how long an answer takes would tell whether an address opens a page here (stories/email_codes.py).
CODES_IN_BACKGROUND = True
DRAFTS_PER_HOUR = env.integer("DRAFTS_PER_HOUR", 60, minimum=1)  # begun from one place: a ward may share one
CSRF_COOKIE_NAME = "form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "common.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

SITE_NAME = "Heard"
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000")
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # an embed finder would call a third party
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "no-reply@heard.invalid")
# What a teller's inbox shows: an address and a name that say nothing to whoever else looks.
CONTACT_FROM_EMAIL = env.text("CONTACT_FROM_EMAIL", DEFAULT_FROM_EMAIL)

from config.settings.signin import *  # noqa: E402, I001
from config.settings.security import *  # noqa: E402  the CSP needs nothing from above and is long
from config.settings.logging import LOGGING  # noqa: E402, F401  kept apart for the same reason
