"""Production. Refuses to start with anything that would break the promise (common/refusals.py says what)."""

from common.refusals import refuse_to_start
from config.settings import env
from config.settings.base import *

SECRET_KEY = env.text("SECRET_KEY")
MASTER_KEYS = env.words("MASTER_KEYS") or [env.text("MASTER_KEY")]  # newest first; older ones only unwrap
RECEIPT_KEY = env.text("RECEIPT_KEY")
DEBUG = env.boolean("DEBUG", False)
DEVELOPMENT = False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", env.text("ALLOWED_HOSTS"))
PUBLIC_URL = env.text("PUBLIC_URL").rstrip("/")
WAGTAILADMIN_BASE_URL = PUBLIC_URL
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECOND_FACTOR_REQUIRED = env.boolean("SECOND_FACTOR_REQUIRED", True)
# How many proxies stand before this process: allauth counts tries by the address that the last of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 1)
SECURE_SSL_REDIRECT = env.boolean("SECURE_SSL_REDIRECT", True)
# Whatever watches the site asks from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-form"
LANGUAGE_COOKIE_SECURE = True
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = env.integer("EMAIL_TIMEOUT", 10, minimum=1)  # seconds

refuse_to_start(globals())
