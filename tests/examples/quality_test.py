"""The sample collection: search quality may not fall. Figures and floors are below."""
import collections
import json
import math

from program import SOURCE, ProgramTest, main

DATA = SOURCE / "examples/data"
NDCG_FLOOR = 0.92
RECALL_FLOOR = 0.9


def read_qrels(path):
    grades = collections.defaultdict(dict)
    for line in path.read_text(encoding="utf8").splitlines():
        qid, _, document, grade = line.split()
        grades[qid][document] = int(grade)
    return grades


def ndcg(grades, ranked, depth=10):
    gain = sum(grades.get(d, 0) / math.log2(i + 2) for i, d in enumerate(ranked[:depth]))
    best = sorted(grades.values(), reverse=True)[:depth]
    return gain / sum(g / math.log2(i + 2) for i, g in enumerate(best))


class QualityTest(ProgramTest):

    def ranking(self, queries, *options):
        run = self.izde("search", self.index, "--queries", queries, "--trec", "-", *options)
        ranked = collections.defaultdict(list)
        for line in run.splitlines():
            qid, _, document, rank, _, _ = line.split()
            ranked[qid].append(document)
            self.assertEqual(int(rank), len(ranked[qid]))
        return ranked

    def setUp(self):
        super().setUp()
        self.izde("index", self.index, DATA / "texts.jsonl", "--keyword", "source", "--date", "published")

    def texts(self):
        return [json.loads(line) for line in (DATA / "texts.jsonl").read_text(encoding="utf8").splitlines()]

    def test_sample_queries(self):
        texts = self.texts()
        grades = read_qrels(DATA / "qrels.txt")
        queries = dict(line.split("\t") for line in (DATA / "queries.tsv").read_text(encoding="utf8").splitlines())
        self.assertGreaterEqual(len(texts), 60)
        self.assertGreaterEqual(len(queries), 25)
        self.assertEqual(set(queries), set(grades))
        self.assertLessEqual({d for g in grades.values() for d in g}, {text["id"] for text in texts})

        ranked = self.ranking(DATA / "queries.tsv")
        scores = {qid: ndcg(grades[qid], ranked[qid]) for qid in queries}
        recalls = {qid: len({d for d, g in grades[qid].items() if g > 0} & set(ranked[qid][:10]))
                   / min(10, sum(g > 0 for g in grades[qid].values())) for qid in queries}
        for qid in sorted(scores, key=scores.get)[:5]:
            print(f"weakest: {qid} nDCG@10 {scores[qid]:.3f}  {queries[qid]}")
        mean = sum(scores.values()) / len(scores)
        recall = sum(recalls.values()) / len(recalls)
        print(f"nDCG@10 {mean:.3f} (floor {NDCG_FLOOR})  recall@10 {recall:.3f} (floor {RECALL_FLOOR})")
        self.assertGreaterEqual(mean, NDCG_FLOOR)
        self.assertGreaterEqual(recall, RECALL_FLOOR)

    def test_legacy_files(self):
        texts = {text["id"]: text for text in self.texts()}
        for name, encoding, original in ("kz1048.txt", "KZ-1048", "t31"), ("utf16le.txt", "UTF-16", "t20"):
            index = self.folder / name
            self.izde("index", index, DATA / "legacy" / name, "--encoding", encoding)
            title = texts[original]["title"]
            hit = json.loads(self.izde("search", "--json", "--words", index, title))["hits"][0]
            self.assertEqual(hit["fields"]["body"].splitlines(), [title, "", texts[original]["body"]])


if __name__ == "__main__":
    main()
