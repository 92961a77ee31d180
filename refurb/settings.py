"""Settings of Refurb: the environment is read here and nowhere else.

Safe for production when nothing but the documented variables is set; REFURB_DEBUG=1 is for
development.
"""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from refurb import env
from refurb.logs import logging_for

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

DEBUG = env.flag("REFURB_DEBUG", default=False)
SECRET_KEY = env.secret("REFURB_SECRET_KEY")
ALLOWED_HOSTS = env.hosts("REFURB_ALLOWED_HOSTS", ("127.0.0.1", "localhost") if DEBUG else None)
PUBLIC_URL = env.url(
    "REFURB_PUBLIC_URL",
    "http://127.0.0.1:8000" if DEBUG else None,
    schemes=("http", "https") if DEBUG else ("https",),
    with_host=("http", "https"),
)
_public = urlsplit(PUBLIC_URL)
CSRF_TRUSTED_ORIGINS = env.origins(
    "REFURB_CSRF_TRUSTED_ORIGINS", f"{_public.scheme}://{_public.netloc}"
)
SHOW_STYLEGUIDE = DEBUG

# Households are recognised by fingerprints under these keys, the newest first: each is tried, the
# first one writes. A key leaves once manage.py retire_fingerprint_key lets it go.
FINGERPRINT_KEYS = env.keys(
    "REFURB_FINGERPRINT_KEYS",
    "only-here:for-development-0123456789-abcdefghijklmnopqrstuvwxyz" if DEBUG else None,
)

# The rule of frequency: a computer for so many people, in so many months (design/domain.md).
PEOPLE_A_COMPUTER = env.number("REFURB_PEOPLE_A_COMPUTER", 2, least=1, most=20)
FREQUENCY_MONTHS = env.number("REFURB_FREQUENCY_MONTHS", 36, least=1, most=240)

# How many days an allocation stands that nobody fetches (design/domain.md).
ALLOCATION_DAYS = env.number("REFURB_ALLOCATION_DAYS", 14, least=1, most=365)

# How many days a place has to answer a referral (it is reminded a week before), and how many a
# service has to send one that was proposed.
REFERRAL_ANSWER_DAYS = env.number("REFURB_REFERRAL_ANSWER_DAYS", 30, least=8, most=365)
REFERRAL_SEND_DAYS = env.number("REFURB_REFERRAL_SEND_DAYS", 90, least=1, most=365)

# What may be asked at most for one device, in cents, by kind; nothing for a kind not named here.
# No law sets these: they keep a contribution below what the same machine costs second-hand.
CONTRIBUTION_CEILINGS = {
    "laptop": 60_00,
    "desktop": 40_00,
    "all_in_one": 60_00,
    "mini_pc": 40_00,
    "tablet": 40_00,
    "smartphone": 30_00,
    "monitor": 15_00,
    "router": 5_00,
    "printer": 10_00,
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks_db",
    "ninja",
    "refurb.counters",
    "refurb.web",
    "refurb.audit",
    "refurb.accounts",
    "refurb.saved_filters",
    "refurb.api",
    "refurb.jobs",
    "inventory",
    "distribution",
    "refurb.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "refurb.web.headers.permissions_policy",
    "refurb.web.encoding.utf8_only",
    "refurb.web.headers.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "refurb.accounts.middleware.acting",
    "refurb.accounts.middleware.readers_language",
    "refurb.accounts.middleware.seen",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "refurb.jobs.notices.tell_what_is_ready",
    "refurb.web.not_yet.ask_again",
    "refurb.web.only_forms.lead_back",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "refurb.urls"
WSGI_APPLICATION = "refurb.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.csrf",
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "refurb.web.navigation.navigation",
            ],
        },
    },
]
FORM_RENDERER = "refurb.web.widgets.Renderer"

# --- database -------------------------------------------------------------------------------------
# The pragmas: a wipe or a signature that was answered with "saved" survives a power cut (FULL),
# readers never wait for the writer (WAL), and a transaction takes the write lock at its start, so
# that it can't lose it half-way. ATOMIC_REQUESTS stays off: with IMMEDIATE every atomic block,
# read-only too, would take that lock.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
        "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
    ),
}
_database = dj_database_url.parse(
    env.url(
        "DATABASE_URL",
        f"sqlite:///{VAR_DIR / 'refurb.sqlite3'}",
        schemes=("sqlite", "postgres", "postgresql"),
        with_path=("sqlite",),
    )
)
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = SQLITE_OPTIONS
    _database["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    _database["CONN_HEALTH_CHECKS"] = True
    _database["CONN_MAX_AGE"] = 60
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Throttling counters live here, never in the database file: in a folder that all web processes
# share when there are several (file:///path), in this process's memory when there is one.
_cache = urlsplit(
    env.url("REFURB_CACHE_URL", "locmem://", schemes=("locmem", "file"), with_path=("file",))
)
_backend = {"locmem": "locmem.LocMemCache", "file": "filebased.FileBasedCache"}[_cache.scheme]
CACHES = {
    "default": {"BACKEND": f"django.core.cache.backends.{_backend}", "LOCATION": _cache.path},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- accounts -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["refurb.accounts.acting.UserWithMemberships"]
_passwords = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "refurb.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_passwords}.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to who has nothing to do with it
# Behind a proxy its address is everybody's: throttling then counts what the proxy says it serves.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("REFURB_BEHIND_PROXY", default=False) else 0
ACCOUNT_ADAPTER = "refurb.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "refurb.accounts.web.forms.signing_in.SignInForm",
    "reset_password": "refurb.accounts.web.forms.signing_in.ForgottenForm",
}
# Coordinators and administrators log in with a second factor; others may.
SECOND_FACTOR_REQUIRED = env.flag("REFURB_SECOND_FACTOR", default=not DEBUG)
MFA_ADAPTER = "refurb.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "refurb.accounts.web.forms.second_factor.CodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Refurb"
MFA_TOTP_TOLERANCE = 1  # steps of thirty seconds, before and after
SESSION_ENGINE = "refurb.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12  # from log-in on, however much it is used
SESSION_SAVE_EVERY_REQUEST = False

# --- security -------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not DEBUG
_year = 60 * 60 * 24 * 365
_hsts = env.number("REFURB_HSTS_SECONDS", _year, least=0, most=2 * _year)
SECURE_HSTS_SECONDS = 0 if DEBUG else _hsts
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
SECURE_HSTS_PRELOAD = not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if env.flag("REFURB_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "media-src": [CSP.SELF, "blob:"],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
CSRF_FAILURE_VIEW = "refurb.web.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

# --- languages and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("fr", _("French")), ("nl", _("Dutch")), ("de", _("German")), ("en", _("English"))]
FORMAT_MODULE_PATH = ["refurb.formats"]
LOCALE_PATHS = [BASE_DIR / "refurb" / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
FILTERS_EMPTY_CHOICE_LABEL = _("Any")

# --- static files and front-end packages ----------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
GUIDES_ROOT = BASE_DIR / "docs" / "guides"
STATICFILES_DIRS = [BASE_DIR / "refurb" / "static", ("guides", GUIDES_ROOT / "screens")]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "refurb.web.finders.NpmFinder",
    "refurb.web.sheet.SheetFinder",
]
SHEET_ROOT = VAR_DIR / "sheet"
NPM_ROOT = BASE_DIR / "node_modules"
NPM_ASSETS = {
    "vendor/signature_pad.umd.min.js": "signature_pad/dist/signature_pad.umd.min.js",
    "vendor/signature_pad.umd.min.js.map": "signature_pad/dist/signature_pad.umd.min.js.map",
    "vendor/barcode-detector.js": "barcode-detector/dist/iife/ponyfill.js",
    "vendor/zxing_reader.wasm": "zxing-wasm/dist/reader/zxing_reader.wasm",
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "refurb.web.storage.StaticStorage"
    },
}
# Photos: outside of what the web server serves, since each is shown through a view with a policy.
MEDIA_ROOT = env.text("REFURB_MEDIA_ROOT", str(VAR_DIR / "media"))

# --- mail and logs --------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.sender("REFURB_FROM_EMAIL", "refurb@localhost")
_mail = env.mailer("REFURB_EMAIL_URL", "console://" if DEBUG else "smtp://localhost")
MAILERS = {"default": _mail}
LOGGING = logging_for(debug=DEBUG)
