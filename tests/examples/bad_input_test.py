"""Wrong use and bad input: one clear line that names the thing, the right exit code, nothing lost."""
import json
import os
import resource
import shutil
import subprocess
import time

from program import PROGRAM, ProgramTest, main

NOBODY = 65534


class WrongUseTest(ProgramTest):

    def test_command(self):
        self.fails(2, says=("a command is missing", "--help"))
        self.fails(2, "serach", says=("unknown command 'serach'", "search"))
        self.fails(2, "--nonsense", says="--nonsense")

    def test_operands(self):
        self.fails(2, "index", says="folder of the index is missing")
        self.fails(2, "index", self.index, says="file to index is missing")
        self.fails(2, "search", says="folder of the index is missing")
        self.fails(2, "search", self.index, says="a query is missing")
        self.fails(2, "stats", says="folder of the index is missing")
        self.fails(2, "stats", self.index, "more", says="'more'")
        self.assertFalse(self.index.exists())

    def test_options(self):
        notes = self.write_notes()
        for arguments, part in [
                (("index", self.index, notes, "--colour"), "--colour"),
                (("index", self.index, notes, "--buffer", "0"), "--buffer 0"),
                (("index", self.index, notes, "--buffer", "-5"), "--buffer -5"),
                (("index", self.index, notes, "--buffer", "1e3"), "--buffer 1e3"),
                (("index", self.index, notes, "--buffer"), "--buffer"),
                (("index", self.index, notes, "--boost", "title"), "--boost title"),
                (("index", self.index, notes, "--boost", "title=-1"), "--boost title=-1"),
                (("index", self.index, notes, "--boost", "title=nan"), "--boost title=nan"),
                (("index", self.index, notes, "--repair", "much"), "--repair much"),
                (("index", self.index, notes, "--encoding", "KLINGON-8"), "KLINGON-8"),
                (("index", self.index, notes, "--keyword", "a b"), "a b"),
                (("index", self.index, notes, "--keyword", "x", "--date", "x"), "--date x"),
                (("index", self.index, notes, "--buffer", "1", "--buffer", "2"), "--buffer"),
                (("search", self.index, "x", "--limit", "many"), "--limit many"),
                (("search", self.index, "x", "--limit", "1000001"), "--limit 1000001"),
                (("search", self.index, "x", "--color", "red"), "--color red"),
                (("search", self.index, "x", "--trec", "run"), "--queries"),
                (("search", self.index, "--queries", "q.tsv"), "--trec"),
                (("search", self.index, "x", "--queries", "q.tsv", "--trec", "-"), "QUERY"),
                (("search", self.index, "--json", "--queries", "q.tsv", "--trec", "-"), "--json"),
                (("repair", "--level", "all"), "--level all"),
                (("analyze", "--repair", "all", "x"), "--repair all")]:
            with self.subTest(part=part):
                self.fails(2, *arguments, says=part)
        self.assertFalse(self.index.exists())

    def test_help(self):
        overview = self.izde("--help")
        for command in "index", "search", "stem", "repair", "analyze", "stats":
            self.assertIn(f"\n  {command} ", overview)
            text = self.izde(command, "--help")
            self.assertTrue(text.startswith(f"Usage: izde {command} "), command)
            self.assertIn("Examples:\n", text)
            self.assertTrue(all(len(line) <= 100 for line in text.splitlines()), command)
            self.assertEqual(self.izde("help", command), text)
        self.assertEqual(self.izde("-h"), overview)
        self.assertEqual(self.izde("help"), overview)

    def test_version(self):
        self.assertRegex(self.izde("--version"), r"^izde \d+\.\d+\.\d+\n$")

    def test_empty_query(self):
        self.make_index()
        for query in "", "   ", "\n\t":
            self.fails(2, "search", self.index, query, says="the query is empty")

    def test_query_of_punctuation(self):
        self.make_index()
        for query in "?!...", "—", "«»", "%":
            done = self.run_izde("search", self.index, "--", query)
            self.assertEqual(done.returncode, 2, query)
            self.assertRegex(done.stderr.decode(), r"\Aizde: search: the query '.+' has no word to search for[^\n]+\n\Z")
            self.assertIn(f"'{query}'", done.stderr.decode())
        for query in '"', "((((", "+", "-", "^", "*", ":", "AND OR NOT ((", '"" ()', "a:" * 50:
            done = self.run_izde("search", self.index, "--", query)
            self.assertIn(done.returncode, (0, 2), (query, done.stderr))


class BadInputTest(ProgramTest):

    def test_missing_file(self):
        notes = self.write_notes()
        self.fails(1, "index", self.index, notes, self.folder / "none.jsonl", says="none.jsonl")
        self.assertFalse(self.index.exists(), "inputs are looked at before anything is made")
        self.fails(1, "stem", self.folder / "none", says="none")
        self.fails(1, "repair", self.folder / "none", says="none")
        self.make_index()
        self.fails(1, "search", self.index, "--queries", self.folder / "none.tsv", "--trec", "-",
                   says="none.tsv")

    def test_unknown_kind_of_file(self):
        self.fails(1, "index", self.index, self.write("a.docx", b"PK"), says=("a.docx", ".jsonl"))
        (self.folder / "empty").mkdir()
        self.fails(1, "index", self.index, self.folder / "empty", says="empty")

    def test_no_index(self):
        for command in ("search", self.index, "x"), ("stats", self.index):
            self.fails(1, *command, says="test.izde")
        self.index.mkdir()
        self.fails(1, "stats", self.index, says="test.izde")
        self.write("test.izde/other.txt", "something")
        self.fails(1, "stats", self.index, says="test.izde")
        self.fails(1, "index", "-q", self.index, self.write_notes(), says="test.izde")
        self.assertEqual([f.name for f in self.index.iterdir()], ["other.txt"])

    def test_a_file_is_no_index(self):
        path = self.write("plain", "text")
        self.fails(1, "search", path, "x", says="plain")
        self.fails(1, "index", "-q", path, self.write_notes(), says="plain")
        self.assertEqual(path.read_text(), "text")

    def as_nobody(self):
        """A copy of the program that a user without rights can run, and how to run it."""
        if os.geteuid() != 0:
            return PROGRAM, {}
        try:
            subprocess.run(["/bin/true"], user=NOBODY, group=NOBODY, extra_groups=[], check=True)
        except (PermissionError, OSError, subprocess.CalledProcessError) as error:
            self.skipTest(f"runs as root, and cannot become another user: {error}")
        self.folder.chmod(0o755)
        program = self.folder / "izde"
        shutil.copy(PROGRAM, program)
        program.chmod(0o755)
        return program, {"user": NOBODY, "group": NOBODY, "extra_groups": []}

    def fails_as_nobody(self, arguments, says):
        program, identity = self.as_nobody()
        done = subprocess.run([program, *map(str, arguments)], capture_output=True, timeout=60, **identity)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stderr.decode(), rf"\Aizde: [^\n]*{says}[^\n]*\n\Z")

    def test_folder_without_rights_to_write(self):
        notes = self.write_notes()
        closed = self.folder / "closed"
        closed.mkdir()
        closed.chmod(0o555)
        self.fails_as_nobody(("index", "-q", closed / "new.izde", notes), "new.izde")
        closed.chmod(0o755)

    def test_folder_without_rights_to_read(self):
        self.make_index()
        self.index.chmod(0)
        self.fails_as_nobody(("search", self.index, "мектеп"), "test.izde")
        self.fails_as_nobody(("stats", self.index), "test.izde")
        self.index.chmod(0o755)
        self.assertEqual(self.found("егіс"), ["a2"])

    def test_input_without_rights(self):
        notes = self.write_notes()
        notes.chmod(0)
        self.fails_as_nobody(("index", self.index, notes), "notes.jsonl")
        inner = self.folder / "inner"
        (inner / "secret").mkdir(parents=True)
        (inner / "secret").chmod(0)
        self.fails_as_nobody(("index", self.index, inner), "secret")
        (inner / "secret").chmod(0o755)

    def test_index_of_another_that_is_read_only_can_be_searched(self):
        self.make_index()
        for path in [self.index, *self.index.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        program, identity = self.as_nobody()
        done = subprocess.run([program, "search", self.index, "егіс"], capture_output=True, timeout=60,
                              **identity)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("[a2, ", done.stdout.decode())

    def test_second_writer_is_refused(self):
        self.make_index()
        child = subprocess.Popen([PROGRAM, "index", "-q", self.index, "-", "--commit-every", "1"],
                                 stdin=subprocess.PIPE)
        child.stdin.write(b'{"id": "first"}\n')
        child.stdin.flush()
        deadline = time.monotonic() + 60
        while self.stats()["documents"] < 4 and time.monotonic() < deadline:
            time.sleep(0.05)
        self.fails(1, "index", "-q", self.index, self.write_notes(), says=("test.izde", str(child.pid)))
        self.assertEqual(sorted(self.found("мектеп")), ["a1", "a3"])  # readers go on
        child.communicate(b'{"id": "second"}\n', timeout=60)
        self.assertEqual(child.returncode, 0)
        self.assertEqual(self.stats()["documents"], 5)

    def index_files(self):
        return [f for f in sorted(self.index.rglob("*")) if f.is_file() and f.stat().st_size > 0]

    def test_truncated_files(self):
        self.make_index()
        files = self.index_files()
        self.assertGreater(len(files), 1)
        told = 0
        for path in files:
            whole = path.read_bytes()
            for keep in {0, len(whole) // 2, len(whole) - 1}:
                path.write_bytes(whole[:keep])
                verified = self.run_izde("stats", "--verify", self.index)
                searched = self.run_izde("search", self.index, "мектеп")
                where = f"{path.name} cut to {keep} of {len(whole)}"
                for done in verified, searched:
                    self.assertIn(done.returncode, (0, 1), f"{where}: {done.stderr}")
                    if done.returncode == 1:
                        self.assertRegex(done.stderr.decode(), r"\Aizde: [^\n]+\n\Z", where)
                if verified.returncode == 1:
                    told += 1
                    self.assertIn(path.name, verified.stderr.decode(), where)
                else:  # a file that is no part of the commit, such as the lock
                    self.assertEqual(searched.returncode, 0, where)
            path.write_bytes(whole)
        self.assertGreaterEqual(told, 6)
        self.assertEqual(sorted(self.found("мектеп")), ["a1", "a3"])

    def test_flipped_bytes_are_noticed(self):
        self.make_index()
        for path in self.index_files():
            whole = path.read_bytes()
            for at in range(0, len(whole), max(1, len(whole) // 16)):
                path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x40]) + whole[at + 1:])
                done = self.run_izde("stats", "--verify", self.index)
                self.assertIn(done.returncode, (0, 1), f"{path.name} byte {at}: {done.stderr}")
                if done.returncode == 1:
                    self.assertRegex(done.stderr.decode(), r"\Aizde: [^\n]+\n\Z")
                searched = self.run_izde("search", self.index, "мектеп")
                self.assertIn(searched.returncode, (0, 1), f"{path.name} byte {at}: {searched.stderr}")
            path.write_bytes(whole)
        self.assertEqual(sorted(self.found("мектеп")), ["a1", "a3"])

    def many_notes(self):
        notes = [{"id": f"m{i}", "body": " ".join(f"сөз{i * 7 + k}" for k in range(50))} for i in range(3000)]
        return self.write_notes("many.jsonl", notes)

    def check_nothing_lost(self, done):
        text = done.stderr.decode()
        self.assertEqual(done.returncode, 1, text)
        self.assertRegex(text, r"\Aizde: [^\n]*test\.izde[^\n]*\n\Z")
        self.assertEqual(self.stats()["documents"], 3)
        self.assertEqual(sorted(self.found("мектеп")), ["a1", "a3"])
        self.izde("stats", "--verify", self.index)

    def test_full_disk_stand_in(self):
        """A limit on the size of a file (RLIMIT_FSIZE), met while a segment is written."""
        self.make_index()
        many = self.many_notes()
        for limit in 16 << 10, 48 << 10:
            done = self.run_izde("index", "-q", self.index, many, "--buffer", "1",
                                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
            self.check_nothing_lost(done)
        self.izde("index", self.index, many)
        self.assertEqual(self.stats()["documents"], 3003)

    def test_full_disk(self):
        """A file system of 256 KiB, where the system lets us make one."""
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("no right to mount a small file system")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=True)
        self.index = disk / "test.izde"
        self.make_index()
        self.check_nothing_lost(self.run_izde("index", "-q", self.index, self.many_notes()))

    def test_full_output(self):
        self.make_index()
        queries = self.write("q.tsv", "q\tмектеп\n")
        with open("/dev/full", "wb") as full:
            for arguments in (("search", self.index, "мектеп"), ("stats", self.index), ("stem",),
                              ("analyze", "x"), ("repair",), ("--help",), ("search", "--help")):
                self.fails(1, *arguments, says="standard output", input=b"text\n", stdout=full)
        self.fails(1, "search", self.index, "--queries", queries, "--trec", "/dev/full", says="/dev/full")
        self.fails(1, "search", self.index, "--queries", queries, "--trec", self.folder / "no/run",
                   says="no/run")

    def test_closed_pipe_is_quiet(self):
        for restore in True, False:  # with SIGPIPE at its default, and ignored
            reading, writing = os.pipe()
            os.close(reading)
            done = self.run_izde("stem", input="мектептер\n" * 300000, stdout=writing, restore_signals=restore)
            os.close(writing)
            self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_jsonl_bomb(self):
        deep = '{"a":' * 100000 + "1" + "}" * 100000
        long = json.dumps({"id": "long", "body": "сөз " * 1000000})
        path = self.write("bomb.jsonl", f"{deep}\n{long}\n")
        done = self.run_izde("index", "-q", self.index, path)
        self.assertEqual(done.returncode, 1)
        self.assertIn("bomb.jsonl:1: byte ", done.stderr.decode())
        self.assertEqual(self.found("сөздер"), ["long"])


if __name__ == "__main__":
    main()
