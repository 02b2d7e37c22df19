"""Anchors of articles, as GitHub and GitLab derive them from a heading, so that links work where acts are reviewed."""

import re

from conventions_cli.document.nodes import Article, Document
from conventions_cli.document.walk import article_heading
from conventions_cli.foundation import remembered

_DROPPED = re.compile(r"[^\w\- ]")


@remembered(512)
def slug(heading: str) -> str:
    """The anchor of a heading: lower case, no punctuation, a dash for each space."""
    return _DROPPED.sub("", heading.strip().lower()).replace(" ", "-")


def article_anchors(document: Document) -> dict[str, str]:
    """Label of each article → its anchor; a second equal heading gets « -1 », as GitHub does."""
    anchors: dict[str, str] = {}
    counts: dict[str, int] = {}
    for part in document.parts:
        if isinstance(part, Article):
            base = slug(article_heading(part))
            count = counts.get(base, 0)
            counts[base] = count + 1
            anchors[part.label] = f"{base}-{count}" if count else base
    return anchors
