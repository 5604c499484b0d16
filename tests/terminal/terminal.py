#!/usr/bin/env python3
"""`pasal repl` at a keyboard: the real program in a pseudo-terminal, and what a person sees of it.

    terminal.py --pasal build/pasal [TEST...]

Every wait is for something to be seen, never for a time. A session has a home of its own, so that neither the history of
whoever runs the tests nor their settings are touched.
"""

import argparse
import contextlib
import os
import pathlib
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import termios
import time
import unittest

from session import PATIENCE_SECONDS, Session

PROJECT = pathlib.Path(__file__).resolve().parents[2]
POLICY = "policies/platform-access.pasal"
FACTS = "policies/facts/tiktok-2018-07-04.yaml"

UP, DOWN, LEFT, RIGHT, HOME = "\x1b[A", "\x1b[B", "\x1b[D", "\x1b[C", "\x01"
TAB, BACKSPACE, CTRL_C, CTRL_D, CTRL_R, CTRL_U = "\t", "\x7f", "\x03", "\x04", "\x12", "\x15"

# A stopped answer has to come back soon. Under sanitizers one decision takes a while by itself.
SOON_SECONDS = 5
LONG_SECONDS = 2

pasal = None


def pasted(text):
    return f"\x1b[200~{text}\x1b[201~"


class Terminal(unittest.TestCase):
    longMessage = True

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pasal-terminal-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        shutil.copytree(PROJECT / "policies", self.folder / "policies")
        self.state = self.folder / "state"
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TZ")}
        self.environment = kept | {"HOME": str(self.folder), "XDG_STATE_HOME": str(self.state), "TERM": "xterm", "LANG": "C.UTF-8"}

    def start(self, *files, environment=None, **window):
        files = files or (POLICY, FACTS)
        session = Session([pasal, "repl", *files], self.folder, self.environment | (environment or {}), **window)
        self.addCleanup(session.__exit__)
        session.wait_prompt()
        return session

    def leave(self, session):
        session.type(CTRL_D)
        self.assertEqual(session.end(), 0)
        self.assert_mended(session)

    def assert_mended(self, session):
        """The terminal is as it was: lines, echo, signals."""
        for index in (0, 1, 2, 3):
            self.assertEqual(session.modes()[index], session.before[index], f"termios field {index}")
        self.assertEqual(session.modes()[3] & (termios.ICANON | termios.ECHO | termios.ISIG),
                         termios.ICANON | termios.ECHO | termios.ISIG)
        self.assertNotIn("?2004", session.screen.modes, "bracketed paste is still on")
        self.assertEqual(session.screen.unknown, [])

    @property
    def history_file(self):
        return self.state / "pasal" / "history"

    # ---- completion

    def assert_completes(self, session, cases):
        for typed, whole in cases.items():
            with self.subTest(typed):
                session.type(typed + TAB)
                session.wait_line("Tik Tok> " + whole, cursor=len(whole) + 10)
                session.type(CTRL_U)
                session.wait_prompt()

    def test_completes_a_command(self):
        session = self.start()
        session.type("ques" + TAB)
        session.wait_line("Tik Tok> questions", cursor=19)
        session.type(CTRL_U + "how" + TAB)
        session.wait_line("Tik Tok> how to", cursor=16)
        session.press(CTRL_C)
        self.leave(session)

    def test_completes_names_of_several_words(self):
        session = self.start()
        self.assert_completes(session, {
            "forget negative-cont": "forget negative-content backlog",
            "forget negative cont": "forget negative-content backlog",
            "forget minimum-a": "forget minimum age",
            "forget minimum a": "forget minimum age",
            "forget Minimum A": "forget minimum age",
            "why not back": "why not Backlog without office",
            "why not Grave content l": "why not Grave content left standing",
            "what if local off": "what if local office",
            "how to bl": "how to block",
            'show "Too y': 'show "Too young',
            "subject Tik": "subject Tik Tok",
            "local of": "local office",
            "timel": "timeline",
            "forec": "forecast",
            "forecast un": "forecast until",
            "forecast until 2018-12-31 av": "forecast until 2018-12-31 avoid",
            "forecast avoid bl": "forecast avoid block",
        })
        self.leave(session)

    def test_completes_a_value(self):
        session = self.start()
        self.assert_completes(session, {
            "local office = y": "local office = yes",
            "local office =n": "local office =no",
            "what if local office = n": "what if local office = no",
            "what if filters content = no, local office = y": "what if filters content = no, local office = yes",
        })
        session.type("local office = y" + TAB)
        session.wait_line("Tik Tok> local office = yes")
        row = session.press("\r")
        self.assertEqual(session.screen.text(row + 1), "local office is now yes.")
        self.leave(session)

    def test_lists_what_is_possible(self):
        session = self.start()
        row = session.screen.row  # before anything is drawn of what comes
        session.type("forget m" + TAB)
        session.wait(lambda: session.screen.row > row and session.line == "Tik Tok> forget m", "the list and the line below it")
        listed = " ".join(session.screen.rows(row + 1)[:-1])
        for name in ("minimum age", "moderators", "monthly active users"):
            self.assertIn(name, listed)
        self.assertNotIn("local office", listed)
        session.type("od" + TAB)
        session.wait_line("Tik Tok> forget moderators")
        session.type(CTRL_U + "local office = " + TAB)
        session.wait(lambda: any(r.split() == ["no", "yes"] for r in session.screen.rows()), "the values listed")
        session.wait_line("Tik Tok> local office =", cursor=24)
        session.type("y" + TAB)
        session.wait_line("Tik Tok> local office = yes")
        # Nothing fits: a bell, and the line as it is.
        session.type(CTRL_U + "forget xyzzy" + TAB)
        session.wait(lambda: session.screen.bells > 0, "a bell")
        session.wait_line("Tik Tok> forget xyzzy", cursor=21)
        session.type(CTRL_U)
        session.wait_prompt()
        self.leave(session)

    def test_completes_in_the_middle(self):
        session = self.start()
        session.type("what if local off = yes" + LEFT * 6 + TAB)
        session.wait_line("Tik Tok> what if local office  = yes", cursor=30)
        session.press(CTRL_C)
        self.leave(session)

    # ---- history

    def test_history_goes_back_and_forth(self):
        session = self.start()
        session.ask("facts")
        session.ask("measures")
        session.ask("measures")  # said twice: kept once
        session.type(UP)
        session.wait_line("Tik Tok> measures")
        session.type(UP)
        session.wait_line("Tik Tok> facts")
        session.type(DOWN)
        session.wait_line("Tik Tok> measures")
        session.type(BACKSPACE * 8 + "changes")
        session.wait_line("Tik Tok> changes")
        row = session.press("\r")
        self.assertEqual(session.screen.text(row + 1), "Nothing was changed.")
        self.leave(session)

    def test_history_is_kept_for_its_owner_alone(self):
        session = self.start()
        session.ask("local office = yes")
        session.ask("what if minimum age = 16")
        self.leave(session)
        self.assertEqual(stat.S_IMODE(self.history_file.stat().st_mode), 0o600)
        self.assertEqual(self.history_file.read_text(), "local office = yes\nwhat if minimum age = 16\n")
        self.history_file.chmod(0o644)  # as somebody may have left it
        session = self.start()
        session.type(UP)
        session.wait_line("Tik Tok> what if minimum age = 16")
        session.type(UP)
        session.wait_line("Tik Tok> local office = yes")
        session.press("\r")
        session.ask("facts")
        self.leave(session)
        self.assertEqual(stat.S_IMODE(self.history_file.stat().st_mode), 0o600)
        self.assertEqual(self.history_file.read_text().splitlines()[-2:], ["local office = yes", "facts"])

    def test_searches_earlier_lines(self):
        session = self.start()
        for line in ("what if local office = yes", "facts", "what if minimum age = 16", "rules"):
            session.ask(line)
        session.type(CTRL_R + "local")
        session.wait(lambda: any("what if local office = yes" in r for r in session.screen.rows(session.screen.row - 1)), "what was found")
        row = session.press("\r")
        self.assertIn("  no longer  Backlog without office", session.screen.rows(row))
        self.leave(session)

    def test_works_without_a_place_for_the_history(self):
        (self.folder / "file").write_text("")
        session = self.start(environment={"XDG_STATE_HOME": str(self.folder / "file")})
        session.ask("measures")
        session.type(UP)
        session.wait_line("Tik Tok> measures")
        session.type(CTRL_U)
        session.wait_prompt()
        self.leave(session)

    # ---- Ctrl-C, Ctrl-D

    def test_ctrl_c_drops_the_line(self):
        session = self.start()
        session.ask("local office = yes")
        session.type("minimum age = 1")
        session.wait_line("Tik Tok> minimum age = 1")
        row = session.press(CTRL_C)
        self.assertIn("^C", session.screen.text(row) + session.screen.text(row + 1))
        self.assertEqual(session.ask("changes"), ["  local office: no -> yes"])
        # In a statement of several lines: all of it.
        session.type('rule "X"\r')
        session.wait_line(".......>")
        session.type("  warn if")
        session.wait_line(".......>   warn if")
        session.press(CTRL_C)
        self.assertEqual(session.ask("changes"), ["  local office: no -> yes"])
        for _ in range(3):
            session.press(CTRL_C)
        self.leave(session)

    def test_ctrl_d_leaves_on_an_empty_line_alone(self):
        session = self.start()
        session.type("facts" + CTRL_D + "x")
        session.wait_line("Tik Tok> factsx")
        session.type(HOME + CTRL_D + "y")
        session.wait_line("Tik Tok> yfactsx")
        session.type(CTRL_U)
        session.wait_line("Tik Tok>")
        # What Ctrl-U left behind is gone too, wherever the cursor stood.
        session.press(CTRL_C)
        self.leave(session)

    def test_quit_leaves(self):
        session = self.start()
        session.type("quit\r")
        self.assertEqual(session.end(), 0)
        self.assert_mended(session)

    def long_question(self):
        """Forty facts that the platform may change, and rules that lean on five of them each: `how to` tries them all."""
        facts, rules = 40, 400
        (self.folder / "long.pasal").write_text(
            "facts about a platform\n" + "".join(f"  f{i}: number of items, at least 0, changeable\n" for i in range(facts)) +
            "".join(f'rule "R{i}"\n  block if ' + " and ".join(f"f{(i * 7 + j * 3) % facts} > {i % 13 + j}" for j in range(5)) + "\n" for i in range(rules)))
        (self.folder / "long.yaml").write_text("platform: Tik Tok\nas of: 2018-07-04\n" + "".join(f"f{i}: {100 + i}\n" for i in range(facts)))
        return "how to allow"

    def begin_answer(self, session, question):
        """Types a question; back as soon as it is being answered. The row it stands in."""
        session.type(question + "\r")
        row = session.typed_at
        session.wait(lambda: session.screen.row > row, "the line to be taken")
        return row

    def test_ctrl_c_stops_a_long_answer(self):
        question = self.long_question()
        session = self.start("long.pasal", "long.yaml")
        session.ask("f1 = 200")
        row = self.begin_answer(session, question)
        # It is at work: nothing is to be seen for as long.
        until = time.monotonic() + LONG_SECONDS
        while time.monotonic() < until:
            session._read(0.1)
            self.assertFalse(session.at_prompt(), "the question that should take long was answered at once")
        began = time.monotonic()
        session.type(CTRL_C)
        session.wait_prompt(row)
        self.assertLess(time.monotonic() - began, SOON_SECONDS)
        self.assertIn("This is not all: the search was stopped.", session.screen.rows(row))
        # The session goes on, with what it knew, and the next answer is whole.
        self.assertEqual(session.ask("changes"), ["  f1: 101 -> 200"])
        self.assertNotIn("This is not all: the search was stopped.", session.ask("what if f1 = 300"))
        self.leave(session)

    def long_decision(self):
        """Lists that rules hold against each other, item by item: one decision takes minutes."""
        items = {"complaints": "weight", "posts": "size"}
        (self.folder / "pairs.pasal").write_text(
            "facts about a platform\n  complaints: list of complaint\n  posts: list of post\n  level: number of items\n"
            "facts about a complaint\n  weight: number of items\nfacts about a post\n  size: number of items\n" +
            "".join(f'rule "R{i}"\n  for each complaint\n  block if level < 5 and no post where size is weight + {i}\n' for i in range(50)) +
            "".join(f'test "T{i}"\n  given level is 1\n' + "".join(
                f"  given {name}\n    {fact}\n" + "".join(f"    {j}\n" for j in range(2000)) for name, fact in items.items()) +
                    "  expect block\n" for i in range(5)))
        (self.folder / "pairs.yaml").write_text("platform: Tik Tok\nas of: 2018-07-04\n" + "".join(
            f"{name}: [" + ", ".join(f"{{{fact}: {i}}}" for i in range(10_000)) + "]\n" for name, fact in items.items()))
        return "--max-steps", str(10**12), "--max-memory", str(10**12), "pairs.pasal", "pairs.yaml"

    def test_ctrl_c_stops_every_long_answer(self):
        session = self.start(*self.long_decision())
        for question, said in {"rules": "This is not all: it was stopped.", "subjects": "This is not all: it was stopped.",
                               "test": "This is not all: 5 of 5 tests were not run.", "what if level": "This is not all: the search was stopped.", "level = 3": "level is now 3."}.items():
            with self.subTest(question):
                row = self.begin_answer(session, question)
                session.type(CTRL_C)
                self.assertLess(session.wait_prompt(row), SOON_SECONDS)
                self.assertIn(said, map(str.strip, session.screen.rows(row)))
        for question in ("decide", "why", "why not R1", "what if level = 7", "questions", "save test", "timeline 2018-01-01..2018-07-04", "forecast",
                         "forecast avoid block"):
            with self.subTest(question):
                row = self.begin_answer(session, question)
                session.type(CTRL_C)
                self.assertLess(session.wait_prompt(row), SOON_SECONDS)
                self.assertEqual(session.screen.rows(row + 1)[:-1], ["Stopped before it was done."])
        self.leave(session)

    # ---- typing ahead

    def test_keys_typed_during_an_answer_are_shown_once(self):
        question = self.long_question()
        session = self.start("long.pasal", "long.yaml")
        row = self.begin_answer(session, question)
        session.type("measurx" + BACKSPACE + "e")
        session.signal(signal.SIGINT)  # the key would drop what was typed
        session.wait_line("Tik Tok> measure", cursor=16)
        self.assertEqual([seen for seen in session.screen.rows(row + 1) if "mea" in seen], ["Tik Tok> measure"])
        # What ends the session waits as well.
        session.type(CTRL_U)
        session.wait_prompt()
        self.begin_answer(session, question)
        session.type(CTRL_D)
        session.signal(signal.SIGINT)
        self.assertEqual(session.end(), 0)
        self.assert_mended(session)

    def test_ctrl_z_during_an_answer_lends_the_terminal_back(self):
        question = self.long_question()
        session = self.start("long.pasal", "long.yaml")
        row = self.begin_answer(session, question)
        session.type("\x1a")
        session.wait(lambda: os.waitid(os.P_PID, session.process, os.WSTOPPED | os.WNOHANG), "the program to stop")
        self.assert_mended(session)
        session.signal(signal.SIGCONT)
        session.signal(signal.SIGINT)
        session.wait_prompt(row)
        self.leave(session)

    def test_signals_during_an_answer_leave_the_terminal_as_it_was(self):
        question = self.long_question()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(number):
                session = self.start("long.pasal", "long.yaml")
                self.begin_answer(session, question)
                session.signal(number)
                self.assertEqual(session.end(), -number)
                self.assert_mended(session)

    # ---- the window

    def test_answers_are_folded_to_the_window(self):
        session = self.start()
        wide = session.ask("why --all")
        self.assertGreater(max(map(len, wide)), 40)
        session.type("what if local")
        session.wait_line("Tik Tok> what if local")
        session.resize(40, 40)
        # The line that was being typed is there, and may be typed on.
        session.type(" office = ye")
        session.wait_line("Tik Tok> what if local office = ye")
        session.type("s")
        session.wait_line("Tik Tok> what if local office = yes")
        row = session.press("\r")
        narrow = session.screen.rows(row + 1)
        self.assertIn("  no longer  Backlog without office", narrow)
        narrow = session.ask("why --all")
        self.assertGreater(len(narrow), len(wide))
        self.assertLessEqual(max(map(len, narrow)), 40, "\n".join(narrow))
        # A line longer than the window, and the window wide again.
        session.type("what if negative-content backlog = 123456")
        session.wait(lambda: session.screen.rows(session.screen.row - 1)[-2:] == ["Tik Tok> what if negative-content backlo", "g = 123456"],
                     "a line on two rows")
        session.resize(40, 100)
        session.type("7")
        session.wait(lambda: session.line.endswith("= 1234567"), "the line goes on")
        row = session.press("\r")
        self.assertIn("It stays block.", session.screen.rows(row + 1))
        wide_again = session.ask("why --all")
        self.assertEqual(wide_again, wide)
        self.leave(session)

    def test_a_long_why_is_folded_to_the_height(self):
        session = self.start(height=12)
        rows = session.ask("why")
        self.assertEqual(len(rows), 11)
        self.assertRegex(rows[-1], r"^\.\.\. \d+ more lines; `why --all` shows them$")
        session.resize(60, 100)
        self.assertGreater(len(session.ask("why")), 12)
        self.leave(session)

    # ---- pasting

    TEN_LINES = ["local office = yes", "changes", "minimum age = 16", "undo", "redo", "negative-content backlog = 100", "facts", "measures",
                 "what if minimum age = 3", "changes"]

    def paste_ten(self, session, text):
        session.type(text)
        session.wait_seen("  negative-content backlog: 5,200 -> 100")
        session.wait_prompt()
        rows = session.screen.rows()
        for line in self.TEN_LINES:
            self.assertIn("Tik Tok> " + line, rows)
        self.assertEqual(session.ask("changes"),
                         ["  local office: no -> yes", "  negative-content backlog: 5,200 -> 100", "  minimum age: 12 -> 16"])

    def test_ten_lines_are_pasted(self):
        session = self.start(height=200)
        self.paste_ten(session, pasted("\r".join(self.TEN_LINES) + "\r"))
        self.leave(session)
        self.assertEqual(self.history_file.read_text().splitlines(), self.TEN_LINES)  # `changes` after `changes` once

    def test_a_paste_without_its_last_line_end_waits(self):
        session = self.start(height=200)
        session.type(pasted("local office = yes\nminimum age = 1"))
        session.wait_seen("local office is now yes.")
        session.wait_line("Tik Tok> minimum age = 1", cursor=24)
        session.type("8\r")
        session.wait_seen("minimum age is now 18.")
        session.wait_prompt()
        self.leave(session)

    def test_a_paste_into_a_line(self):
        session = self.start()
        session.type("what if ")
        session.wait_line("Tik Tok> what if")
        session.type(pasted("local office = yes"))
        session.wait_line("Tik Tok> what if local office = yes")
        row = session.press("\r")
        self.assertIn("  no longer  Backlog without office", session.screen.rows(row))
        self.leave(session)

    def test_ten_lines_come_unbracketed(self):
        session = self.start(height=200)
        self.paste_ten(session, "\r".join(self.TEN_LINES) + "\r")
        self.leave(session)

    def test_a_pasted_statement_with_tabs(self):
        session = self.start(height=200)
        statement = 'rule "Pasted"\n\twarn if minimum age < 15\n\tbecause "It is {minimum age}."\nchanges\nminimum age = 14\n'
        session.type(pasted(statement))
        session.wait_seen("minimum age is now 14.")
        session.wait_prompt()
        rows = session.screen.rows()
        self.assertIn("Added: Pasted.", rows)
        self.assertIn('  + rule "Pasted"', rows)
        self.assertIn('  because "It is {minimum age}."', session.ask("show Pasted"))
        self.assertIn("  applies         Pasted", session.ask("rules"))
        self.leave(session)

    def test_an_unbracketed_statement(self):
        session = self.start(height=200)
        session.type('rule "Typed"\r  warn if minimum age < 15\r  because "So."\r\rchanges\r')
        session.wait_seen('  + rule "Typed"')
        session.wait_prompt()
        self.assertIn("Added: Typed.", session.screen.rows())
        self.leave(session)

    def test_a_mistake_stops_the_paste(self):
        session = self.start(height=200)
        session.type(pasted("local office = yes\nminimum aeg = 16\nminimum age = 17\nminimum age = 18\nfacts\n"))
        session.wait_seen("3 pasted lines after it were not run")
        session.wait_prompt()
        self.assertEqual(session.ask("changes"), ["  local office: no -> yes"])
        # What was begun behind the last line end is not run either, and is no part of the next line.
        session.type(pasted("minimum aeg = 16\nminimum age = 17\nminimum age = 1"))
        session.wait_seen("2 pasted lines after it were not run")
        session.wait_prompt()
        self.assertEqual(session.ask("changes"), ["  local office: no -> yes"])
        self.leave(session)

    def test_ctrl_c_drops_a_paste_that_was_not_sent(self):
        session = self.start(height=200)
        session.type(pasted("local office = yes\nminimum age = 1"))
        session.wait_line("Tik Tok> minimum age = 1", cursor=24)
        session.press(CTRL_C)
        self.assertEqual(session.ask("changes"), ["  local office: no -> yes"])
        self.leave(session)

    # ---- statements

    def test_a_typed_statement(self):
        session = self.start()
        session.type('rule "X"\r')
        session.wait_line(".......>", cursor=9)
        session.type("  warn if minimum age < 15\r")
        session.wait(lambda: session.screen.text(session.screen.row - 1) == ".......>   warn if minimum age < 15" and session.line == ".......>",
                     "dots again")
        row = session.press("\r")
        self.assertEqual(session.screen.text(row + 1), "Added: X.")
        # A sentence that is whole waits for nothing.
        self.assertIn("Added: ", session.ask("warn if minimum age < 14")[0])
        self.leave(session)

    def test_what_was_adopted_can_be_dropped(self):
        session = self.start()
        session.ask("warn if servers at home")
        self.assertIn("Added: warn if servers at home.", session.ask("adopt"))
        self.assertEqual(session.ask("changes"), ["  + facts about a platform", "  + warn if servers at home"])
        self.assertIn("Dropped: warn if servers at home.", session.ask("drop warn if servers at home"))
        self.assertEqual(session.ask("changes"), ["  + facts about a platform"])
        self.leave(session)

    def test_a_policy_waits_for_its_clauses(self):
        session = self.start()
        session.type('policy "Other"\r')
        session.wait_line(".......>", cursor=9)
        row = session.press("  time zone Asia/Jakarta\r\r")
        self.assertIn('Replaced: policy "Other".', session.screen.rows(row))
        self.leave(session)

    # ---- characters of every kind

    def test_characters_of_every_kind(self):
        session = self.start()
        session.type("é汉字😀x")
        session.wait_line("Tik Tok> é汉字😀x", cursor=17)
        session.type(BACKSPACE)
        session.wait_line("Tik Tok> é汉字😀", cursor=16)
        session.type(BACKSPACE)
        session.wait_line("Tik Tok> é汉字", cursor=14)
        session.type(BACKSPACE)
        session.wait_line("Tik Tok> é汉", cursor=12)
        session.type(LEFT + "ñ")
        session.wait_line("Tik Tok> éñ汉", cursor=11)
        session.type(RIGHT + BACKSPACE * 3)
        session.wait_prompt()
        self.assertEqual(session.ask("keep as été"), ["Kept as `été`."])
        self.leave(session)
        self.assertEqual(self.history_file.read_text(), "keep as été\n")

    def test_completes_characters_of_every_kind(self):
        (self.folder / "p.pasal").write_text(
            'facts about a platform\n  âge minimum: number of years\n  país: one of España, Éire\n\nrule "汉字 rule"\n  warn if âge minimum < 13\n'
            'rule "Émoji 😀 rule"\n  warn if âge minimum < 12\n')
        (self.folder / "f.yaml").write_text("platform: Tik Tok\nas of: 2018-07-04\nâge minimum: 12\n")
        session = self.start("p.pasal", "f.yaml")
        for typed, whole in {"forget âg": "forget âge minimum", "país = É": "país = Éire", "why 汉": "why 汉字 rule",
                             "why Émoji 😀": "why Émoji 😀 rule", "forget pa": "forget país"}.items():
            with self.subTest(typed):
                session.type(typed + TAB)
                session.wait_line("Tik Tok> " + whole)
                session.type(CTRL_U)
                session.wait_prompt()
        session.type("why 汉" + TAB)
        session.wait_line("Tik Tok> why 汉字 rule")
        row = session.press("\r")
        self.assertIn("汉字 rule", session.screen.text(row + 1))
        self.leave(session)

    def test_a_locale_without_such_characters(self):
        for variable in ("C", "POSIX", "xx_YY.nothing"):
            with self.subTest(variable):
                session = self.start(environment={"LANG": variable, "LC_ALL": variable})
                self.assertEqual(session.ask("keep as é汉"), ["Kept as `é汉`."])
                self.leave(session)

    def test_bytes_that_are_no_characters(self):
        session = self.start()
        os.write(session.master, b"fac\xff\xfets\r")
        session.wait_seen("local office")
        session.wait_prompt()
        self.leave(session)

    # ---- surroundings

    def test_colours(self):
        session = self.start()
        session.ask("why")
        self.assertGreater(session.screen.colors, 0)
        self.leave(session)
        session = self.start(environment={"NO_COLOR": "1"})
        session.ask("why")
        session.ask("no such thing")
        self.assertEqual(session.screen.colors, 0)
        self.leave(session)

    def test_a_dumb_terminal(self):
        session = self.start(environment={"TERM": "dumb"})
        self.assertIn("  local office: no -> yes", session.ask("local office = yes") + session.ask("changes"))
        self.assertEqual(session.screen.colors, 0)
        session.type("factx" + BACKSPACE + "s")
        session.wait_line("Tik Tok> facts")
        row = session.press("\r")
        self.assertIn("this session", "\n".join(session.screen.rows(row)))
        self.leave(session)

    def test_unknown_and_missing_terminals(self):
        for kind in ("vt100", "screen-256color", "linux", "no-such-terminal", ""):
            with self.subTest(kind):
                session = self.start(environment={"TERM": kind})
                session.type("factx" + BACKSPACE + "s")
                session.wait_line("Tik Tok> facts")
                row = session.press("\r")
                self.assertIn("local office", "\n".join(session.screen.rows(row)))
                session.type(CTRL_D)
                self.assertEqual(session.end(), 0)

    def test_signals_leave_the_terminal_as_it_was(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(number):
                session = self.start()
                session.type("what if")
                session.wait_line("Tik Tok> what if")
                session.signal(number)
                self.assertEqual(session.end(), -number)
                self.assert_mended(session)

    def test_ctrl_z_lends_the_terminal_back(self):
        session = self.start()
        session.type("what if local")
        session.wait_line("Tik Tok> what if local")
        session.type("\x1a")
        session.wait(lambda: os.waitid(os.P_PID, session.process, os.WSTOPPED | os.WNOHANG), "the program to stop")
        self.assertEqual(session.modes()[:4], session.before[:4])
        session.signal(signal.SIGCONT)
        session.wait_line("Tik Tok> what if local")
        session.type(" office = yes")
        session.wait_line("Tik Tok> what if local office = yes")
        row = session.press("\r")
        self.assertIn("  no longer  Backlog without office", session.screen.rows(row))
        self.leave(session)

    # ---- a long run

    def test_a_batch_shows_how_far_it_has_come(self):
        rows, decisions = self.folder / "rows.csv", self.folder / "decisions.csv"
        rows.write_text("platform,minimum age\n" + "Another,12\n" * 400_000)
        command = [pasal, "batch", POLICY, rows.name, "--explain", "--output", decisions.name]
        session = Session(command, self.folder, self.environment)
        self.addCleanup(session.__exit__)
        progress = re.compile(r"\[#* *\] +\d+%  [\d,]+ rows  [\d,]+ rows/s  \d+:\d\d left")
        session.wait(lambda: progress.fullmatch(session.line), "how far it has come")
        first = session.line
        session.wait(lambda: progress.fullmatch(session.line) and session.line != first, "that it goes on")
        self.assertEqual(session.screen.row, 0, "it is one line, written over")
        session.type(CTRL_C)
        session.wait_seen("pasal: stopped after ")
        self.assertNotEqual(session.end(), 0)
        self.assertEqual([row for row in session.screen.rows() if progress.search(row)], [])
        self.assertFalse(decisions.exists())

    def test_a_narrow_window_has_no_room_for_the_bar(self):
        rows = self.folder / "rows.csv"
        rows.write_text("platform,minimum age\n" + "Another,12\n" * 400_000)
        session = Session([pasal, "batch", POLICY, rows.name, "--explain", "--output", "decisions.csv"], self.folder, self.environment, columns=50)
        self.addCleanup(session.__exit__)
        session.wait(lambda: re.fullmatch(r" *\d+%  [\d,]+ rows  [\d,]+ rows/s .*", session.line), "how far it has come")
        session.type(CTRL_C)
        session.wait_seen("pasal: stopped after ")
        session.end()

    # ---- files

    def test_an_edited_file_is_read_again(self):
        policy = self.folder / POLICY
        was = policy.read_text()

        def edit(path, text):
            path.write_text(text)
            later = time.time() + edit.count
            edit.count += 10
            os.utime(path, (later, later))  # a clock may tick slowly

        edit.count = 10
        session = self.start()
        session.ask("minimum age = 14")
        edit(policy, was.replace("minimum age < 13", "minimum age < 15"))
        rows = session.ask("decide")
        self.assertEqual(rows[0], f"Read again, since it changed: {POLICY}.")
        self.assertIn("  warn   Too young", rows)
        edit(policy, was.replace("minimum age < 13", "minimum aeg < 15"))
        rows = session.ask("decide")
        said = " ".join(map(str.strip, rows))  # a message is folded to the window
        self.assertIn("changed and cannot be read; the session goes on with what was read last.", said)
        self.assertIn("unknown-name", said)
        self.assertIn("  warn   Too young", rows)
        rows = session.ask("decide")  # said once
        self.assertTrue(rows[0].startswith("Tik Tok, 4 July 2018: block"), rows)
        facts = self.folder / FACTS
        edit(policy, was)
        edit(facts, facts.read_text().replace("filters content: no", "filters content: yes"))
        rows = session.ask("facts")
        self.assertIn("Read again, since it changed", rows[0])
        self.assertEqual([r.split() for r in rows if "filters content" in r][0][:3], ["filters", "content", "yes"])
        facts.unlink()
        self.assertIn("minimum age", "\n".join(session.ask("facts")))
        self.leave(session)


@unittest.skipUnless(shutil.which("tmux"), "tmux is not installed")
class Tmux(unittest.TestCase):
    """The same in a terminal that somebody else wrote: the model of the screen is held against it."""

    def tmux(self, *arguments):
        return subprocess.run(["tmux", "-S", self.socket, "-f", "/dev/null", *arguments], env=self.environment, text=True, capture_output=True, timeout=60,
                              check=True).stdout

    def seen(self):
        return self.tmux("capture-pane", "-p").rstrip("\n").split("\n")

    def wait(self, last, above=None):
        until = time.monotonic() + PATIENCE_SECONDS
        while not ((rows := [r.rstrip() for r in self.seen()])[-1] == last and (above is None or above in rows)):
            if time.monotonic() > until:
                self.fail(f"{last!r} and {above!r} are not to be seen:\n" + "\n".join(rows))
            time.sleep(0.02)
        return rows

    def test_in_tmux(self):
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pasal-tmux-"))
            self.socket = folder + "/socket"
            self.environment = os.environ | {"HOME": folder, "XDG_STATE_HOME": folder + "/state", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
            self.environment.pop("TMUX", None)
            stack.callback(subprocess.run, ["tmux", "-S", self.socket, "kill-server"], capture_output=True)  # while its socket is there
            self.tmux("new-session", "-d", "-x", "100", "-y", "30", "-c", str(PROJECT), pasal, "repl", POLICY, FACTS)
            self.wait("Tik Tok>")
            self.tmux("send-keys", "what if local off", "Tab")
            self.wait("Tik Tok> what if local office")
            self.tmux("send-keys", "= y", "Tab")
            self.wait("Tik Tok> what if local office = yes")
            self.tmux("resize-window", "-x", "40", "-y", "30")
            self.tmux("send-keys", " ", "BSpace", "Enter")
            self.wait("Tik Tok>", above="  no longer  Backlog without office")
            self.tmux("send-keys", "é汉字😀", "BSpace", "BSpace")
            self.wait("Tik Tok> é汉")
            self.tmux("send-keys", "C-c")
            self.wait("Tik Tok>")
            self.tmux("set-buffer", "local office = yes\nminimum age = 16\nchanges\n")
            self.tmux("paste-buffer", "-p")
            rows = self.wait("Tik Tok>", above="  minimum age: 12 -> 16")
            self.assertIn("Tik Tok> local office = yes", rows)
            self.assertIn("Tik Tok> minimum age = 16", rows)


class NoTerminal(unittest.TestCase):
    def run_it(self, *arguments, lines=None):
        with tempfile.TemporaryDirectory(prefix="pasal-terminal-") as home:
            environment = os.environ | {"HOME": home, "XDG_STATE_HOME": home + "/state", "TERM": "xterm"}
            done = subprocess.run([pasal, "repl", POLICY, FACTS, *arguments], input=lines, cwd=PROJECT, env=environment, text=True,
                                  capture_output=True, timeout=120)
            self.assertFalse(os.path.exists(home + "/state"), "a script leaves no history")
        return done.returncode, done.stdout, done.stderr

    def test_a_script_has_no_prompts(self):
        status, out, problems = self.run_it(lines="local office = yes\n\n# a comment\nchanges\n")
        self.assertEqual((status, problems), (0, ""))
        self.assertNotIn("Tik Tok>", out)
        self.assertNotIn("\x1b", out)
        self.assertTrue(out.endswith("  local office: no -> yes\n"), out)

    def test_the_first_mistake_ends_a_script(self):
        status, out, problems = self.run_it(lines="local office = yes\n\nminimum aeg = 16\nchanges\n")
        self.assertEqual(status, 1)
        self.assertIn("stopped at line 3: minimum aeg = 16", problems)
        self.assertNotIn("->", out)

    def test_commands_of_the_command_line(self):
        status, out, problems = self.run_it("-c", "what if local office = yes")
        self.assertEqual((status, problems), (0, ""))
        self.assertIn("  no longer  Backlog without office\n", out)
        status, out, problems = self.run_it("-c", "local office = yes", "-c", "changes", lines="facts\n")
        self.assertEqual((status, problems), (0, ""))
        self.assertTrue(out.endswith("  local office: no -> yes\n"), out)
        status, out, problems = self.run_it("-c", "nonsense", "-c", "changes")
        self.assertEqual((status, out), (1, ""))
        self.assertIn("nonsense", problems)


def main():
    global pasal
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pasal", default=str(PROJECT / "build" / "pasal"))
    parser.add_argument("tests", nargs="*", metavar="TEST")
    options = parser.parse_args()
    pasal = str(pathlib.Path(options.pasal).resolve())
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{name}*" for name in options.tests] or None
    suite = loader.loadTestsFromModule(sys.modules["__main__"])
    done = unittest.TextTestRunner(verbosity=2).run(suite)
    sys.exit(not done.wasSuccessful() or done.testsRun == 0)


if __name__ == "__main__":
    main()
