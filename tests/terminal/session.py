"""A program in a pseudo-terminal, as a person has it: keys in, a screen out."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

from screen import Screen

# Long enough for a busy machine under sanitizers. Nobody waits for it unless something is wrong.
PATIENCE_SECONDS = 120


class Failure(AssertionError):
    pass


class Session:
    def __init__(self, command, folder, environment, height=40, columns=100, prompt="Tik Tok>"):
        self.screen = Screen(height, columns)
        self.prompt = prompt
        self.status = None
        self.typed_at = 0  # the row with the cursor when typing last began
        # The far end stays open here, so that what the program left behind can be asked for when it has ended.
        self.master, self.slave = os.openpty()
        self._set_size(height, columns)
        self.before = termios.tcgetattr(self.slave)
        self.process = os.fork()
        if self.process == 0:
            try:
                os.setsid()
                fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
                for stream in (0, 1, 2):
                    os.dup2(self.slave, stream)
                os.closerange(3, 256)
                os.chdir(folder)
                os.execve(command[0], command, environment)
            finally:
                os._exit(127)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.status is None:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        os.close(self.master)
        os.close(self.slave)

    def _set_size(self, height, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", height, columns, 0, 0))

    # ---- looking

    def _read(self, seconds):
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.screen.feed(data)
        return bool(data)

    def wait(self, holds, what, seconds=PATIENCE_SECONDS):
        """Until `holds()`; how long that took."""
        began = time.monotonic()
        while not holds():
            left = began + seconds - time.monotonic()
            if left <= 0 or (not self._read(min(left, 0.2)) and self._ended() and not self._read(0) and not holds()):
                seen = "\n".join(f"  |{row}" for row in self.screen.rows())
                raise Failure(f"{what}: not within {seconds} s; status {self.status}; the screen:\n{seen}\n"
                              f"  cursor: row {self.screen.row}, column {self.screen.column}")
        return time.monotonic() - began

    def _ended(self):
        if self.status is None:
            process, status = os.waitpid(self.process, os.WNOHANG)
            if process:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    @property
    def line(self):
        """The row with the cursor."""
        return self.screen.text(self.screen.row)

    def at_prompt(self, prompt=None):
        prompt = self.prompt if prompt is None else prompt
        return self.line == prompt and self.screen.column == len(prompt) + 1

    def wait_line(self, text, cursor=None):
        def holds():
            return self.line == text and (cursor is None or self.screen.column == cursor)
        return self.wait(holds, f"the line {text!r}")

    def wait_seen(self, text, seconds=PATIENCE_SECONDS):
        """In what came since typing last began: what stood there before is no answer to it."""
        return self.wait(lambda: any(text in row for row in self.screen.rows(self.typed_at)), f"{text!r} on the screen", seconds)

    def wait_prompt(self, below=-1, prompt=None, seconds=PATIENCE_SECONDS):
        return self.wait(lambda: self.screen.row > below and self.at_prompt(prompt), "the next prompt", seconds)

    # ---- doing

    def type(self, text):
        """Takes in the answer as it comes, so that afterwards the cursor may be anywhere: `typed_at` is where it began."""
        self.typed_at = self.screen.row
        data = text.encode()
        while data:
            # What the program has to say is taken meanwhile, so that neither waits for the other.
            _, writable, _ = select.select([], [self.master], [], 0)
            if writable:
                data = data[os.write(self.master, data[:256]):]
            self._read(0 if writable else 0.05)

    def press(self, text, seconds=PATIENCE_SECONDS):
        """Types what brings a prompt on a new row, and gives the row where it was typed."""
        self.type(text)
        row = self.typed_at
        self.wait_prompt(row, seconds=seconds)
        return row

    def ask(self, line, seconds=PATIENCE_SECONDS):
        """Types a line, and the rows of its answer."""
        return self.screen.rows(self.press(line + "\r", seconds) + 1)[:-1]

    def resize(self, height, columns):
        """Another window. The kernel sends SIGWINCH to who reads from it."""
        self.screen.height, self.screen.columns = height, columns
        self._set_size(height, columns)

    def signal(self, number):
        os.kill(self.process, number)

    def end(self):
        """Waits for the program's end and gives its status."""
        self.wait(self._ended, "the end of the program")
        while self._read(0):
            pass
        return self.status

    def modes(self):
        return termios.tcgetattr(self.slave)
