"""What a person sees: a small model of a terminal's screen.

Enough of VT100 and xterm for a line editor: the cursor moves, text is put over or pushed aside, and erased. Rows that
scroll off the top stay, so that a test can look at them; `top` is the first that is still to be seen.
"""

import codecs
import re
import unicodedata

SEQUENCE = re.compile(r"\x1b(?:\[([?>=]?)([0-9;]*)([ -/]*[@-~])|([()][0-9A-Za-z])|([^\[()]))")
UNFINISHED = re.compile(r"\x1b(?:\[[?>=]?[0-9;]*[ -/]*|[()])?\Z")


def width(character):
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


class Screen:
    def __init__(self, height=40, columns=100):
        self.height = height
        self.columns = columns
        self.cells = {}  # row -> {column: what stands there}; the right half of a wide character is ""
        self.row = 0
        self.column = 0
        self.bells = 0
        self.colors = 0  # sequences that set colour or weight
        self.modes = set()
        self.unknown = []
        self._wraps = False  # the last column was written: the next character begins a row
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    # ---- what is seen

    def text(self, row):
        line = self.cells.get(row, {})
        return "".join(line.get(column, " ") for column in range(max(line, default=-1) + 1)).rstrip()

    def rows(self, begin=0):
        last = max(max(self.cells, default=0), self.row)
        return [self.text(row) for row in range(begin, last + 1)]

    @property
    def top(self):
        return max(0, max(max(self.cells, default=0), self.row) - self.height + 1)

    # ---- what the program writes

    def feed(self, data):
        text = self._rest + self._decoder.decode(data)
        self._rest = ""
        at = 0
        while at < len(text):
            if text[at] != "\x1b":
                self._put(text[at])
                at += 1
                continue
            sequence = SEQUENCE.match(text, at)
            if sequence:
                self._control(*sequence.groups())
                at = sequence.end()
            elif UNFINISHED.match(text, at):
                self._rest = text[at:]
                return
            else:
                at += 1

    def _put(self, character):
        if character == "\r":
            self.column, self._wraps = 0, False
        elif character == "\n":
            self.row += 1
            self._wraps = False
        elif character == "\b":
            self.column, self._wraps = max(0, self.column - 1), False
        elif character == "\a":
            self.bells += 1
        elif character == "\t":
            self.column = min(self.columns - 1, self.column // 8 * 8 + 8)
        elif character >= " ":
            self._write(character)

    def _write(self, character):
        size = width(character)
        line = self.cells.setdefault(self.row, {})
        if size == 0:
            before = max((column for column in line if column < self.column and line[column]), default=None)
            if before is not None:
                line[before] += character
            return
        if self._wraps or self.column + size > self.columns:
            self.row += 1
            self.column, self._wraps = 0, False
            line = self.cells.setdefault(self.row, {})
        if "4" in self.modes:
            self._push(line, self.column, size)
        line[self.column] = character
        if size == 2:
            line[self.column + 1] = ""
        self.column += size
        if self.column >= self.columns:
            self.column, self._wraps = self.columns - 1, True

    def _push(self, line, begin, count):
        moved = {c + count: what for c, what in line.items() if c >= begin and c + count < self.columns}
        for column in [c for c in line if c >= begin]:
            del line[column]
        line.update(moved)

    def _control(self, private, numbers, final, charset, simple):
        if charset or final is None:
            if simple == "M":
                self.row = max(0, self.row - 1)
            return
        values = [int(n) if n else 0 for n in numbers.split(";")]
        count = max(1, values[0])
        line = self.cells.setdefault(self.row, {})
        if final in "hl":
            for value in values:
                (self.modes.add if final == "h" else self.modes.discard)(private + str(value))
            return
        if final == "m":
            self.colors += any(values)
            return
        self._wraps = False
        if final == "A":
            self.row = max(0, self.row - count)
        elif final == "B":
            self.row += count
        elif final == "C":
            self.column = min(self.columns - 1, self.column + count)
        elif final == "D":
            self.column = max(0, self.column - count)
        elif final == "G":
            self.column = count - 1
        elif final in "Hf":
            self.row = self.top + count - 1
            self.column = max(1, values[1] if len(values) > 1 else 1) - 1
        elif final == "K":
            gone = {0: lambda c: c >= self.column, 1: lambda c: c <= self.column, 2: lambda c: True}[values[0]]
            for column in [c for c in line if gone(c)]:
                del line[column]
        elif final == "J":
            if values[0] == 0:
                for column in [c for c in line if c >= self.column]:
                    del line[column]
            for row in [r for r in self.cells if r > self.row or (values[0] == 2 and r >= self.top)]:
                del self.cells[row]
        elif final == "@":
            self._push(line, self.column, count)
        elif final == "P":
            moved = {c - count: what for c, what in line.items() if c >= self.column + count}
            for column in [c for c in line if c >= self.column]:
                del line[column]
            line.update(moved)
        elif final == "X":
            for column in range(self.column, self.column + count):
                line.pop(column, None)
        else:
            self.unknown.append(private + numbers + final)
