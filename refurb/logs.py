"""What is logged, and from which level on."""

from typing import Any


def logging_for(*, debug: bool) -> dict[str, Any]:
    """Give Django's LOGGING: everything to standard error, which the host keeps."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {
            "console": {"class": "logging.StreamHandler"},
            "problems": {"class": "logging.StreamHandler", "level": "WARNING"},
        },
        "root": {"handlers": ["console"], "level": "INFO" if debug else "WARNING"},
        # Four lines for each letter sent would drive what matters off the screen.
        "loggers": {"django.tasks": {"handlers": ["problems"], "propagate": False}},
    }
