"""What is measured: one function a section. Each gives rows of figures, bars and peers (docs/quality.md)."""
import collections
import dataclasses
import gzip
import json
import pathlib
import random
import subprocess

import damage
import headwords
import measures
from table import Row


@dataclasses.dataclass
class Context:
    build: pathlib.Path
    data: pathlib.Path
    english: pathlib.Path
    scratch: pathlib.Path

    def izde(self, *arguments, lines=None):
        """Runs the program over lines; returns its lines."""
        done = subprocess.run([self.build / "examples/cli/izde", *arguments], capture_output=True, text=True, check=True,
                              input=None if lines is None else "\n".join(lines) + "\n")
        return done.stdout.split("\n")[:-1]

    def table(self, path):
        """Rows of a TSV file without its heading."""
        with open(self.data / path, encoding="utf8") as file:
            next(file)
            return [line.rstrip("\n").split("\t") for line in file]

    def json_lines(self, path):
        with gzip.open(self.data / path, "rt", encoding="utf8") as file:
            return [json.loads(line) for line in file]

    def unpacked(self, path):
        """A JSONL file as `izde index` reads it."""
        plain = self.scratch / pathlib.Path(path).stem
        if not plain.exists():
            plain.write_bytes(gzip.open(self.data / path).read())
        return plain

    def clean_lines(self):
        with open(self.data / "text/clean.txt", encoding="utf8") as file:
            return [line.rstrip("\n") for line in file if line.strip()]

    def benchmarks(self, program, *flags):
        """Results of Google Benchmark by name."""
        done = subprocess.run([self.build / "bench" / program, "--benchmark_format=json", *flags], capture_output=True,
                              text=True, check=True)
        return {b["name"].split("/")[0]: b for b in json.loads(done.stdout)["benchmarks"]}


def stemming(context):
    lemmas = collections.defaultdict(set)
    for form, lemma, _ in context.table("stem/dev.tsv"):
        lemmas[form].add(lemma)
    gold = {form: min(of) for form, of in lemmas.items() if len(of) == 1}  # the others need context
    stem = lambda words: dict(line.split("\t") for line in context.izde("stem", lines=words))
    precision, recall, f1 = measures.conflation(gold, stem(list(gold)))

    running = sorted({w for d in context.json_lines("text/running_text.jsonl.gz") for w in d["text"].lower().split()
                      if w.isalpha()})
    stems = sorted(set(stem(running).values()))
    unstable = sum(a != b for a, b in stem(stems).items())

    count = headwords.headwords(context.data / "stem/dev.tsv")
    damaged = headwords.damaged_of(count, stem(sorted(count)))
    section = f"stemming, {len(gold):,} words"
    return [
        Row(section, "pairwise F1", f1, ">= 0.9", peer="apertium-kaz 0.908, kaznlp 0.729, pg_kazsearch 0.673", digits=3),
        Row(section, "precision", precision, ">= 0.87", peer="apertium-kaz 0.865, pg_kazsearch 0.847", digits=3),
        Row(section, "recall", recall, peer="apertium-kaz 0.956, pg_kazsearch 0.558", digits=3),
        Row(section, f"stems that change when stemmed, of {len(running):,} words", unstable, "= 0", digits=0),
        Row(section, f"headwords turned into another, of {len(count):,}", 100 * len(damaged) / len(count), "<= 2",
            "%", "pg_kazsearch 4.2 %"),
        Row(section, "the same, weighed by frequency", 100 * sum(count[w] for w in damaged) / count.total(), "", "%"),
    ]


def repair(context):
    clean = context.clean_lines()
    section = f"repair, {len(clean):,} lines: damaged words given back"
    spoiled, whole = 0, 0
    rows = []
    for name, (how, bar, peer) in damage.KINDS.items():
        chance = random.Random(name)
        bad = [how(line, chance).replace("\r", "").replace("\u0085", "…") for line in clean]
        hurt, healed, _, _ = measures.repaired(clean, bad, context.izde("repair", lines=bad))
        rows.append(Row(section, name, 100 * healed / hurt, f">= {bar}", "%", f"ftfy 6: {peer} %"))
    _, _, whole, spoiled = measures.repaired(clean, clean, context.izde("repair", lines=clean))
    rows.append(Row(section, "clean words spoiled, of 10,000", 1e4 * spoiled / whole, "<= 0.1"))
    return rows


FOLDED = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
# The keys of the Kazakh keyboard in the Latin layout: the row of digits has letters of its own.
TYPED_IN_LATIN = str.maketrans("әіңғүұқөһйцукенгшщзхъфывапролджэячсмитьбюё",
                               "234589" + "0-=" + "qwertyuiop[]asdfghjkl;'zxcvbnm,.`")
# Encodings that hold Kazakh letters, and those that Kazakh reaches with Russian letters in their place.
ENCODINGS = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16BE", "kz1048": "KZ-1048", "ptcp154": "PT154",
             "cp1251": "windows-1251", "cp866": "CP866", "koi8-r": "KOI8-R"}
PIECES = 500  # of each
WITHOUT_KAZAKH = ("cp1251", "cp866", "koi8-r")


def encodings(context):
    """Pieces of running text of some 200 bytes, each in each encoding, told from its bytes alone."""
    text = " ".join(context.clean_lines())
    right = total = 0
    of_each = {}
    for codec, name in ENCODINGS.items():
        letters = text.translate(FOLDED) if codec in WITHOUT_KAZAKH else text
        letters = letters.encode(codec, "ignore").decode(codec)
        width = len(letters[:10000].encode(codec)) / 10000
        pieces, files = [], []
        for number in range(PIECES):
            begin = number * (len(letters) // PIECES)
            pieces.append(letters[begin:begin + int(210 / width)].replace("\r", " "))
            files.append(context.scratch / f"{codec}.{number}")
            files[-1].write_bytes((pieces[-1] + "\n").encode(codec))
        got = context.izde("repair", "--level", "off", "--encoding", "auto", *map(str, files))
        of_each[name] = sum(a == b for a, b in zip(pieces, got, strict=True))
        right, total = right + of_each[name], total + len(pieces)
    worst = min(of_each, key=of_each.get)
    section = f"encodings told from bytes, {total:,} pieces of 200 to 230 bytes"
    return [
        Row(section, f"text read right, {len(ENCODINGS)} encodings", 100 * right / total, ">= 99.5", "%"),
        Row(section, f"the hardest, {worst}", 100 * of_each[worst] / PIECES, "", "%"),
    ]


def alphabets(context):
    section = "alphabets: words exact"
    latin = context.table("scripts/latin2021.dev.tsv")
    arabic = context.table("scripts/arabic.dev.tsv")
    from_latin = context.izde("transliterate", "--from", "latin2021", "--to", "cyrillic", lines=[r[1] for r in latin])
    from_arabic = context.izde("transliterate", "--from", "arabic", "--to", "cyrillic", lines=[r[1] for r in arabic])
    rows = [
        Row(section, "Latin of 2021 to Cyrillic", 100 * measures.word_exact([r[0] for r in latin], from_latin), ">= 97", "%"),
        # The Arabic alphabet has no capitals.
        Row(section, "Arabic to Cyrillic, case aside",
            100 * measures.word_exact([r[0].lower() for r in arabic], [l.lower() for l in from_arabic]), ">= 93", "%"),
    ]
    with open(context.english, encoding="utf8") as file:
        words = [w for w in map(str.strip, file) if w.isascii() and w.isalpha() and len(w) > 1]
    words = random.Random(1).sample(words, 10000)
    taken = [line for line in context.izde("analyze", lines=words) if any("\u0400" <= c <= "\u04ff" for c in line)]
    rows.append(Row(section, "English words taken for Kazakh, of 10,000", 100 * len(taken) / len(words), "<= 0.5", "%"))
    return rows


def retrieval(context):
    with open(context.data / "retrieval/dev.queries.tsv", encoding="utf8") as file:
        queries = [line.rstrip("\n").split("\t") for line in file]
    judgements = collections.defaultdict(dict)
    with open(context.data / "retrieval/dev.qrels", encoding="utf8") as file:
        for line in file:
            query, _, document, gain = line.split()
            judgements[query][document] = int(gain)
    plain = context.unpacked("retrieval/corpus.jsonl.gz")
    index = context.scratch / "retrieval.izde"
    context.izde("index", str(index), str(plain))

    def figures(texts):
        asked = context.scratch / "queries.tsv"
        asked.write_text("".join(f"{q}\t{t}\n" for (q, _), t in zip(queries, texts)))
        run = collections.defaultdict(list)
        for line in context.izde("search", str(index), "--queries", str(asked), "--trec", "-"):
            query, _, document, _, _, _ = line.split()
            run[query].append(document)
        return (measures.over_queries(measures.ndcg, judgements, run, 10),
                measures.over_queries(measures.recall, judgements, run, 100))

    written = figures([t for _, t in queries])
    folded = figures([t.translate(FOLDED) for _, t in queries])
    keys = figures([t.lower().strip("?!. ").translate(TYPED_IN_LATIN) for _, t in queries])
    section = f"retrieval, {len(judgements)} questions over 6,074 passages, defaults"
    return [
        Row(section, "nDCG@10", written[0], ">= 0.78",
            peer="no stemming 0.621, apertium-kaz 0.710, pg_kazsearch 0.719, five letters 0.741", digits=3),
        Row(section, "recall@100", written[1], ">= 0.965",
            peer="no stemming 0.833, apertium-kaz 0.941, pg_kazsearch 0.946, five letters 0.951", digits=3),
        Row(section, "typed without Kazakh letters: nDCG@10 kept", 100 * folded[0] / written[0], ">= 95", "%"),
        Row(section, "typed in the Latin keyboard layout: nDCG@10 kept", 100 * keys[0] / written[0], "", "%"),
    ]


def restoring(context):
    """Words typed without Kazakh letters, each alone, with the vocabulary of an index of running text."""
    typed = context.table("repair/missing_letters.dev.tsv")
    plain = context.unpacked("text/running_text.jsonl.gz")
    index = context.scratch / "running.izde"
    context.izde("index", str(index), str(plain))
    words = [row[0] for row in typed]
    exact = lambda *flags: 100 * sum(
        line.split("\t")[1] == row[1].lower()
        for line, row in zip(context.izde("restore", *flags, lines=words), typed, strict=True)) / len(typed)
    section = f"words typed without Kazakh letters, {len(typed):,}, restored exactly"
    return [
        Row(section, "with the words of an index", exact("--index", str(index)), ">= 90", "%"),
        Row(section, "without", exact(), "", "%"),
    ]


def speed(context):
    """Over running text, one thread; ratios are of one run."""
    plain = context.unpacked("text/running_text.jsonl.gz")
    steps = context.benchmarks("micro/izde_text_bench", f"--jsonl={plain}",
                               "--benchmark_filter=^(stem|analyze_clean|analyze_without_repair|icu_break_fold_nfc)$")
    rate = {name: b["bytes_per_second"] / 1e6 for name, b in steps.items()}
    whole = rate["analyze_clean"]
    section = "speed, running text, one thread"
    return [
        Row(section, "whole analysis", whole, ">= 100", "MB/s", f"ICU {rate['icu_break_fold_nfc']:.0f} MB/s", 0),
        Row(section, "the same, times ICU's word breaks, case folding and NFC", whole / rate["icu_break_fold_nfc"], ">= 8",
            digits=1),
        Row(section, "share of it that goes into repair, mending included", 100 * (1 - whole / rate["analyze_without_repair"]), "", "%",
            digits=1),
        Row(section, "stemming, different words, no cache", steps["stem"]["words_per_second"] / 1e6, ">= 3",
            "million words/s", "pg_kazsearch 0.2, apertium-kaz 0.1", 1),
    ]


SECTIONS = [stemming, repair, encodings, alphabets, restoring, retrieval, speed]
