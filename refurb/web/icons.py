"""The site's own drawings, as SVG paths in a box of 24, drawn with the colour of the text."""

ICONS: dict[str, str] = {
    "laptop": "M5 5h14v10H5z M2 19h20",
    "scan": "M4 8V4h4 M16 4h4v4 M20 16v4h-4 M8 20H4v-4 M7 12h10",
    "camera": "M4 8h4l1.5-3h5L16 8h4v11H4z M12 10a3 3 0 1 0 0 6a3 3 0 1 0 0-6z",
    "print": "M7 9V3h10v6 M7 17H4V9h16v8h-3 M7 14h10v7H7z",
    "plus": "M12 5v14 M5 12h14",
    "check": "M4 13l5 5L20 6",
    "cross": "M6 6l12 12 M18 6L6 18",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z M15.5 15.5L21 21",
    "box": "M3 8l9-5 9 5v9l-9 5-9-5z M3 8l9 5 9-5 M12 13v9",
    "people": "M8 11a3 3 0 1 0 0-6a3 3 0 1 0 0 6z M2 20c0-4 3-6 6-6s6 2 6 6 "
    "M17 12a2.5 2.5 0 1 0 0-5 M17 15c3 0 5 2 5 5",
    "warning": "M12 3l10 18H2z M12 10v5 M12 18v.5",
    "arrow": "M5 12h14 M13 6l6 6-6 6",
    "document": "M6 3h8l5 5v13H6z M14 3v5h5 M9 13h7 M9 17h7",
    "edit": "M4 20l1-5L16 4l4 4L9 19z",
    "help": "M12 2.5a9.5 9.5 0 1 0 0 19a9.5 9.5 0 1 0 0-19z "
    "M9 9.5a3 3 0 1 1 4 2.8c-.7.3-1 .8-1 1.7 M12 17v.5",
}
