"""Runs the program `izde` for the tests beside this file. Python 3 standard library only."""
import json
import os
import pathlib
import pty
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("IZDE_PROGRAM", str(SOURCE / "build/release/examples/cli/izde"))

NOTES = [
    {"id": "a1", "title": "Жаңа мектеп", "body": "Ауылда үш жүз орындық мектеп ашылды.",
     "source": "жаңалық", "published": "2024-05-01"},
    {"id": "a2", "title": "Көктемгі егіс", "body": "Шаруалар биыл егісті ерте бастады.",
     "source": "жаңалық", "published": "2024-05-02"},
    {"id": "a3", "title": "Кітапхана", "body": "Оқушылар кітаптарды мектептерде оқиды. Қазақ тілі пәні.",
     "source": "анықтама", "published": "2023-01-15"},
]


class ProgramTest(unittest.TestCase):
    """A scratch folder a test, and short ways to call the program."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="izde-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.index = self.folder / "test.izde"

    def run_izde(self, *arguments, input=b"", **options):
        """Runs the program and returns the finished process; output as bytes."""
        if isinstance(input, str):
            input = input.encode()
        options.setdefault("env", {**os.environ, "NO_COLOR": ""})
        return subprocess.run([PROGRAM, *map(str, arguments)], input=input,
                              stdout=options.pop("stdout", subprocess.PIPE),
                              stderr=subprocess.PIPE, timeout=120, **options)

    def izde(self, *arguments, input=b"", **options):
        """Runs the program, expects exit code 0, returns standard output as text."""
        done = self.run_izde(*arguments, input=input, **options)
        self.assertEqual(done.returncode, 0, done.stderr.decode(errors="replace"))
        return done.stdout.decode()

    def fails(self, code, *arguments, says=(), **options):
        """Expects that exit code and one line on standard error that holds each of `says`."""
        done = self.run_izde(*arguments, **options)
        text = done.stderr.decode(errors="replace")
        self.assertEqual(done.returncode, code, f"{arguments}: {text}")
        self.assertRegex(text, r"\Aizde: [^\n]+\n\Z", f"one line is expected: {text!r}")
        for part in [says] if isinstance(says, str) else says:
            self.assertIn(part, text)
        return done

    def open_terminal(self):
        """Returns the two ends of a terminal; skips the test where the system has none to give."""
        try:
            return pty.openpty()
        except OSError as error:
            self.skipTest(f"no pseudo-terminal: {error}")

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def write_notes(self, name="notes.jsonl", notes=NOTES):
        return self.write(name, "".join(json.dumps(n, ensure_ascii=False) + "\n" for n in notes))

    def make_index(self, notes=NOTES, *options):
        path = self.write_notes("made.jsonl", notes)
        self.izde("index", self.index, path, "--keyword", "source", "--date", "published", *options)

    def stats(self):
        return json.loads(self.izde("stats", "--json", self.index))

    def search(self, *arguments):
        return json.loads(self.izde("search", "--json", self.index, "--", *arguments))

    def found(self, *arguments):
        """Ids in order of rank."""
        return [hit["id"] for hit in self.search(*arguments)["hits"]]


def main():
    unittest.main(verbosity=2)
