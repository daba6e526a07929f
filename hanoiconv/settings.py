"""The one settings file.

What differs between machines is an environment variable or a line in .env. An empty one counts as
not set; a wrong one stops the start with a sentence.
"""

import contextlib
import os
import re
import tempfile
import zoneinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # all that the site itself writes

env = environ.Env()
env.read_env(BASE_DIR / ".env")


def text(name: str, default: str = "") -> str:
    return env.str(name, default="").strip() or default


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def flag(name: str) -> bool:
    """django-environ reads every word that it does not know as False."""
    word = text(name, "false").lower()
    if word not in {"true", "yes", "on", "1", "false", "no", "off", "0"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not “{word}”.")
    return word in {"true", "yes", "on", "1"}


def site_url() -> str:
    url = text("SITE_URL", f"http://127.0.0.1:{text('PORT', '8000')}").rstrip("/")
    if not re.fullmatch(r"https?://([\w.-]+|\[[\da-f:]+\])(:\d+)?", url):
        raise ImproperlyConfigured(
            f"SITE_URL must look like https://record.example.org, with no path, not “{url}”."
        )
    return url


def time_zone() -> str:
    name = text("TIME_ZONE", "UTC")
    try:
        zoneinfo.ZoneInfo(name)
    except (OSError, ValueError, zoneinfo.ZoneInfoNotFoundError) as error:
        raise ImproperlyConfigured(
            f"TIME_ZONE must be a name such as Asia/Ho_Chi_Minh, not “{name}”."
        ) from error
    return name


def kept_secret(path: Path) -> str:
    """The secret in a file, made at first need and readable by its owner alone.

    A link never replaces a file, so two processes that start at once agree on one secret.
    """
    try:
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mode 0600
            with open(descriptor, "w") as file:
                file.write(get_random_secret_key())
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
            os.unlink(draft)
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set and cannot be kept in {path}: {error.strerror}."
        ) from error


def database(url: str) -> dict[str, Any]:
    config: dict[str, Any]
    options: dict[str, Any]
    if not url:
        config = {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "record.sqlite3"}
    elif url.startswith(("sqlite://", "postgres://", "postgresql://")):
        try:
            config = env.db_url_config(url)
        except ValueError as error:
            raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}.") from error
    else:
        raise ImproperlyConfigured("DATABASE_URL must start with sqlite:/// or postgres://.")
    if config["ENGINE"].endswith("sqlite3"):
        # IMMEDIATE: a transaction that reads before it writes must not fail under a second writer.
        # FULL: a saved edit outlives a power cut. Django itself switches foreign keys on.
        options = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    else:
        # jit: compiling the public rule takes PostgreSQL seconds, running it milliseconds.
        options = {"pool": True, "options": "-c jit=off"}
    return config | {"OPTIONS": config.get("OPTIONS", {}) | options}


DEBUG = flag("DEBUG")
SECRET_KEY = text("SECRET_KEY") or kept_secret(VAR_DIR / "secret-key")
SITE_URL = site_url()
ALLOWED_HOSTS = words("ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{urlsplit(SITE_URL).hostname}")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", SITE_URL)  # TLS may end at a proxy

# Django's defaults for framing (DENY), referrer (same-origin) and type sniffing (off) are ours too.
CSRF_FAILURE_VIEW = "hanoiconv.error_pages.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "hanoiconv",
    "people",
    "events",
    "django_filters",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hanoiconv.compression.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "hanoiconv.urls"
WSGI_APPLICATION = "hanoiconv.wsgi.application"
LOGIN_URL = "admin:login"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hanoiconv.context.site",
            ],
        },
    },
]

DATABASES = {"default": database(text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = time_zone()
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing one
MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "hanoiconv.staticfiles.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # serve the plain names too: see hanoiconv/staticfiles.py

if django.VERSION < (6,):
    FORMS_URLFIELD_ASSUME_HTTPS = True  # the only behaviour from Django 6 on

# A thousand, as in a ZIP, not Django's hundred, after which its answer is a bare 400.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000

# How long somebody without an account sees a draft by a link that an editor gave away.
REVIEW_LINK_DAYS = 7

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "ERROR"},  # a page that does not exist is no event
    },
}
