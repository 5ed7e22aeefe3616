"""izde's programs for search-benchmark-game: an index from JSON lines, then a number a line. Against a plain count."""
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import unittest

BUILD = os.environ["IZDE_GAME_BUILD_INDEX"]
QUERY = os.environ["IZDE_GAME_DO_QUERY"]
SEED = 11


def documents(number=400):
    """Short texts over few words, some much more frequent than others."""
    draw = random.Random(SEED)
    words = [f"w{i}" for i in range(30)] + ["қазақ", "54,7%", "a.b", "it's"]
    weights = [1 / (i + 1) for i in range(len(words))]
    return [draw.choices(words, weights, k=draw.randrange(0, 25)) for _ in range(number)]


def holds_phrase(text, phrase):
    return any(text[i:i + len(phrase)] == phrase for i in range(len(text) - len(phrase) + 1))


class GameTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="izde-test-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.index = f"{cls.folder.name}/index"
        cls.texts = documents()
        lines = "".join(json.dumps({"id": f"d{i}", "text": " ".join(text)}, ensure_ascii=i % 2 == 0) + "\n"
                        for i, text in enumerate(cls.texts))
        subprocess.run([BUILD, cls.index], input=lines.encode(), check=True, timeout=120)

    def ask(self, lines):
        done = subprocess.run([QUERY, self.index], input="".join(f"{line}\n" for line in lines).encode(),
                              stdout=subprocess.PIPE, check=True, timeout=120)
        return done.stdout.decode().splitlines()

    def count(self, matches):
        return str(sum(1 for text in self.texts if matches(text)))

    def test_counts_are_those_of_looking_at_every_text(self):
        draw = random.Random(SEED + 1)
        queries, expected = [], []
        for _ in range(300):
            text = draw.choice([t for t in self.texts if len(t) > 4])
            words = draw.sample(text, draw.randrange(1, 5))
            at = draw.randrange(len(text) - 2)
            phrase = text[at:at + draw.choice((2, 3))]
            if any(set("()[]*?~^:") & set(word) for word in words):
                continue
            for command in "COUNT", "TOP_10_COUNT", "TOP_100_COUNT":
                queries += [f"{command}\t" + " ".join(f"+{w}" for w in words), f"{command}\t" + " ".join(words),
                            f"{command}\t\"{' '.join(phrase)}\""]
                expected += [self.count(lambda t: all(w in t for w in words)), self.count(lambda t: any(w in t for w in words)),
                             self.count(lambda t: holds_phrase(t, phrase))]
        self.assertGreater(len(queries), 2000)
        self.assertEqual(list(zip(queries, self.ask(queries))), list(zip(queries, expected)), f"seed {SEED}")

    def test_mixed_signs(self):
        queries = ["COUNT\t+w0 -w1", "COUNT\t+w0 w1", "COUNT\t+w0 +\"w0 w1\"", "COUNT\tw0 -\"w1 w0\""]
        expected = [self.count(lambda t: "w0" in t and "w1" not in t), self.count(lambda t: "w0" in t),
                    self.count(lambda t: holds_phrase(t, ["w0", "w1"])),
                    self.count(lambda t: "w0" in t and not holds_phrase(t, ["w1", "w0"]))]
        self.assertEqual(self.ask(queries), expected)

    def test_top_answers_one(self):
        self.assertEqual(self.ask(["TOP_10\tw0", "TOP_100\t+w0 +w1", "TOP_1000\t\"w0 w1\""]), ["1"] * 3)

    def test_what_is_not_supported(self):
        lines = ["TOP_0\tw0", "TOP_\tw0", "TOP_10_COUNTS\tw0", "TOP_99999999\tw0", "COUNT", "COUNT\t", "COUNT\t  ", "COUNT\t\"w0",
                 "COUNT\t\"\"", "COUNT\t+", "COUNT\t-w0", "COUNT\tw0*", "COUNT\tw0~2", "COUNT\t(w0 w1)", "COUNT\tbody:w0", "", "SUM\tw0"]
        self.assertEqual(self.ask(lines), ["UNSUPPORTED"] * len(lines))

    @unittest.skipUnless(shutil.which("make"), "make is not there")
    def test_makefile_of_the_game(self):
        corpus = pathlib.Path(self.folder.name) / "corpus.json"
        corpus.write_text('{"id": "1", "text": "a b"}\n{"id": "2", "text": "b"}\n')
        make = ["make", "-s", "-C", pathlib.Path(__file__).parent, f"BUILD={pathlib.Path(BUILD).parents[2]}",
                f"INDEX={self.folder.name}/made", f"CORPUS={corpus}"]
        subprocess.run([*make, "index"], check=True, timeout=60)
        done = subprocess.run([*make, "serve"], input=b"COUNT\tb\nTOP_10\ta\n", stdout=subprocess.PIPE, check=True, timeout=60)
        self.assertEqual(done.stdout, b"2\n1\n")
        subprocess.run([*make, "clean"], check=True, timeout=60)
        self.assertFalse(pathlib.Path(self.folder.name, "made").exists())

    def test_bad_input_is_named(self):
        done = subprocess.run([BUILD, f"{self.folder.name}/other"], input=b'{"text": "a"}\nno json\n', capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"line 2", done.stderr)


if __name__ == "__main__":
    unittest.main()
