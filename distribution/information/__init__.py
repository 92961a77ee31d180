"""The information notice that a person is given before anything about them is passed on."""

from distribution.information.content import InformationNotice, Said
from distribution.information.drawing import count_notice_pages, draw_notice

__all__ = ["InformationNotice", "Said", "count_notice_pages", "draw_notice"]
