#!/usr/bin/env python3
"""Figures that say whether a collection looks like running Kazakh text.

    statistics.py FILE.jsonl[.gz] ...    a column a file, '-' is stdin

A word is a run of letters, lower case, at least one of them Cyrillic; `ё` stays. The text of a document is
its `body`, or `text` where there is none; titles are left out. The lines are shuffled with a fixed seed, so that
a collection sorted by source grows its vocabulary as a mixed one does, and only the first --tokens words count,
because nearly every figure here depends on size.

"Inflected" is an estimate that needs no dictionary: the word ends in one of the endings below and leaves a
stem of two letters or more with a vowel in it. It is the same estimate for every column, not the true share.
"""
import argparse
import collections
import gzip
import io
import json
import random
import re
import sys

WORD = re.compile(r"[^\W\d_]+")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
SENTENCE_END = re.compile(r"[.!?…]+[»\"”)]*\s+(?=[«\"“(–—-]*\s*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])|\n+")
VOWELS = "аәеёиоөуұүыіэюя"

CASE = ("ның нің дың дің тың тің ны ні ды ді ты ті ға ге қа ке на не да де та те нда нде дан ден тан тен нан нен "
        "мен бен пен дағы дегі тағы тегі ндағы ндегі").split()
NUMBER = "лар лер дар дер тар тер".split()
OWNER = "сы сі ымыз іміз ыңыз іңіз ым ім ың ің".split()
VERB = ("ған ген қан кен атын етін йтын йтін ады еді йды йді ып іп мақ мек бақ бек пақ пек ыпты іпті "
        "ар ер мас мес бас бес пас пес са се май мей бай бей пай пей").split()
ENDING = re.compile("(?:%s)$" % "|".join(sorted(
    {a for a in CASE + NUMBER + OWNER + VERB} | {o + "н" for o in ("сы", "сі", "ы", "і")}, key=len, reverse=True)))


def is_inflected(word):
    found = ENDING.search(word)
    stem = word[:found.start()] if found else ""
    return len(stem) >= 2 and any(c in VOWELS for c in stem)


def read(path):
    if path == "-":
        lines = sys.stdin
    elif path.endswith(".gz"):
        lines = io.TextIOWrapper(gzip.open(path), encoding="utf-8")
    else:
        lines = open(path, encoding="utf-8")
    texts = []
    for line in lines:
        document = json.loads(line)
        texts.append(document.get("body") or document.get("text", ""))
    random.Random(1).shuffle(texts)
    return texts


def clustering(texts):
    """How many of their middling roots two texts share that share a rare root, and two that need not.

    Over the first 3,000 texts of 60 to 90 words; a root is the first six letters, rare is in 2 to 5 texts, middling in
    under one text of thirty. None when there are too few texts."""
    documents, containing = [], collections.defaultdict(list)
    for text in texts:
        words = WORD.findall(text.lower())
        if 60 <= len(words) <= 90 and len(documents) < 3000:
            documents.append({w[:6] for w in words})
            for root in documents[-1]:
                containing[root].append(len(documents) - 1)
    pairs = [p for p in containing.values() if 2 <= len(p) <= 5]
    if len(documents) < 500 or not pairs:
        return None, None

    def shared(a, b):
        return sum(30 * len(containing[r]) < len(documents) for r in documents[a] & documents[b])

    half = len(documents) // 2
    return (sum(shared(p[0], p[1]) - 1 for p in pairs) / len(pairs),
            sum(shared(p[0], (p[1] + half) % len(documents)) for p in pairs) / len(pairs))


def figures(texts, limit):
    counts, in_documents, repeated = collections.Counter(), collections.Counter(), collections.Counter()
    growth, lengths, sentences = {}, [], []
    tokens = letters = inflected = 0
    for text in texts:
        words = [w for w in WORD.findall(text.lower()) if CYRILLIC.search(w)]
        for word in words:
            counts[word] += 1
            tokens += 1
            letters += len(word)
            if tokens in (10_000, 100_000, 500_000, 1_000_000):
                growth[tokens] = len(counts)
        inflected += sum(map(is_inflected, words))
        lengths.append(len(words))
        sentences += [n for n in (len(WORD.findall(s)) for s in SENTENCE_END.split(text)) if n]
        if 40 <= len(words) <= 150:  # documents of one size, or longer ones would repeat more
            for word, n in collections.Counter(words).items():
                in_documents[word] += 1
                repeated[word] += n > 1
        if tokens >= limit:
            break
    ranked = [n for _, n in counts.most_common()]
    content = [w for w in in_documents if 5 <= counts[w] <= tokens // 2000]
    lengths.sort()

    related, unrelated = clustering(texts)

    def share(n):
        return f"{100 * sum(ranked[:n]) / tokens:.1f} %"

    yield "documents", f"{len(lengths):,}"
    yield "words", f"{tokens:,}"
    yield "words a document, mean", f"{tokens / len(lengths):.1f}"
    yield "words a document, median", f"{lengths[len(lengths) // 2]}"
    yield "words a sentence, mean", f"{sum(sentences) / len(sentences):.1f}"
    yield "words a sentence, median", f"{sorted(sentences)[len(sentences) // 2]}"
    yield "letters a word, mean over words", f"{letters / tokens:.2f}"
    yield "letters a word, mean over types", f"{sum(map(len, counts)) / len(counts):.2f}"
    for n in (10_000, 100_000, 500_000, 1_000_000):
        yield f"types after {n:,} words", f"{growth[n]:,}" if n in growth else "-"
    yield "types seen once", f"{100 * sum(n == 1 for n in ranked) / len(ranked):.1f} %"
    for n in (10, 100, 1000, 10_000):
        yield f"share of the top {n:,} types", share(n)
    yield "inflected words (estimate)", f"{100 * inflected / tokens:.1f} %"
    yield "inflected types (estimate)", f"{100 * sum(map(is_inflected, counts)) / len(counts):.1f} %"
    met = sum(in_documents[w] for w in content)
    yield "word again in its document", f"{100 * sum(repeated[w] for w in content) / met:.1f} %" if met else "-"
    yield "roots shared by related texts / by any", f"{related:.2f} / {unrelated:.2f}" if related is not None else "-"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--tokens", type=int, default=550_000, help="words counted of each file (default %(default)s)")
    args = parser.parse_args()
    columns = [dict(figures(read(path), args.tokens)) for path in args.files]
    print("| figure | " + " | ".join(args.files) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for name in columns[0]:
        print(f"| {name} | " + " | ".join(c[name] for c in columns) + " |")


if __name__ == "__main__":
    main()
