"""How sure a reading is."""

from enum import Enum


class Confidence(Enum):
    """How sure a reading is; the values are the French words shown to people."""

    SURE = "sûr"
    LIKELY = "probable"
    DOUBTFUL = "douteux"

    @property
    def rank(self) -> int:
        """0 for SURE, 2 for DOUBTFUL."""
        return list(Confidence).index(self)


SURE, LIKELY, DOUBTFUL = Confidence.SURE, Confidence.LIKELY, Confidence.DOUBTFUL
