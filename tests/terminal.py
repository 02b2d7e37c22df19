"""A person at a terminal: answers typed at prompts of a real pseudo-terminal."""

import os
import re
import sys
from pathlib import Path

import pexpect

from fabrique import ROOT
from serveur import HANGS


class Terminal:
    """`convention …` on a pseudo-terminal; `answer(prompt, text)` waits for the prompt, then types."""

    def __init__(self, folder: Path, *arguments: str, columns: int = 160, **environment: str) -> None:
        paths = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
        env = {**os.environ, "TERM": "dumb", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "PYTHONPATH": paths, **environment}
        command = ["-m", "conventions_cli", *arguments]
        self.child = pexpect.spawn(
            sys.executable, command, cwd=str(folder), env=env, encoding="utf-8", timeout=HANGS, dimensions=(50, columns)
        )
        self.child.delaybeforesend = None
        self.interrupted = False

    def answer(self, prompt: str, text: str = "") -> str:
        """Wait for the prompt, type the text and Enter; return what was printed before the prompt."""
        self.child.expect(rf"{re.escape(prompt)}[^\r\n]*\u00a0: ")
        before = str(self.child.before)
        self.child.sendline(text)
        return before

    def answers(self, *pairs: tuple[str, str]) -> None:
        for prompt, text in pairs:
            self.answer(prompt, text)

    def enter_until(self, prompt: str) -> str:
        """Leave every question as it is until that prompt shows; return what was printed on the way.

        A line that is shown may hold a colon too: nothing follows a question but the echo of what is typed.
        """
        output = ""
        while True:
            self.child.expect(r"\u00a0: (?=\Z|[\r\n])")
            output += str(self.child.before)
            if prompt in output:
                return output
            self.child.sendline("")

    def type(self, text: str) -> None:
        self.child.sendline(text)

    def interrupt(self) -> None:
        self.child.sendintr()
        self.interrupted = True

    def end(self) -> tuple[int | None, str]:
        """Wait for the end: the exit code, and what was printed since the last prompt."""
        # Ctrl-C empties the queue of a terminal. When that takes the Enter typed just before from under readline, which
        # was told of it, readline waits for another key and hears no signal: a person types one, and Ctrl-C again.
        while self.interrupted and self.child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=5) == 1:
            self.child.send(" ")
            self.child.sendintr()
        if not self.child.flag_eof:
            self.child.expect(pexpect.EOF)
        output = str(self.child.before)
        self.child.close()
        assert "Traceback" not in output
        return self.child.exitstatus, output
