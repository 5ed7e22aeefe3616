"""izde search: lists, JSON, batches."""
import json
import os
import subprocess

from program import NOTES, PROGRAM, ProgramTest, main


class SearchTest(ProgramTest):

    def setUp(self):
        super().setUp()
        self.make_index()

    def test_list(self):
        out = self.izde("search", self.index, "мектептеріміз")
        lines = out.splitlines()
        self.assertRegex(lines[0], r"^2 documents, \d+\.\d ms$")
        self.assertRegex(lines[1], r"^1\. Жаңа мектеп  \[a1, score \d+\.\d{3}\]$")
        self.assertEqual(lines[2], "   Ауылда үш жүз орындық мектеп ашылды.")
        self.assertNotIn("\x1b", out)

    def test_passages_that_cut_a_sentence_say_so(self):
        words = " ".join(f"сөз{i}" for i in range(200))
        self.make_index([{"id": "cut", "body": f"Бірінші сөйлем. {words} айрықша {words}"}])
        line = self.izde("search", self.index, "айрықша").splitlines()[2]
        self.assertRegex(line, r"^   … сөз.*айрықша.*сөз\d+ …$")

    def test_nothing_found(self):
        self.assertEqual(self.izde("search", self.index, "ғарышкер"), "nothing found\n")

    def test_colors(self):
        always = self.izde("search", "--color", "always", self.index, "мектептер")
        self.assertIn("орындық \x1b[1;31mмектеп\x1b[0m ашылды", always)
        forced = self.izde("search", "--color", "always", self.index, "мектептер",
                           env={**os.environ, "NO_COLOR": "1"})
        self.assertIn("\x1b[1;31m", forced)
        self.assertNotIn("\x1b", self.izde("search", "--color", "never", self.index, "мектептер"))

    def on_terminal(self, **environment):
        ours, theirs = self.open_terminal()
        clean = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
        child = subprocess.Popen([PROGRAM, "search", self.index, "мектептер"], stdout=theirs,
                                 env={**clean, **environment})
        self.assertEqual(child.wait(timeout=60), 0)
        os.close(theirs)
        text = os.read(ours, 65536).decode()
        os.close(ours)
        return text

    def test_colors_on_a_terminal(self):
        self.assertIn("\x1b[1;31mмектеп\x1b[0m", self.on_terminal())
        self.assertNotIn("\x1b", self.on_terminal(NO_COLOR="1"))

    def test_documents_cannot_steer_the_terminal(self):
        self.make_index([{"id": "evil", "title": "қауіп \x1b[2J", "body": "қауіпті \x1b]0;x\x07 \u009b31m\r\nмәтін"}])
        out = self.izde("search", "--color", "always", self.index, "қауіп")
        for sign in "\x1b[2J", "\x1b]0", "\x07", "\u009b", "\r":
            self.assertNotIn(sign, out)

    def test_json(self):
        got = self.search("мектептеріміз")
        self.assertEqual(got["query"], "мектептеріміз")
        self.assertEqual(got["total"], 2)
        self.assertEqual(got["diagnostics"], [])
        hit = got["hits"][0]
        self.assertEqual(hit["id"], "a1")
        self.assertEqual(hit["fields"], NOTES[0])
        self.assertGreater(hit["score"], got["hits"][1]["score"])
        passage = hit["passages"]["body"][0]
        text = passage["text"].encode()
        self.assertEqual([text[b:e].decode() for b, e in passage["marks"]], ["мектеп"])
        self.assertIn(passage["text"], NOTES[0]["body"])
        title = hit["passages"]["title"][0]
        self.assertEqual((title["text"], title["marks"]), ("Жаңа мектеп", [[9, 21]]))
        self.assertNotIn("explanation", hit)

    def test_limit(self):
        got = json.loads(self.izde("search", "--json", "-n", "1", self.index, "мектеп"))
        self.assertEqual((got["total"], len(got["hits"])), (2, 1))
        got = json.loads(self.izde("search", "--json", "--limit", "0", self.index, "мектеп"))
        self.assertEqual((got["total"], len(got["hits"])), (2, 0))

    def test_explanation_adds_up(self):
        got = json.loads(self.izde("search", "--json", "--explain", self.index, "мектеп ауыл"))
        for hit in got["hits"]:
            self.assertAlmostEqual(hit["explanation"]["value"], hit["score"], places=4)
        self.assertIn("   | ", self.izde("search", "--explain", self.index, "мектеп"))

    def test_query_language(self):
        for query, ids in [("source:анықтама", ["a3"]), ('"үш жүз"', ["a1"]), ('"жүз үш"', []),
                           ("+мектеп -ауыл", ["a3"]), ("егі*", ["a2"]), ("title:кітапхана", ["a3"]),
                           ("мектеп AND қазақ", ["a3"]), ("мектеп ЖӘНЕ қазақ", ["a3"]),
                           ("published:2024-05*", ["a1", "a2"]), ("казак тили", ["a3"])]:
            self.assertEqual(sorted(self.found(query)), ids, query)
        self.assertEqual(self.found("қазақ", "тілі"), ["a3"])

    def test_words_have_no_operators(self):
        got = json.loads(self.izde("search", "--json", "--words", self.index, "--", '-мектеп "ауылда'))
        self.assertEqual(got["total"], 2)
        self.assertEqual(got["diagnostics"], [])

    def test_exact_letters(self):
        got = json.loads(self.izde("search", "--json", "--exact-letters", self.index, "казак"))
        self.assertEqual(got["total"], 0)

    def test_fields_of_passages(self):
        got = json.loads(self.izde("search", "--json", "--field", "title", self.index, "ауыл"))
        self.assertEqual(list(got["hits"][0]["passages"]), ["title"])

    def test_diagnostics_go_to_standard_error(self):
        done = self.run_izde("search", self.index, '"мектеп')
        self.assertEqual(done.returncode, 0)
        self.assertIn("a1", done.stdout.decode())
        self.assertRegex(done.stderr.decode(), r"^izde: query, byte \d+")
        got = self.search('"мектеп')
        self.assertEqual(len(got["diagnostics"]), 1)

    def test_field_that_is_not_there(self):
        done = self.run_izde("search", self.index, "nofield:мектеп")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stderr.decode(), r"^izde: query.*nofield")

    def batch(self, lines, *options):
        path = self.write("q.tsv", lines)
        return self.izde("search", self.index, "--queries", path, "--trec", "-", *options)

    def test_batch(self):
        run = self.folder / "out.run"
        queries = self.write("q.tsv", "q1\tмектептер қайда?\r\nq2\tегіс - қашан: биыл?\n\n")
        self.izde("search", self.index, "--queries", queries, "--trec", run)
        rows = [line.split(" ") for line in run.read_text().splitlines()]
        self.assertTrue(all(len(row) == 6 and row[1] == "Q0" and row[5] == "izde" for row in rows))
        self.assertEqual([(r[0], r[2], r[3]) for r in rows],
                         [("q1", "a1", "1"), ("q1", "a3", "2"), ("q2", "a2", "1")])
        self.assertGreater(float(rows[0][4]), float(rows[1][4]))

    def test_batch_equals_single_searches(self):
        out = self.batch("1\tмектеп ауыл\n2\tқазақ тілі\n", "--limit", "2")
        for qid, text in ("1", "мектеп ауыл"), ("2", "қазақ тілі"):
            self.assertEqual([r.split()[2] for r in out.splitlines() if r.split()[0] == qid],
                             self.found(text)[:2])

    def test_punctuation_in_a_batch_loses_nothing(self):
        plain = self.batch("q\tүш жүз мектеп қайда\n")
        for text in ("«Үш жүз» мектеп - қайда?", 'үш жүз "мектеп" (қайда?)', "-үш +жүз мектеп: қайда!",
                     "үш-жүз мектеп қайда *", "^үш ~жүз мектеп қайда?!.."):
            self.assertEqual([r.split()[2] for r in self.batch(f"q\t{text}\n").splitlines()],
                             [r.split()[2] for r in plain.splitlines()], text)

    def test_batch_syntax(self):
        self.assertEqual(len(self.batch("q\t+мектеп -ауыл\n", "--syntax").splitlines()), 1)

    def test_batch_bad_line(self):
        path = self.write("q.tsv", "q1\tмектеп\nno tab\nq2\t...\nq3\tегіс\n")
        done = self.run_izde("search", self.index, "--queries", path, "--trec", "-")
        self.assertEqual(done.returncode, 1)
        self.assertEqual({r.split()[0] for r in done.stdout.decode().splitlines()}, {"q1", "q3"})
        errors = done.stderr.decode().splitlines()
        self.assertRegex(errors[0], r"q\.tsv:2: qid<TAB>text")
        self.assertRegex(errors[1], r"q\.tsv:3: ")

    def test_batch_ids_have_no_blanks(self):
        self.make_index([{"id": "x y\tz", "body": "айрықша"}])
        self.assertEqual(self.batch("q 1\tайрықша\n").split(" ")[0:3], ["q_1", "Q0", "x_y_z"])

    def test_stats(self):
        got = self.stats()
        self.assertEqual((got["documents"], got["generation"]), (3, 1))
        body = next(f for f in got["fields"] if f["name"] == "body")
        self.assertEqual((body["type"], body["documents"]), ("text", 3))
        on_disk = sum(f.stat().st_size for f in self.index.rglob("*") if f.is_file())
        self.assertTrue(0 < got["bytes"] <= on_disk)
        table = self.izde("stats", "--verify", self.index)
        self.assertRegex(table, r"documents  3\n")
        self.assertIn("verified", table)


if __name__ == "__main__":
    main()
