"""Shortens titles for places with little room: headers of pages, properties of a file."""

RUNNING = 90  # characters of a line in the header of a page

_OPENING, _CLOSING = "«", "»"
_LOOSE = " \u00a0,;:–-«"  # never the last character before the cut


def shortened(text: str, most: int) -> str:
    """A text of at most `most` characters, cut between two words; guillemets open at the cut are closed.

    A single word longer than that is cut inside.
    """
    if len(text) <= most:
        return text
    closing = f"…\u00a0{_CLOSING}"
    room = most - len(closing)
    words, _, _ = text[: room + 1].rpartition(" ")
    kept = words.rstrip(_LOOSE) or text[:room]
    return kept + (closing if kept.count(_OPENING) > kept.count(_CLOSING) else "…")
