"""Titles that stand where there is little room: at the head of pages, in the properties of a file."""

RUNNING = 90  # characters: one line, at the head of a page

_OPENING, _CLOSING = "«", "»"
_LOOSE = " \u00a0,;:–-«"  # what no cut leaves at the end


def shortened(text: str, most: int) -> str:
    """A text of so many characters at most, cut between two words and never inside guillemets left open.

    One word longer than that is cut where it must.
    """
    if len(text) <= most:
        return text
    closing = f"…\u00a0{_CLOSING}"
    room = most - len(closing)
    words, _, _ = text[: room + 1].rpartition(" ")
    kept = words.rstrip(_LOOSE) or text[:room]
    return kept + (closing if kept.count(_OPENING) > kept.count(_CLOSING) else "…")
