"""Which browser on which system, in two words, from what a browser says of itself.

Just enough for somebody to know their own phone from the computer at the desk. What it says of
itself is read once, at log-in, and not kept: it tells a lot more than these two words.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Browser(models.TextChoices):
    """Browsers that are told apart."""

    FIREFOX = "firefox", "Firefox"
    CHROME = "chrome", "Chrome"
    SAFARI = "safari", "Safari"
    EDGE = "edge", "Edge"
    OPERA = "opera", "Opera"
    SAMSUNG = "samsung", "Samsung Internet"
    OTHER = "other", _("Another browser")


class System(models.TextChoices):
    """Systems that are told apart."""

    WINDOWS = "windows", "Windows"
    MAC = "mac", "macOS"
    IPHONE = "iphone", "iPhone"
    IPAD = "ipad", "iPad"
    ANDROID = "android", "Android"
    CHROMEOS = "chromeos", "ChromeOS"
    LINUX = "linux", "Linux"
    OTHER = "other", _("another system")


# The first mark found decides: Edge says Chrome too, Chrome says Safari, Android says Linux.
BROWSER_MARKS = (
    ("Edg", Browser.EDGE),
    ("OPR/", Browser.OPERA),
    ("SamsungBrowser/", Browser.SAMSUNG),
    ("Firefox/", Browser.FIREFOX),
    ("FxiOS/", Browser.FIREFOX),
    ("Chrome/", Browser.CHROME),
    ("CriOS/", Browser.CHROME),
    ("Safari/", Browser.SAFARI),
)
SYSTEM_MARKS = (
    ("iPhone", System.IPHONE),
    ("iPad", System.IPAD),
    ("Android", System.ANDROID),
    ("CrOS", System.CHROMEOS),
    ("Windows", System.WINDOWS),
    ("Macintosh", System.MAC),
    ("Linux", System.LINUX),
)


@dataclass(frozen=True)
class Seat:
    """What somebody sits at."""

    browser: Browser
    system: System


def read_user_agent(text: str) -> Seat:
    """Read the two words out of a User-Agent header; never fails."""
    browser = next((each for mark, each in BROWSER_MARKS if mark in text), Browser.OTHER)
    system = next((each for mark, each in SYSTEM_MARKS if mark in text), System.OTHER)
    return Seat(browser, system)
