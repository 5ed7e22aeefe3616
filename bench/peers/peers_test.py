"""The comparison's own parts: queries made, izde's program, the check of scores, statistics and tables. Builds no peer."""
import contextlib
import importlib.machinery
import importlib.util
import io
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import collection  # noqa: E402
import engines  # noqa: E402
import programs  # noqa: E402
import report  # noqa: E402
import scores  # noqa: E402

LOADER = importlib.machinery.SourceFileLoader("peers_run", str(engines.HERE / "run"))
peers_run = importlib.util.module_from_spec(importlib.util.spec_from_loader(LOADER.name, LOADER))
LOADER.exec_module(peers_run)

PROGRAMS = pathlib.Path(os.environ["IZDE_PEERS_PROGRAMS"])
DOCUMENTS, PER_CLASS = 600, 12


def matches(query, words):
    terms = query.terms.split()
    if query.operator == "PHRASE":
        return scores.occurrences(words, terms) > 0
    return (any if query.operator == "OR" else all)(term in words for term in terms)


class Made(unittest.TestCase):
    """A small collection with its queries, and izde's index of it."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="izde-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.made = collection.make(PROGRAMS, cls.folder / "made", "made", PER_CLASS, False, documents=DOCUMENTS)
        cls.words = [line.split(" ") for line in cls.made.tokens.read_text().splitlines()]
        cls.engine = engines.izde(PROGRAMS)
        cls.figures = programs.index(cls.engine, cls.made.tokens, cls.folder / "index", 2)

    def ask(self, tasks):
        return programs.search(self.engine, self.folder / "index", tasks, 2, 1000, self.folder)


class CollectionTest(Made):

    def test_figures(self):
        figures = self.made.figures
        self.assertEqual(figures["documents"], len(self.words))
        self.assertEqual(figures["documents"], DOCUMENTS)
        self.assertEqual(figures["tokens"], sum(map(len, self.words)))
        self.assertEqual(figures["terms"], len({word for words in self.words for word in words}))
        self.assertEqual(figures["bytes"], self.made.tokens.stat().st_size)
        self.assertGreater(figures["text_bytes"], figures["bytes"])
        self.assertTrue(all(word for words in self.words for word in words), "one blank between terms, none elsewhere")

    def test_queries(self):
        names = [query.name for query in self.made.queries]
        wanted = {"frequent term": 6, "term": 12, "AND 2": 12, "AND 3": 12, "AND 4-8": 12, "OR 2": 12, "OR 3": 12, "OR 4-8": 12, "phrase": 12}
        for name, number in wanted.items():
            self.assertAlmostEqual(names.count(name), number, delta=4, msg=name)
        self.assertEqual(set(names), set(wanted))
        for query in self.made.queries:
            terms = query.terms.split()
            self.assertEqual(len(set(terms)), len(terms), query)
            self.assertEqual(query.doc_freqs, tuple(sum(1 for words in self.words if term in words) for term in terms))
            self.assertTrue(any(matches(query, words) for words in self.words), f"{query} has no match")

    def test_the_same_again_and_another_seed(self):
        def made(seed):
            done = subprocess.run([PROGRAMS / "izde-peer-queries", self.made.tokens, str(seed), str(PER_CLASS)], capture_output=True, check=True)
            return done.stdout
        self.assertEqual(made(collection.QUERY_SEED), (self.folder / "made/queries.tsv").read_bytes())
        self.assertNotEqual(made(1), made(2))

    def test_reuse_takes_what_fits(self):
        folder = self.folder / "again"
        collection.make(PROGRAMS, folder, "again", PER_CLASS, False, documents=20)
        (folder / "tokens").write_text("changed")
        same = collection.make(PROGRAMS, folder, "again", PER_CLASS, True, documents=20)
        self.assertEqual(same.tokens.read_text(), "changed")
        other = collection.make(PROGRAMS, folder, "again", PER_CLASS, True, documents=21)
        self.assertEqual(other.figures["documents"], 21)

    def test_texts(self):
        texts = ["Қазақ тілі мен әдебиеті", "?!", "Ауылда мектеп ашылды."]
        folder = self.folder / "texts"
        folder.mkdir()
        collection.tokenise(PROGRAMS, folder, texts=texts)
        self.assertEqual([len(line.split()) for line in (folder / "tokens").read_text().splitlines()], [4, 3])


class IzdeTest(Made):

    def test_indexing(self):
        self.assertEqual(self.figures["documents"], DOCUMENTS)
        for figure in "seconds", "index_bytes", "own_bytes", "resident_bytes", "cpu_seconds":
            self.assertGreater(self.figures[figure], 0, figure)

    def test_counts_and_hits(self):
        answers = self.ask([(limit, q.operator, q.terms) for q in self.made.queries for limit in (0, 10)])
        self.assertTrue(all(rounds == 2 and best > 0 for best, rounds, _ in answers))
        scorer = scores.Scorer(self.made.figures["documents"], self.made.figures["tokens"])
        outcomes = {}
        for query, (_, _, count), (_, _, hits) in zip(self.made.queries, answers[::2], answers[1::2]):
            self.assertEqual(int(count), sum(1 for words in self.words if matches(query, words)), query)
            found = scores.parse_hits(hits)
            best = sorted((-scorer.score(query, words, True), d) for d, words in enumerate(self.words) if matches(query, words))[:10]
            self.assertEqual(len(found), len(best))
            for (_, score), (other, _) in zip(found, best):
                self.assertAlmostEqual(score, -other, delta=scores.TOLERANCE * score)
            scores.check_query(scorer, query, {self.engine: found}, dict(enumerate(self.words)), outcomes)
        self.assertEqual(outcomes["izde"].problems, [])
        self.assertGreater(outcomes["izde"].hits, 300)

    def test_reordered_finds_the_same(self):
        reordered = engines.izde_reordered(PROGRAMS)
        programs.index(reordered, self.made.tokens, self.folder / "reordered", 1)
        tasks = [(limit, q.operator, q.terms) for q in self.made.queries for limit in (0, 10)]
        plain, other = self.ask(tasks), programs.search(reordered, self.folder / "reordered", tasks, 1, 0, self.folder)
        self.assertEqual([a[2] for a in plain[::2]], [a[2] for a in other[::2]])
        outcome = scores.Outcome()
        for query, (_, _, ours), (_, _, theirs) in zip(self.made.queries, plain[1::2], other[1::2]):
            scores.check_reordered(query, scores.parse_hits(theirs), scores.parse_hits(ours), outcome)
        self.assertEqual(outcome.problems, [])

    def test_wrong_use(self):
        for arguments in ["index"], ["search", "nowhere", "no tasks", "1", "1"], ["index", "nowhere", str(self.folder / "x"), "1"]:
            done = subprocess.run([PROGRAMS / "izde-peer", *arguments], capture_output=True, text=True)
            self.assertNotEqual(done.returncode, 0)
            self.assertTrue(done.stderr)
        with self.assertRaises(programs.Failed):
            self.ask([(10, "NEAR", "a b")])

    def test_raw(self):
        jsonl = self.folder / "raw.jsonl"
        jsonl.write_text("".join(json.dumps({"id": str(i), "title": f"тақырып {i}", "body": " ".join(words)}, ensure_ascii=False) + "\n"
                                 for i, words in enumerate(self.words)))
        raw = PROGRAMS / "izde-raw"
        for threads in 1, 2:
            figures = programs.measured([raw, "index", jsonl, self.folder / "raw", threads])
            self.assertEqual(figures["documents"], DOCUMENTS)
        opened = programs.measured([raw, "open", self.folder / "raw"])
        self.assertEqual(opened["documents"], DOCUMENTS)
        self.assertLess(opened["seconds"], 1)


# Asks izde and changes one answer: the count or the best score of the queries that hold the word.
LIAR = """
import subprocess, sys
program, word, *arguments = sys.argv[1:]
tasks = open(arguments[2]).read().splitlines()
done = subprocess.run([program, *arguments], capture_output=True, text=True)
for task, line in zip(tasks, done.stdout.splitlines()):
    best, rounds, result = line.split("\\t")
    if word in task.split("\\t")[2].split():
        first, colon, rest = result.partition(":")
        result = f"{first}:9{rest}" if colon else str(int(result) + 1)
    print(best, rounds, result, sep="\\t")
"""


class WrongEngineTest(Made):
    """An engine that counts or scores otherwise ends the run, and the query is named."""

    def liar(self, word):
        (self.folder / "liar").unlink(missing_ok=True)
        (self.folder / "izde").unlink(missing_ok=True)
        for name in "liar", "izde":
            (self.folder / name).symlink_to(self.folder / "index")
        (self.folder / "liar.py").write_text(LIAR)
        return engines.Engine("liar", [sys.executable, self.folder / "liar.py", PROGRAMS / "izde-peer", word], [],
                              same_formula=True, exact_lengths=True)

    def says(self, check, word):
        out = io.StringIO()
        with contextlib.redirect_stderr(out):
            try:
                return check([self.engine, self.liar(word)], self.made, self.folder), out.getvalue()
            except SystemExit as end:
                return end, out.getvalue()

    def test_counts(self):
        outcome, _ = self.says(peers_run.check_counts, "no such word")
        self.assertIn("counts are the same in izde, liar", outcome)
        word = self.made.queries[0].terms
        outcome, said = self.says(peers_run.check_counts, word)
        self.assertIsInstance(outcome, SystemExit)
        self.assertTrue(outcome.code)
        self.assertIn(f" {word}", said)

    def test_scores(self):
        outcome, _ = self.says(peers_run.check_scores, "no such word")
        self.assertIn("liar: ", outcome)
        word = self.made.queries[0].terms
        outcome, said = self.says(peers_run.check_scores, word)
        self.assertIsInstance(outcome, SystemExit)
        self.assertIn(f" {word}", said)

    def test_an_engine_that_cannot_be_built_is_named_and_skipped(self):
        def missing():
            raise engines.Unavailable("its compiler is not there")
        out = io.StringIO()
        kept = dict(engines.PEERS)
        engines.PEERS["missing"] = missing
        try:
            with contextlib.redirect_stderr(out):
                self.assertEqual(engines.build_peers(["missing"]), [])
        finally:
            engines.PEERS.clear()
            engines.PEERS.update(kept)
        self.assertIn("skipped missing: its compiler is not there", out.getvalue())


class ScoresTest(unittest.TestCase):

    def test_rounded_length(self):
        self.assertEqual([scores.rounded_length(n) for n in (0, 1, 23, 24, 39, 40, 41, 42, 43, 56, 57, 59, 60)],
                         [0, 1, 23, 24, 39, 40, 40, 42, 42, 56, 56, 56, 60])
        draw = random.Random(5)
        for _ in range(2000):
            length = draw.randrange(1, 1 << draw.randrange(1, 24))
            kept = scores.rounded_length(length)
            self.assertLessEqual(kept, length)
            self.assertLess(length - kept, max(1, length / 8))
            self.assertEqual(scores.rounded_length(kept), kept)

    def test_formula(self):
        query = collection.Query("term", "TERM", "a", (3,))
        scorer = scores.Scorer(10, 50)
        idf = math.log(1 + 7.5 / 3.5)
        self.assertAlmostEqual(scorer.score(query, "a b a c".split(), True), idf * 2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 5)))
        phrase = collection.Query("phrase", "PHRASE", "a b", (3, 10))
        both = idf + math.log(1 + 0.5 / 10.5)
        self.assertAlmostEqual(scorer.score(phrase, "a b a b c".split(), True), both * 2 / (2 + 1.2))
        self.assertEqual(scorer.score(phrase, "b a".split(), True), 0)

    def check(self, found, engine=None):
        engine = engine or engines.Engine("peer", [], [], scale=2.2, same_formula=True)
        words = {0: ["a"] * 3 + ["b"] * 60, 1: ["a", "b"], 2: ["b", "c"]}
        query = collection.Query("OR 2", "OR", "a b", (2, 3))
        scorer = scores.Scorer(3, 67)
        true = {d: engine.scale * scorer.score(query, words[d], engine.exact_lengths) for d in words}
        outcomes = {}
        scores.check_query(scorer, query, {engine: [(d, true[d] * factor) for d, factor in found]}, words, outcomes)
        return outcomes[engine.name]

    def test_right_scores_pass(self):
        outcome = self.check([(1, 1), (0, 1 + 1e-7), (2, 1)])
        self.assertEqual((outcome.problems, outcome.hits), ([], 3))

    def test_wrong_score_is_found(self):
        self.assertEqual(len(self.check([(1, 1.001), (0, 1)]).problems), 1)

    def test_missing_document_is_found(self):
        izde = engines.Engine("izde", [], [], exact_lengths=True, same_formula=True)
        peer = engines.Engine("peer", [], [], exact_lengths=True, same_formula=True)
        words = {0: ["a", "a"], 1: ["a", "b"]}
        query = collection.Query("term", "TERM", "a", (2,))
        scorer = scores.Scorer(3, 5)
        true = {d: scorer.score(query, words[d], True) for d in words}
        outcomes = {}
        scores.check_query(scorer, query, {izde: [(1, true[1])], peer: [(0, true[0])]}, words, outcomes)
        self.assertEqual([len(outcomes[name].problems) for name in ("izde", "peer")], [1, 0])


class ReportTest(unittest.TestCase):

    def test_percentiles(self):
        summary = report.summary(range(100, 0, -1))
        self.assertEqual(summary, {"mean": 50.5, "p50": 50, "p95": 95, "p99": 99})
        self.assertEqual(report.summary([7]), {"mean": 7, "p50": 7, "p95": 7, "p99": 7})

    def row(self, **options):
        return report.Row("made", "row", "us", {"izde": 6.0, "izde reordered": 1.0, "a": 10.0, "b": 8.0, "slow": 7.0}, **options)

    def test_best_peer(self):
        self.assertEqual(self.row(sampled=frozenset(["slow"])).best_peer(), ("b", 8.0))
        self.assertEqual(self.row(rivals=("a",)).best_peer(), ("a", 10.0))
        self.assertEqual(self.row(higher=True).best_peer(), ("a", 10.0))
        self.assertEqual(report.Row("made", "row", "us", {"izde": 6.0}).best_peer(), (None, None))

    def test_bars(self):
        self.assertTrue(self.row(rivals=("a",), bar=0.6).met)
        self.assertFalse(self.row(rivals=("a",), bar=0.59).met)
        self.assertIsNone(self.row().met)
        self.assertTrue(report.Row("made", "speed", "MB/s", {"izde": 30.0, "a": 10.0}, 2.0, higher=True).met)
        self.assertFalse(report.Row("made", "speed", "MB/s", {"izde": 19.0, "a": 10.0}, 2.0, higher=True).met)
        self.assertTrue(report.Row("made", "open", "ms", {"izde": 4.0}, limit=5.0).met)
        self.assertFalse(report.Row("made", "raw", "MB/s", {"izde": 39.0}, limit=40.0, higher=True).met)

    def test_rows_of_searches(self):
        queries = {name: collection.Query(name, "AND", name, ()) for name in ("AND 2", "AND 3", "AND 4-8")}
        timed = {(engine, limit): {query: factor * (i + 1) for i, query in enumerate(queries.values())}
                 for engine, factor in (("izde", 1.0), ("peer", 2.0)) for limit in report.MODES}
        rows = {row.name: row for row in report.search_rows("made", timed, {})}
        self.assertEqual(rows["TOP_10 AND all, mean"].values, {"izde": 2.0, "peer": 4.0})
        self.assertEqual(rows["TOP_10 AND all, mean"].bar, 0.7)
        self.assertEqual(rows["TOP_100 AND 3, mean"].values, {"izde": 2.0, "peer": 4.0})
        self.assertEqual(rows["COUNT AND all, p99"].values, {"izde": 3.0, "peer": 6.0})
        self.assertIsNone(rows["COUNT AND all, p99"].bar)
        self.assertNotIn("COUNT AND 2, mean", rows)
        self.assertEqual(rows["TOP_10 AND 2, p50"].ratio, 0.5)

    def test_tables(self):
        rows = [self.row(bar=0.5), report.Row("made", "TOP_10 term, mean", "us", {"izde": 1.0, "a": 4.0}, 0.5, sampled=frozenset(["b"]))]
        table = report.markdown(rows)
        self.assertIn("**0.86 (<= 0.5)**", table)
        self.assertIn("0.25 (<= 0.5) |", table)
        widths = {line.count("|") for line in table.splitlines() if line}
        self.assertEqual(widths, {8})
        out = report.results(rows)
        self.assertEqual(out[1], {"collection": "made", "row": "TOP_10 term, mean", "unit": "us", "izde": 1.0, "best_peer": 4.0, "peer": "a",
                                  "ratio": 0.25})
        page = "a\n<!-- peers: x -->\nold\n<!-- end of peers -->\nb\n"
        self.assertEqual(report.put_into_page(page, "peers", "new\n"), "a\n<!-- peers: x -->\nnew\n<!-- end of peers -->\nb\n")


class CommandTest(unittest.TestCase):

    def run_it(self, *arguments):
        return subprocess.run([sys.executable, "-B", engines.HERE / "run", *arguments], capture_output=True, text=True, timeout=300)

    def test_help_and_wrong_use(self):
        done = self.run_it("--help")
        self.assertEqual(done.returncode, 0)
        for option in "--docs", "--out", "--engines", "--reuse", "--update-docs":
            self.assertIn(option, done.stdout)
        for wrong in ["--engines", "izde,sphinx"], ["--docs", "0"], ["--collections", "web"]:
            self.assertEqual(self.run_it(*wrong).returncode, 2)

    def test_izde_alone(self):
        """The whole command over a small collection, without a peer."""
        with tempfile.TemporaryDirectory(prefix="izde-test-") as out:
            build = PROGRAMS.parents[1]
            done = self.run_it("--as-built", "--build", build, "--engines", "izde", "--docs", "300", "--queries", "8", "--out", out,
                               "--collections", "generated", "--data", "nowhere")
            self.assertEqual(done.returncode, 0, done.stderr)
            rows = {row["row"]: row for row in json.loads((pathlib.Path(out) / "results.json").read_text())}
            self.assertEqual(set(rows["indexing"]), {"collection", "row", "unit", "izde", "best_peer", "peer", "ratio"})
            self.assertGreater(rows["TOP_10 OR all, p99"]["izde"], 0)
            self.assertGreater(rows["JSON lines, whole analysis, 1 thread"]["izde"], 0)
            self.assertIn("counts are the same", done.stdout)


if __name__ == "__main__":
    unittest.main()
