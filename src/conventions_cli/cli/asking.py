"""The interview on a terminal: lines to read and lines to type, no cursor that moves on the screen."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli.cli.door import ask, say, tell
from conventions_cli.cli.drafted import finish
from conventions_cli.cli.french import refuse
from conventions_cli.cli.keyboard import prompted, ready, report_wrapped, say_wrapped, tell_wrapped
from conventions_cli.cli.streams import DISK, FAULTS, INTERRUPTED, InterruptionToldError, report
from conventions_cli.cli.wanted import Wanted, roles_of, with_schema
from conventions_cli.foundation import Severity, replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conventions_cli.drafting import AskedQuestion, Interview, Reply

_OF_SEVERAL = ("C30", "C331", "C332", "C333", "C35", "C36")  # codes of faults between two answers
_SET = "set "  # the mark, among saved options, of the values of --set
_HELP = (
    "Répondez puis tapez Entrée. Entrée seule : laisser pour plus tard, ou prendre la valeur entre crochets.",
    "« précédent » (ou « < ») : question d’avant. « aide » (ou « ? ») : explication. "
    "« je ne sais pas » : laisser sans réponse.",
    "« quitter » (ou Ctrl-C) : s’arrêter ; les réponses sont gardées.",
)


class _StoppedError(Exception):
    """The person typed Ctrl-C or Ctrl-D."""


def interview(wanted: Wanted) -> int:
    """Ask, check, write; return the exit code."""
    from conventions_cli.drafting import remove

    ready()
    try:
        talk = _go_on(wanted) if wanted.goes_on else _begin(wanted)
    except _StoppedError:
        return INTERRUPTED
    if talk is None:
        return FAULTS
    wrong = [finding for finding in talk.findings if finding.severity is Severity.ERROR]
    if wrong:
        report(wrong, quiet=False)
        return FAULTS
    try:
        code = _ask_all(talk, wanted)
    except (_StoppedError, KeyboardInterrupt):
        return _stopped(talk)
    if code is not None:
        return code
    if talk.view.spec is not None:
        return _completed(talk, quiet=wanted.quiet)
    target = _target(talk)
    place = with_schema(talk.view.place, wanted=wanted.schema or talk.view.yes("@schema"))
    code = finish(target, talk.draft(place), place, quiet=wanted.quiet)
    if code == 0:
        remove(target)
        _file_parties(talk)
    return code


def _file_parties(talk: "Interview") -> None:
    """Offer to the directory the parties that the person described, unless no directory was wanted."""
    from conventions_cli.cli.filing import offer

    answers = talk.view.answers
    named = [key for key in answers if key.startswith("parties.") and key.endswith(".nom") and key.count(".") == 2]
    places: list[tuple[str | int, ...]] = [("parties", int(key.split(".")[1])) for key in named if answers[key]]
    if not places or answers.get("@annuaire") == "non":
        return
    with contextlib.suppress(_StoppedError):
        offer(_target(talk), places, talk.view.place.template_dir, _agreed)


def _go_on(wanted: Wanted) -> "Interview | None":
    """The interview about an existing spec; None, with its diagnostics shown, when it cannot be read."""
    from conventions_cli.drafting import Interview, View, load, state_file, take_up

    target = wanted.target
    assert target is not None  # noqa: S101 - what exists has a name
    taken = take_up(target, wanted.place.template_dir, everything=wanted.everything)
    report(taken.diagnostics, quiet=False)
    if taken.value is None:
        say("", f"Corriger d’abord « {target} », par exemple avec « convention fix {target} », puis recommencer.")
        return None
    spec = taken.value
    view = View(wanted.place, spec=spec)
    view.answers = spec.presets(view.kind)
    talk = Interview(view, target.name)
    if state_file(target).is_file():
        kept = load(target)
        report(kept.diagnostics, quiet=False)
        if kept.value is not None:
            talk.defaults |= {key: text for key, text in kept.value.answers.items() if text is not None}
    if talk.current is None:
        return talk
    number = len(spec.lacking)
    lacks = f"il y manque {number} valeur{'s' if number > 1 else ''}" if number else "rien n’y manque"
    tell_wrapped(f"« {target} » existe : il est repris, {lacks}. Chaque réponse y est écrite aussitôt.", *_HELP)
    return talk


def _completed(talk: "Interview", *, quiet: bool) -> int:
    """Tell the values that an existing spec still lacks; return the exit code."""
    from conventions_cli.cli.drafted import tell_next
    from conventions_cli.drafting import by_hand, remove, state_file

    target, spec = _target(talk), talk.view.spec
    assert spec is not None  # noqa: S101 - see the caller
    written = talk.written()
    if written.value is None:
        report(written.diagnostics, quiet=quiet)
        say_wrapped(
            "", f"Ces réponses ne s’accordent pas : elles ne sont pas dans « {target} », mais elles sont gardées."
        )
        say_wrapped(f"Pour les reprendre : « convention new {target} --tout ».")
        return FAULTS
    if spec.everything:
        remove(target)
    elif state_file(target).is_file():
        say_wrapped("", f"Des réponses qui ne s’accordent pas encore attendent : « convention new {target} --tout ».")
    if not quiet:
        missing = talk.findings_of_spec().missing
        tell_next(target, missing, "à jour")
        for lack in by_hand(missing):
            say_wrapped(f"À écrire dans le fichier : {lack.libelle}, par exemple « {lack.ligne} ».", indent="  ")
    _file_parties(talk)
    return 0


def _begin(wanted: Wanted) -> "Interview":
    """The interview: the interrupted one, if there is one and the person wants it, else a new one."""
    from conventions_cli.drafting import UNNAMED, Interview, View, kept_in, load, state_file

    flags = wanted.flags
    name = wanted.target.name if wanted.target is not None else ""
    view = View(wanted.place, named=bool(name), herite=wanted.herite, pack=flags.pack)
    options = _set_values(wanted)
    talk = Interview(view, name, {**options, **_proposed(wanted)}, options)
    tell_wrapped("Nouvelle convention.", *_HELP)
    if wanted.place.directory is not None:
        tell_wrapped(f"Annuaire des parties\u00a0: {wanted.place.relative(wanted.place.directory)}")
    folder = wanted.place.folder
    names = [wanted.target] if wanted.target is not None and state_file(wanted.target).is_file() else []
    for target in names or (kept_in(folder) if wanted.target is None else ()):
        whose = "qui n’a pas encore de nom" if target.name == UNNAMED else f"pour « {target.name} »"
        if target.exists() or not _agreed(f"Un entretien interrompu attend, {whose}. Le reprendre"):
            continue
        state = load(target)
        report(state.diagnostics, quiet=False)
        if state.value is None:
            continue
        view.answers = dict(state.value.answers)
        talk.defaults |= state.value.proposed
        earlier = {key.removeprefix(_SET): text for key, text in state.value.options.items() if key.startswith(_SET)}
        talk.extras = {**earlier, **talk.extras}
        view.named = view.named or state.value.options.get("nom") == "oui"
        view.pack = view.pack or state.value.options.get("modele", "")
        view.herite = view.herite or tuple(filter(None, state.value.options.get("herite", "").split("\n")))
        directory = state.value.options.get("annuaire", "")
        if directory and view.home.directory is None and (folder / directory).is_file():
            view.home = replace(view.home, directory=folder / directory)
        talk.target = target.name if view.named else talk.target
        tell(_resumed(view.answers))
        break
    return talk


def _resumed(answers: "Mapping[str, str | None]") -> str:
    number = sum(answer is not None for answer in answers.values())
    return f"Reprise : {number} réponses sont gardées." if number > 1 else f"Reprise : {number} réponse est gardée."


def _set_values(wanted: Wanted) -> dict[str, str]:
    """The values of `--set`, by key: proposed at their question if there is one, else taken as they are."""
    from conventions_cli.drafting import settings

    read = settings(list(wanted.flags.settings))
    report(read.diagnostics, quiet=False)
    if read.value is None:
        raise refuse("les valeurs données par --set ne peuvent pas être comprises.")
    return {".".join(map(str, path)): text for path, text in read.value.items()}


def _proposed(wanted: Wanted) -> dict[str, str]:
    """The values of the other options, to be proposed at their questions."""
    from conventions_cli.drafting import match

    flags = wanted.flags
    answers = {f"services.{number}.nom": name for number, name in enumerate(flags.services)}
    answers |= {
        "finances.montant": flags.montant,
        "finances.accompagnement": flags.accompagnement,
        "duree.fin": flags.fin,
    }
    entries = wanted.place.entries(wanted.place.names(wanted.herite))
    seats = flags.seats(roles_of(wanted))
    for number, (_, name) in seats.items():
        matches = match(entries, name)
        answers[f"@parties.{number}.qui"] = matches[0].identifier if len(matches) == 1 else "autre"
        answers[f"parties.{number}.nom"] = name
    if any(number > 1 for number in seats):
        answers["@tiers"] = "oui"
    return {key: text for key, text in answers.items() if text.strip()}


def _ask_all(talk: "Interview", wanted: Wanted) -> int | None:
    """Ask until no question is left. Returns an exit code when the answers cannot be kept."""
    from conventions_cli.drafting import Order, order_of

    del wanted
    section, saved_name, proposal = "", _target(talk).name, ""
    while (question := talk.current) is not None:
        if question.section != section:
            section = question.section
            tell("", f"[{section}]")
        typed = _typed(f"Écrire « {proposal} » ? [Entrée]\u00a0: " if proposal else _prompt(talk, question))
        raw, proposal = _settled(typed, proposal), ""
        if raw is None:
            continue
        order = order_of(raw)
        if order is Order.STOP:
            raise _StoppedError
        if order is Order.HELP:
            tell_wrapped(*talk.explain(question).split("\n"), indent="  ")
            continue
        if order is Order.BACK and not talk.back():
            tell("C’est la première question.")
            continue
        if order is Order.BACK and talk.view.spec is not None:
            continue  # the file keeps the answer until another one takes its place
        if order is not Order.BACK:
            reply = talk.answer(raw)
            proposal = reply.proposal
            if not proposal:
                _tell_reply(reply)
            if not reply.accepted:
                continue
        fault = _keep(talk, saved_name)
        if fault is not None:
            return fault
        saved_name = _target(talk).name
    return None


def _settled(raw: str, proposal: str) -> str | None:
    """The answer once a value was proposed: the proposal, or the new text; None to ask the question again."""
    if not proposal:
        return raw
    word = raw.strip().casefold()
    return proposal if word in {"", "o", "oui"} else None if word in {"n", "non"} else raw


def _tell_reply(reply: "Reply") -> None:
    """Show the diagnostics of an answer: why it is refused, or what to check."""
    report_wrapped(reply.diagnostics)
    if not reply.accepted and any(diagnostic.code.number.startswith(_OF_SEVERAL) for diagnostic in reply.diagnostics):
        say_wrapped("Si c’est une réponse précédente qui est à corriger : « précédent » y revient.")


def _prompt(talk: "Interview", question: "AskedQuestion") -> str:
    """Show the choices by number, then the line where the answer is typed."""
    offered, default = talk.choices(question), talk.default(question)
    for at, choice in enumerate(offered, start=1):
        tell_wrapped(f"  {at}. {choice.shown}", indent="     ")
    number = next((str(at) for at, choice in enumerate(offered, start=1) if choice.value == default), "")
    shown = f" [{number or default}]" if default else ""
    kind = " ? (oui ou non)" if question.question.is_yes_no else ""
    return f"{question.wording}{kind}{shown}\u00a0: "


def _typed(prompt: str) -> str:
    while True:
        sys.stderr.flush()
        try:
            with _ending_at_once():
                return ask(prompted(prompt))
        except UnicodeDecodeError:
            say("Cette saisie n’est pas du texte lisible : la retaper.")
        except (KeyboardInterrupt, EOFError):
            tell("")
            raise _StoppedError from None


@contextlib.contextmanager
def _ending_at_once() -> Iterator[None]:
    """Let `kill` and a closed terminal end the process while it waits for a line: all answers are saved by then.

    Turned into exceptions, these signals might come just before the line is read, and wait for a key nobody presses.
    """
    ours = [number for number in signal.valid_signals() if signal.getsignal(number) is signal.default_int_handler]
    numbers = [number for number in ours if number != signal.SIGINT]
    for number in numbers:
        signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.default_int_handler)


def _agreed(question: str) -> bool:
    """Ask a question answered by oui or non; Enter means « oui »."""
    while True:
        text = _typed(f"{question}\u00a0? (oui ou non) [oui]\u00a0: ").strip().casefold()
        if text in {"", "o", "oui"}:
            return True
        if text in {"n", "non"}:
            return False
        say("Taper « oui » ou « non ».")


def _keep(talk: "Interview", before: str) -> int | None:
    """Save the answers beside the file they are for, whose name may just have changed."""
    from conventions_cli.drafting import State, remove, save

    view = talk.view
    if view.spec is not None:
        written = talk.written()
        if written.value is not None:
            fault = view.spec.write(written.value.text)
            if fault is not None:
                report([fault], quiet=False)
                return DISK
            if view.spec.everything:
                remove(_target(talk))
            return None
    options = {
        "nom": "oui" if talk.target else "non",
        "modele": view.pack,
        "herite": "\n".join(view.herite),
        "annuaire": view.home.relative(view.home.directory) if view.home.directory else "",
    }
    options |= {f"{_SET}{key}": text for key, text in talk.extras.items()}
    fault = save(
        _target(talk), State(view.answers, {key: text for key, text in options.items() if text}, talk.defaults)
    )
    if fault is not None:
        report([fault], quiet=False)
        return DISK
    if before != _target(talk).name:
        remove(view.place.folder / before)
    return None


def _target(talk: "Interview") -> Path:
    from conventions_cli.drafting import UNNAMED

    return talk.view.place.folder / (talk.name or UNNAMED)


def _stopped(talk: "Interview") -> int:
    if talk.view.spec is not None:
        from conventions_cli.drafting import state_file

        target, again = _target(talk), " --tout" if talk.view.spec.everything else ""
        kept = "gardées : elles seront écrites quand elles s’accorderont" if state_file(target).is_file() else ""
        say_wrapped(
            f"Arrêt : les réponses sont {kept or f'dans « {target} »'}. Pour continuer, taper « convention new {target}"
            f"{again} »."
        )
        raise InterruptionToldError
    if talk.view.answers:
        again = f" {os.fspath(_target(talk))}" if talk.target else ""
        say_wrapped(f"Arrêt : les réponses sont gardées. Pour reprendre, taper « convention new{again} ».")
        raise InterruptionToldError
    return INTERRUPTED
