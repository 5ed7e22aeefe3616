"""--dictionary FILE of izde stem, analyze, index and search: a user dictionary (docs/dictionary.md)."""
import json

from program import ProgramTest, main

WORDS = "# words of ours\nnoun Бекзада\nkeep Балалар\nЕгемендік -> тәуелсіздік\nkeep Windows\n"
NOTES = [{"id": "d1", "body": "Бекзаданы көрдім."}, {"id": "d2", "body": "Алма жеймін."},
         {"id": "d3", "body": "Егемендігіміз туралы."}, {"id": "d4", "body": "Балалар."},
         {"id": "d5", "body": "Бала."}]


class DictionaryTest(ProgramTest):

    def setUp(self):
        super().setUp()
        self.words = self.write("words.txt", WORDS)

    def make(self, *options):
        self.izde("index", self.index, self.write_notes("notes.jsonl", NOTES), *options)

    def test_stem(self):
        words = "бекзадаға\nБалалар\nегемендіктің\nWindows\nбалаларға\n"
        self.assertEqual(self.izde("stem", "--dictionary", self.words, input=words),
                         "бекзадаға\tбекзада\nБалалар\tбалалар\nегемендіктің\tтәуелсіздік\n"
                         "Windows\twindows\nбалаларға\tбала\n")
        self.assertIn("бекзадаға\tбекза\n", self.izde("stem", input=words))

    def test_analyze(self):
        shown = json.loads(self.izde("analyze", "--json", "--dictionary", self.words, "Windows", "Бекзадаға"))
        self.assertEqual([token["term"] for token in shown["tokens"]], ["windows", "бекзада"])
        self.assertNotIn("dictionary=none", shown["analyzer"])

    def test_the_index_keeps_it(self):
        self.make("--dictionary", self.words)
        self.words.unlink()
        self.assertEqual(self.found("бекзадамыз"), ["d1"])
        self.assertEqual(self.found("тәуелсіздік"), ["d3"])
        self.assertEqual(self.found("балалар"), ["d4"])
        more = self.write_notes("more.jsonl", [{"id": "d6", "body": "Бекзадаға сыйлық."}])
        self.izde("index", self.index, more)
        self.assertEqual(sorted(self.found("бекзада")), ["d1", "d6"])

    def test_another_one_is_refused(self):
        self.make("--dictionary", self.words)
        other = self.write("other.txt", "keep бала\n")
        says = ("user dictionary is", str(self.index))
        self.fails(1, "index", self.index, self.folder / "notes.jsonl", "--dictionary", other, says=says)
        self.fails(1, "search", self.index, "--dictionary", other, "бала", says=says)
        self.izde("search", self.index, "--dictionary", self.words, "бала")

    def test_errors_name_file_and_line(self):
        bad = self.write("bad.txt", "keep бала\n\nnoon қала\n")
        for command in ("stem",), ("analyze", "а"), ("index", self.index, self.write_notes()):
            self.fails(1, *command, "--dictionary", bad, says=(str(bad), "line 3", '"noon"'))
        self.assertFalse(self.index.exists())
        self.fails(1, "stem", "--dictionary", self.folder / "none.txt", says="none.txt")


if __name__ == "__main__":
    main()
