"""Counts of the words of the running text whose licence lets counts be published."""

import collections
import gzip
import json
import re

import grammar as g

SOURCES = ("kaznerd", "law_adilet")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def word_counts(path):
    """Counter of words in the grammar's letters, lower case; parts of hyphenated words count apart."""
    counts = collections.Counter()
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            item = json.loads(line)
            if item["source"] not in SOURCES:
                continue
            for token in WORD.findall(item["text"].lower()):
                for part in token.split("-"):
                    letters = g.internal(part)
                    if letters:
                        counts[letters] += 1
    return counts
