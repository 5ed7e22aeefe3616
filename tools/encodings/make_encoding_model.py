#!/usr/bin/env python3
"""Counts the letter pairs that src/text/detect_encoding.cc tells encodings apart by.

make_encoding_model.py RUNNING_TEXT.jsonl[.gz] OUT.inc [SOURCE ...]   (default sources: kaznerd law_adilet)

RUNNING_TEXT holds a JSON object a line with "text" and "source": Kazakh. Russian and Ukrainian are counted over
russian.txt and ukrainian.txt beside this script, which were written for it. Three tables are written:
  kPairCost   a language, a letter or the edge of a word, the letter or edge that follows: -16 ln p.
              Kazakh is counted as written, and once in ten words as typed without Kazakh letters.
  kKindCost   a kind of character and the kind that follows (enum Kind in detect_encoding.cc): -16 ln p. Of what
              follows a Cyrillic letter, letters and all others are two groups with a sum of one each, since
              whether a word ends is for kPairCost to say.
Deterministic: the same text gives the same bytes.
"""
import collections
import gzip
import json
import math
import pathlib
import re
import sys

LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяєїґ"  # code 1 to 45; 0 is the edge of a word
OTHER = len(LETTERS) + 1  # any other Cyrillic letter
CODE = {letter: code + 1 for code, letter in enumerate(LETTERS)}
FOLD = str.maketrans("әғқңөұүһі", "агкноуухи")
FOLDED_SHARE = 0.1
UNSEEN = 0.02  # of the probability goes to pairs by how frequent the second is, and as much to all alike
TYPOGRAPHIC = "\u00a0\u00a7\u00ab\u00b0\u00b7\u00bb\u2013\u2014\u2018\u2019\u201c\u201d\u201e\u2026\u2116"
KINDS = ["space", "digit", "punctuation", "latin_lower", "latin_upper", "cyrillic_lower", "cyrillic_upper",
         "cyrillic_capitals", "typographic", "symbol", "control", "damaged"]
# What follows where nothing was counted, and a tenth of what follows elsewhere: text with markup, tables and Latin.
BASE = {"space": 0.25, "digit": 0.1, "punctuation": 0.2, "latin_lower": 0.15, "latin_upper": 0.05,
        "cyrillic_lower": 0.15, "cyrillic_upper": 0.05, "cyrillic_capitals": 0, "typographic": 0.03, "symbol": 0.01, "control": 0.001,
        "damaged": 0.0005}
BASE_SHARE = 0.1
# What follows a Latin letter is not counted: Kazakh text has few, and half of them are look-alikes in Cyrillic words.
LATIN = {"space": 0.12, "digit": 0.01, "punctuation": 0.06, "latin_lower": 0.7, "latin_upper": 0.08,
         "cyrillic_lower": 0.01, "cyrillic_upper": 0.002, "cyrillic_capitals": 0, "typographic": 0.005, "symbol": 0.001, "control": 0.0005,
         "damaged": 0.0005}
SAME_AGAIN = 0.5  # a symbol is followed by another one: lines and frames of tables
COUNTED = ("space", "digit", "punctuation", "cyrillic_lower", "cyrillic_upper", "cyrillic_capitals", "typographic")
MOST = 255


def cost(p):
    return min(MOST, round(-16 * math.log(p))) if p > 0 else MOST


def letter_code(letter):
    return CODE.get(letter, OTHER if "\u0400" <= letter <= "\u04ff" else None)


def pair_costs(texts):
    """Costs of pairs in (text, weight)."""
    pairs = collections.Counter()
    for text, weight in texts:
        for word in re.findall(r"[\u0400-\u04ff]+", text.lower()):
            codes = [0] + [letter_code(c) for c in word] + [0]
            for pair in zip(codes, codes[1:]):
                pairs[pair] += weight
    firsts, seconds = collections.Counter(), collections.Counter()
    for (first, second), count in pairs.items():
        firsts[first] += count
        seconds[second] += count
    total = sum(seconds.values())
    rows = []
    for first in range(OTHER + 1):
        row = []
        for second in range(OTHER + 1):
            p = UNSEEN * seconds[second] / total + UNSEEN / (OTHER + 1)
            if firsts[first]:
                p += (1 - 2 * UNSEEN) * pairs[first, second] / firsts[first]
            row.append(MOST if first == second == 0 else cost(p))
        rows.append(row)
    return rows


def kind_of(c):
    if letter_code(c.lower()):
        return "cyrillic_upper" if c.isupper() else "cyrillic_lower"
    if c in " \t\r\n":
        return "space"
    if c < "\x20" or "\x7f" <= c < "\xa0":
        return "control"
    if c < "\x80":
        if c.isalpha():
            return "latin_upper" if c.isupper() else "latin_lower"
        return "digit" if c.isdigit() else "punctuation"
    return "typographic" if c in TYPOGRAPHIC else "symbol"


def kinds_of(text):
    kinds = ["space"]
    for kind in map(kind_of, text):
        if kind == "cyrillic_upper" and kinds[-1] in ("cyrillic_upper", "cyrillic_capitals"):
            kind = "cyrillic_capitals"
        kinds.append(kind)
    return kinds + ["space"]


def kind_costs(texts):
    pairs = collections.Counter()
    for kinds in map(kinds_of, texts):
        pairs.update(zip(kinds, kinds[1:]))
    rows = []
    for first in KINDS:
        cyrillic = first.startswith("cyrillic")
        base = dict(LATIN if first.startswith("latin") else BASE)
        if first == "symbol":
            base = {k: p * (1 - SAME_AGAIN) + (SAME_AGAIN if k == first else 0) for k, p in base.items()}
        row = {}
        for inside in (True, False):
            group = [k for k in KINDS if not cyrillic or k.startswith("cyrillic") == inside]
            all_counted = sum(pairs[first, k] for k in group)
            all_base = sum(base[k] for k in group)
            for k in group:
                share = BASE_SHARE if all_counted and first in COUNTED else 1
                p = share * base[k] / all_base
                if share < 1:
                    p += (1 - share) * pairs[first, k] / all_counted
                row[k] = cost(p)
        if cyrillic:  # far rarer inside words than any base would have it
            letters = sum(pairs[first, k] for k in KINDS if k.startswith("cyrillic"))
            for k in ("cyrillic_upper", "cyrillic_capitals"):
                row[k] = cost(pairs[first, k] / letters)
        rows.append([row[k] for k in KINDS])
    return rows


def main():
    path, out_path, sources = sys.argv[1], sys.argv[2], sys.argv[3:] or ["kaznerd", "law_adilet"]
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    kazakh = [item["text"] for item in items if item["source"] in sources]
    here = pathlib.Path(__file__).resolve().parent
    russian, ukrainian = ((here / name).read_text(encoding="utf-8") for name in ("russian.txt", "ukrainian.txt"))
    languages = [
        ("Kazakh", [(text, 1 - FOLDED_SHARE) for text in kazakh]
                   + [(text.lower().translate(FOLD), FOLDED_SHARE) for text in kazakh]),
        ("Russian", [(russian, 1)]),
        ("Ukrainian", [(ukrainian, 1)]),
    ]
    with open(out_path, "w", encoding="utf-8") as out:
        out.write("// Generated by tools/encodings/make_encoding_model.py from counts over " + " and ".join(sources) + ",\n"
                  "// and over Russian and Ukrainian text written for it; do not edit.\n// clang-format off\n")
        out.write(f"constexpr std::uint8_t kPairCost[{len(languages)}][{OTHER + 1}][{OTHER + 1}] = {{\n")
        for name, texts in languages:
            out.write(f"{{  // {name}\n")
            for row in pair_costs(texts):
                out.write("{" + ",".join(map(str, row)) + "},\n")
            out.write("},\n")
        out.write("};\n")
        out.write(f"constexpr std::uint8_t kKindCost[{len(KINDS)}][{len(KINDS)}] = {{\n")
        for kind, row in zip(KINDS, kind_costs(kazakh)):
            out.write("{" + ",".join(map(str, row)) + "},  // " + kind + "\n")
        out.write("};\n")


if __name__ == "__main__":
    main()
