"""The questions and the sections of the interview: the records that the table of `questions` is made of."""

from collections.abc import Callable

from conventions_cli.drafting.choices import Choice, yes_no
from conventions_cli.drafting.view import View
from conventions_cli.foundation import Record

When = Callable[[View, str], bool]
Choices = Callable[[View, str], "tuple[Choice, ...]"]
Default = Callable[[View, str], str]


class Question(Record, frozen=True):
    """A question. `key`: under the prefix of its section; a key in « @ » is no key of a spec, and needs a `help`.

    `free`: answers other than the choices are accepted. `several`: the question is asked again until it is left blank.
    `needed`: it cannot be left for later.
    """

    key: str
    wording: str
    choices: Choices = lambda view, prefix: ()
    default: Default = lambda view, prefix: ""
    when: When = lambda view, prefix: True
    free: bool = True
    several: bool = False
    needed: bool = False
    help: str = ""

    @property
    def is_yes_no(self) -> bool:
        """Whether « oui » or « non » is expected."""
        return self.choices is yes_no


class AskedQuestion(Record, frozen=True):
    """A question as it is asked: its whole key, the prefix of its section, and its wording."""

    key: str
    prefix: str
    wording: str
    section: str
    question: Question


class Section(Record, frozen=True):
    """Questions asked once for each prefix. `who`: the text that replaces « {qui} » in their wording.

    `open_ended`: another prefix follows as long as the first question of the last prefix was answered.
    """

    title: str
    questions: tuple[Question, ...]
    prefixes: Callable[[View], tuple[str, ...]] = lambda view: ("",)
    who: Callable[[View, str], str] = lambda view, prefix: ""
    open_ended: str = ""
