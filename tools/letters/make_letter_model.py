#!/usr/bin/env python3
"""Counts running Kazakh text into the letter model that src/text/repair_model.cc reads.

make_letter_model.py RUNNING_TEXT.jsonl[.gz] OUT.inc [SOURCE ...]   (default sources: kaznerd law_adilet)

RUNNING_TEXT holds a JSON object a line with "text" and "source". Two tables are written, both open hash
tables with linear probing, entries of 32 bits, 0 for empty:
  kLetterTable  n-grams of 2 to 5 letters over the distinct words (each counted 1 + ln of its frequency), with
                interpolated Witten-Bell probabilities: fingerprint 16 bits, -16 ln p 8 bits, -16 ln back-off 8 bits
  kWordTable    the words: fingerprint 22 bits, how they are capitalised 2 bits, 16 ln of their frequency 8 bits
  kPairTable    neighbour words: fingerprint 22 bits, how the second is capitalised there 2 bits, and 8 bits of
                128 + 16 ln (how often / how often by chance). Kept are pairs that can decide something: one of the two
                has a rival that differs in Kazakh letters alone, or the second is written in both cases. Likewise the
                last two letters of a first word that ends in ң or қ, and the last three of the second.
Deterministic: the same text gives the same bytes.
"""
import collections
import gzip
import json
import math
import re
import sys

LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"  # code 1 to 42; 0 is the edge of a word
CODE = {letter: code + 1 for code, letter in enumerate(LETTERS)}
WORD = re.compile(r"[^\W\d_]+")
ORDER = 5
LETTER_SLOTS = 110_000
WORD_SLOTS = 49_152
PAIR_SLOTS = 40_960
LOST = "әғқңөұүһ"  # what windows-1251 lacks
PRIOR_PAIRS = 0.5  # added to what was counted of a pair, and to what was to be expected
MASK = (1 << 64) - 1


def mixed(key):
    """The finaliser of src/text/repair_model.cc."""
    key ^= key >> 32
    key = key * 0x9E3779B97F4A7C15 & MASK
    key ^= key >> 29
    key = key * 0xBF58476D1CE4E5B9 & MASK
    return key ^ key >> 32


def ngram_key(codes):
    key = len(codes)
    for code in codes:
        key = key << 6 | code
    return mixed(key)


def word_key(codes):
    key = 0
    for code in codes:
        key = (key * 0x100000001B3 + code) & MASK
    return mixed(key ^ len(codes) << 56)


def pair_key(first, second):
    return mixed((word_key(first) * 0x9E3779B97F4A7C15 + word_key(second)) & MASK)


class Table:
    def __init__(self, slots, fingerprint_bits):
        self.entries = [0] * slots
        self.bits = fingerprint_bits

    def put(self, key, payload):
        slot = (key >> 32) * len(self.entries) >> 32
        fingerprint = (key & (1 << self.bits) - 1) or 1
        while self.entries[slot]:
            if self.entries[slot] >> 32 - self.bits == fingerprint:
                return  # as good as the same key: what came first (the more frequent) stays
            slot = (slot + 1) % len(self.entries)
        self.entries[slot] = fingerprint << 32 - self.bits | payload


def read_words(path, sources):
    """Frequency of each word in lower case and of each pair of neighbours, and how often a word, or the second of
    a pair, was written Capitalised or in CAPITALS where no sentence begins."""
    count = collections.Counter()
    pairs = collections.Counter()
    shapes = collections.defaultdict(collections.Counter)
    opened = gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8")
    with opened as lines:
        for line in lines:
            item = json.loads(line)
            if item["source"] not in sources:
                continue
            text = item["text"]
            first, first_end = None, 0
            for match in WORD.finditer(text):
                word = match[0].lower()
                neighbour = first if text[first_end:match.start()] in (" ", "-", "\u00a0") else None
                first, first_end = None, match.end()
                if not all(letter in CODE for letter in word):
                    continue
                count[word] += 1
                first = word
                if neighbour:
                    pairs[neighbour, word] += 1
                before = text[:match.start()].rstrip("«»“”\"'( \u00a0–—-")[-1:]
                if before and before not in ".!?…:;\n":
                    shape = ("lower" if match[0] == word else
                             "capitals" if len(word) > 1 and match[0].isupper() else "title")
                    shapes[word][shape] += 1
                    if neighbour:
                        shapes[neighbour, word][shape] += 1
    return count, pairs, shapes


def probabilities(count):
    """Interpolated Witten-Bell: p[n-gram] and back-off[context], contexts of 0 to ORDER - 1 letters."""
    weight = [collections.Counter() for _ in range(ORDER + 1)]
    for word in sorted(count):
        codes = (0,) + tuple(CODE[letter] for letter in word) + (0,)
        once = 1 + math.log(count[word])
        for end in range(2, len(codes) + 1):
            for length in range(1, min(ORDER, end) + 1):
                weight[length][codes[end - length:end]] += once
    total, kinds = collections.Counter(), collections.Counter()
    for length in range(1, ORDER + 1):
        for ngram, w in weight[length].items():
            total[ngram[:-1]] += w
            kinds[ngram[:-1]] += 1
    p, back_off = {}, {}
    codes = len(LETTERS) + 1
    for code in range(codes):
        p[(code,)] = (weight[1][(code,)] + 0.5) / (total[()] + 0.5 * codes)
    for length in range(2, ORDER + 1):
        for ngram, w in weight[length].items():
            context = ngram[:-1]
            shorter = p[ngram[1:]]
            p[ngram] = (w + kinds[context] * shorter) / (total[context] + kinds[context])
    for context in kinds:
        if context:
            back_off[context] = kinds[context] / (total[context] + kinds[context])
    return p, back_off


def sixteenths(probability):
    return min(255, max(0, round(-16 * math.log(probability))))


def letter_table(p, back_off):
    table = Table(LETTER_SLOTS, 16)
    # A context that was never an n-gram itself (it begins a word) still needs its back-off.
    keys = {k for k in p if len(k) > 1} | {k for k in back_off if len(k) > 1}
    for ngram in sorted(keys, key=lambda k: (len(k), k)):
        probability = sixteenths(p[ngram]) if ngram in p else 255
        table.put(ngram_key(ngram), probability << 8 | sixteenths(back_off.get(ngram, 1.0)))
    return table.entries


LOWER, EITHER, TITLE, CAPITALS = range(4)


def case_of(seen):
    total = sum(seen.values())
    if not total:
        return EITHER
    if seen["capitals"] / total > 0.5:
        return CAPITALS
    if seen["title"] / total > 0.5:
        return TITLE
    return EITHER if seen["lower"] / total < 0.8 else LOWER


def codes_of(word):
    return [CODE[letter] for letter in word]


def word_table(count, shapes):
    table = Table(WORD_SLOTS, 22)
    for word in sorted(count, key=lambda w: (-count[w], w)):
        frequency = min(255, round(16 * math.log(count[word])))
        table.put(word_key(codes_of(word)), case_of(shapes[word]) << 8 | frequency)
    return table.entries


def bonus(both, first, share_of_second):
    ratio = (both + PRIOR_PAIRS) / (first * share_of_second + PRIOR_PAIRS)
    return min(255, max(1, round(128 + 16 * math.log(ratio))))


def pair_table(count, pairs, shapes):
    total = sum(count.values())
    fold = str.maketrans(dict.fromkeys(LOST + "і", "?"))
    rivals = collections.Counter(word.translate(fold) for word in count)

    def decides(first, second):
        seen = shapes[second]
        share = seen["title"] / max(1, sum(seen.values()))
        both_cases = second[0] in LOST and 0.02 < share < 0.98
        return both_cases or rivals[first.translate(fold)] > 1 or rivals[second.translate(fold)] > 1

    table = Table(PAIR_SLOTS, 22)
    kept = [pair for pair in pairs if decides(*pair)]
    for first, second in sorted(kept, key=lambda p: (-pairs[p], p)):
        value = bonus(pairs[first, second], count[first], count[second] / total)
        table.put(pair_key(codes_of(first), codes_of(second)), case_of(shapes[first, second]) << 8 | value)
    ends, firsts, seconds = collections.Counter(), collections.Counter(), collections.Counter()
    for (first, second), times in pairs.items():
        if len(second) < 3 or len(first) < 4:
            continue
        seconds[second[-3:]] += times
        if first[-1] in "ңқ":
            firsts[first[-2:]] += times
            ends[first[-2:], second[-3:]] += times
    all_pairs = sum(seconds.values())
    for first, second in sorted((e for e in ends if ends[e] > 2), key=lambda e: (-ends[e], e)):
        value = bonus(ends[first, second], firsts[first], seconds[second] / all_pairs)
        table.put(pair_key(codes_of(first), codes_of(second)), EITHER << 8 | value)
    print(f"{len(kept)} pairs, {sum(map(bool, table.entries))} with endings", file=sys.stderr)
    return table.entries


def rows(values):
    return "\n".join("".join(f"{v:#x}," for v in values[i:i + 12]) for i in range(0, len(values), 12))


def main():
    path, out, sources = sys.argv[1], sys.argv[2], sys.argv[3:] or ["kaznerd", "law_adilet"]
    count, pairs, shapes = read_words(path, set(sources))
    p, back_off = probabilities(count)
    edge = [sixteenths(p[(code,)]) for code in range(len(LETTERS) + 1)]
    edge_back_off = [sixteenths(back_off.get((code,), 1.0)) for code in range(len(LETTERS) + 1)]
    with open(out, "w", encoding="utf8") as f:
        f.write(f"""// Generated by tools/letters/make_letter_model.py from counts over {' and '.join(sources)}; do not edit.
// clang-format off
constexpr double kWordTotal = {sum(count.values())};
constexpr std::uint8_t kLetterCost[] = {{{','.join(map(str, edge))}}};
constexpr std::uint8_t kLetterBackOff[] = {{{','.join(map(str, edge_back_off))}}};
constexpr std::uint32_t kLetterTable[] = {{
{rows(letter_table(p, back_off))}
}};
constexpr std::uint32_t kWordTable[] = {{
{rows(word_table(count, shapes))}
}};
constexpr std::uint32_t kPairTable[] = {{
{rows(pair_table(count, pairs, shapes))}
}};
// clang-format on
""")
    print(f"{len(count)} words, {len(p)} n-grams", file=sys.stderr)


if __name__ == "__main__":
    main()
