"""How far what is read of an act can be trusted."""

from enum import Enum


class Confidence(Enum):
    """How far a reading can be trusted; the value is the French word shown to people."""

    SURE = "sûr"
    LIKELY = "probable"
    DOUBTFUL = "douteux"

    @property
    def rank(self) -> int:
        """0 for what is sure."""
        return list(Confidence).index(self)


SURE, LIKELY, DOUBTFUL = Confidence.SURE, Confidence.LIKELY, Confidence.DOUBTFUL
