"""The three kinds of file that hold examples, as steps to run. `run.py` says what each kind looks like."""

import dataclasses
import pathlib
import re


# The languages of a document's blocks that are examples of Pasal: each is run, or says that it is not.
EXAMPLES = ("pasal", "yaml", "json")


class SpecError(Exception):
    """The spec file itself is wrong: where, and how."""

    def __init__(self, line, message):
        super().__init__(message)
        self.line = line


@dataclasses.dataclass
class Write:
    """A step: put a file into the folder."""

    name: str
    lines: list


@dataclasses.dataclass
class Run:
    """A step: commands and what they print. `begin` and `end` are the lines of the file that show it."""

    line: int  # for messages, from 1
    commands: list
    expected: list
    expected_errors: list = None  # None: standard error follows standard output in `expected`
    exit: int = 0
    alone: str = None  # a policy checked alone, in a folder of its own: only its status counts
    begin: int = 0
    end: int = 0
    indent: str = ""
    last_command_line: int = 0
    actual: tuple = None  # (output lines, error lines or None, exit)


@dataclasses.dataclass
class Spec:
    """A file with examples: its lines, its steps, and how the result of a run is written back."""

    path: pathlib.Path
    lines: list
    steps: list
    write_back: object
    runs_in_place: bool = False
    fragments: int = 0

    @property
    def runs(self):
        return [step for step in self.steps if isinstance(step, Run)]


def read_lines(path):
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise SpecError(1, f"not UTF-8 ({error.reason})")
    return lines[:-1] if lines[-1] == "" else lines


def read_spec(path):
    if path.name.endswith(".pasal.md"):
        raise SpecError(1, "a Markdown policy is tested from a .spec file, which has room for a command")
    readers = {".pasal": read_policy_file, ".spec": read_sections, ".md": read_document}
    if path.suffix not in readers:
        raise SpecError(1, "not a *.pasal, *.spec or *.md file")
    return readers[path.suffix](path, read_lines(path))


def read_policy_file(path, lines):
    runs = []
    shown = True  # whether the last run has had its EXPECT or EXIT lines, so that a RUN line begins another
    for index, line in enumerate(lines):
        number = index + 1
        directive = re.match(r"# ([A-Z][A-Z-]*):(?: (.*))?$", line)
        if not directive:
            if re.match(r"\s*#\s*(RUN|EXPECT|EXIT)\b", line):
                raise SpecError(number, "a directive is written `# RUN: command`, from the first column")
            continue
        name, text = directive[1], directive[2] or ""
        if name == "RUN":
            if not text.strip():
                raise SpecError(number, "RUN without a command")
            if shown:
                runs.append(Run(number, [], [], begin=None))
            runs[-1].commands.append(text)
            runs[-1].last_command_line = number
            shown = False
            continue
        if name not in ("EXPECT", "EXIT"):
            raise SpecError(number, f"unknown directive {name}: RUN, EXPECT or EXIT")
        if not runs:
            raise SpecError(number, f"{name} before the first RUN")
        run = runs[-1]
        if run.begin is None:
            run.begin = index
        elif run.end != index:
            raise SpecError(number, "the EXPECT and EXIT lines of a RUN stand together")
        run.end = index + 1
        shown = True
        if name == "EXPECT":
            run.expected.append(text)
        elif re.fullmatch(r"\d+", text):
            run.exit = int(text)
        else:
            raise SpecError(number, "EXIT without a number")
    for run in runs:
        if run.begin is None:  # nothing is expected; what --update finds goes to the end, or below an inner RUN
            run.begin = run.end = len(lines) if run is runs[-1] else run.last_command_line

    def write_back(run):
        output, _, status = run.actual
        shown = [f"# EXPECT: {line}" if line else "# EXPECT:" for line in output]
        return shown + ([f"# EXIT: {status}"] if status else [])

    return Spec(path, lines, runs, write_back, runs_in_place=True)


def read_sections(path, lines):
    steps = []
    step, content, had_exit = None, None, False
    for index, line in enumerate(lines):
        number = index + 1
        section = re.match(r"--- ([A-Z]+)(?: (.*))?$", line)
        if not section:
            if content is not None:
                content.append(line)
                if isinstance(step, Run):
                    step.end = number
            elif step is None and not line.startswith("#") and line:
                raise SpecError(number, "a spec starts with `--- FILE name` or `--- RUN command`, or with # comments")
            elif step is not None and line:
                raise SpecError(number, "nothing follows EXIT but another section")
            continue
        name, text = section[1], (section[2] or "").strip()
        if name == "FILE" and text:
            step = Write(text, [])
            content, had_exit = step.lines, False
            steps.append(step)
        elif name == "RUN" and text:
            step = Run(number, [text], [], begin=index + 1, end=index + 1)
            content, had_exit = step.expected, False
            steps.append(step)
        elif name == "NOTE" and text:
            step, content = None, []  # what is read under it is for readers
        elif name == "ERR" and not text and isinstance(step, Run) and step.expected_errors is None and not had_exit:
            content = step.expected_errors = []
            step.end = number
        elif name == "EXIT" and re.fullmatch(r"\d+", text) and isinstance(step, Run) and not had_exit:
            step.exit, had_exit, content = int(text), True, None
            step.end = number
        else:
            raise SpecError(number, f"`{line}`: a section is FILE name, RUN command, NOTE text, ERR or EXIT number (of a RUN)")

    def write_back(run):
        output, errors, status = run.actual
        shown = output if errors is None else [*output, "--- ERR", *errors]
        return shown + ([f"--- EXIT {status}"] if status else [])

    return Spec(path, lines, steps, write_back)


def read_document(path, lines):
    steps, fragments = [], 0
    for begin, end, indent, info in fenced_blocks(lines):
        body = [line[indent:] for line in lines[begin:end]]  # a block in a list is indented as its fence is
        language, _, tag = info.strip().partition(" ")
        tag = tag.strip()
        if tag.startswith("file="):
            steps.append(Write(tag[len("file="):], body))
        elif tag == "fragment" and language in EXAMPLES:
            fragments += 1
        elif language == "console" and not tag:
            steps += console_runs(body, begin, indent)
        elif language == "pasal" and not tag and is_whole_policy(body):
            policy = "".join(line + "\n" for line in body)
            steps.append(Run(begin, ["pasal check policy.pasal"], [], alone=policy, begin=begin, end=begin))
        elif language in (*EXAMPLES, "console"):
            raise SpecError(begin, f"a block `{info.strip()}` is a whole policy, or tagged `file=NAME` or `fragment`")

    def write_back(run):
        if run.alone:
            return []
        output, _, status = run.actual
        command = run.commands[0] + (f"  # exit {status}" if status else "")
        return [run.indent + line if line else line for line in ("$ " + command).split("\n") + output]

    return Spec(path, lines, steps, write_back, fragments=fragments)


def is_whole_policy(lines):
    statements = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return bool(statements) and re.match(r"(policy|language|kebijakan|bahasa)\b", statements[0]) is not None


def fenced_blocks(lines):
    """(first line, line of the closing fence, its indent, its info) of each block; indices into `lines`."""
    fence = None
    for index, line in enumerate(lines):
        if fence is None:
            opening = re.match(r"( *)(`{3,}|~{3,})([^`]*)$", line)
            if opening:
                fence, begin = opening, index + 1
        elif re.fullmatch(rf" *{fence[2][0]}{{{len(fence[2])},}}\s*", line):
            yield begin, index, len(fence[1]), fence[3]
            fence = None
    if fence is not None:
        raise SpecError(begin, "this block is never closed")


def console_runs(body, offset, indent):
    runs = []
    lines = iter(enumerate(body))
    for index, line in lines:
        if line.startswith("$ "):
            command = [line[2:]]
            while command[-1].endswith("\\"):
                following = next(lines, None)
                if following is None:
                    raise SpecError(offset + index + 1, "the command goes on after the end of the block")
                index = following[0]
                command.append(following[1])
            text = "\n".join(command)
            status = re.search(r"\s+# exit (\d+)$", text)
            end = offset + index + 1
            run = Run(end, [text[: status.start()] if status else text], [], begin=end - len(command), end=end)
            run.exit = int(status[1]) if status else 0
            run.indent = " " * indent
            runs.append(run)
        elif not runs:
            raise SpecError(offset + index + 1, "a console block starts with `$ command`")
        else:
            runs[-1].expected.append(line)
            runs[-1].end = offset + index + 1
    return runs
