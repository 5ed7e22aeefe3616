"""Counts of the words of the running text whose licence lets counts be published."""

import collections
import gzip
import json
import re

import grammar as g

SOURCES = ("kaznerd", "law_adilet")
TOKEN = re.compile(r"\w+(?:-\w+)*")


def parts(token):
    """Parts of a hyphenated word; not the endings of numbers and acronyms (20-дан, АҚШ-тың)."""
    whole = token.split("-")
    for before, part in zip([""] + whole, whole):
        if not (before.isupper() or any(c.isdigit() for c in before)):
            yield part


def word_counts(path):
    """Counter of words in the grammar's letters, lower case; parts of hyphenated words count apart."""
    counts = collections.Counter()
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            item = json.loads(line)
            if item["source"] not in SOURCES:
                continue
            for token in TOKEN.findall(item["text"]):
                for part in parts(token):
                    letters = g.internal(part.lower())
                    if letters:
                        counts[letters] += 1
    return counts
