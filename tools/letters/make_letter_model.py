#!/usr/bin/env python3
"""Counts running Kazakh text into the letter model that src/text/repair_model.cc reads.

make_letter_model.py RUNNING_TEXT.jsonl[.gz] OUT.inc [SOURCE ...]   (default sources: kaznerd law_adilet)

RUNNING_TEXT holds a JSON object a line with "text" and "source". The tables written are open hash
tables with linear probing, entries of 32 bits, 0 for empty. How a word is capitalised takes 4 bits (case_of()):
  kLetterTable  n-grams of 2 to 5 letters over the distinct words (each counted 1 + ln of its frequency), with
                interpolated Witten-Bell probabilities: fingerprint 16 bits, -16 ln p 8 bits, -16 ln back-off 8 bits
  kWordTable    the words: fingerprint 20 bits, case 4 bits, 16 ln of their frequency 8 bits; acronyms.txt too
  kPairTable    neighbour words: fingerprint 20 bits, case of the second there 4 bits, and 8 bits of
                128 + 16 ln (how often / how often by chance). Kept are pairs that can decide something: one of the two
                has a rival that differs in Kazakh letters alone, or the second is written in both cases.
  kShapeTable   what endings are attached to (қаз, кітаб, орн), nouns and verbs apart: fingerprint 20 bits, case 4 bits, 8
                bits of 15 ln (16 times its count); shapes.py finds them with the stemmer's grammar
  kNextTable    how words of both cases are capitalised before a word that begins so (4 letters, those that may be lost
                as one): fingerprint 24 bits, case 8 bits
  kSignTable    what the neighbours of a word say of whether it ends in -ың (endings.py): fingerprint 24 bits, 8 bits of
                128 + 24 times the weight
  kEndingTable  endings by what they are attached to: fingerprint 24 bits, -16 ln p 8 bits
Deterministic: the same text gives the same bytes.
"""
import collections
import gzip
import json
import math
import re
import sys

import endings as genitive
import shapes as shapes_of_lists

LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"  # code 1 to 42; 0 is the edge of a word
CODE = {letter: code + 1 for code, letter in enumerate(LETTERS)}
WORD = re.compile(r"[^\W\d_]+")
ORDER = 5
LETTER_SLOTS = 131_072
WORD_SLOTS = 49_152
PAIR_SLOTS = 40_960
SHAPE_SLOTS = 40_960
ENDING_SLOTS = 6_144
SIGN_SLOTS = 3_072
NEXT_SLOTS = 12_288
FOLD = str.maketrans(dict.fromkeys("әғқңөұүһі", "?"))
LOST = "әғқңөұүһ"  # what windows-1251 lacks
TYPED_WEIGHT = 1.0  # of a word of words/*.txt in the letter model
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
        self.used = 0

    def put(self, key, payload):
        self.used += 1
        if self.used * 10 > len(self.entries) * 9:
            raise ValueError(f"{len(self.entries)} slots are too few")
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
        once = count[word]
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


EVEN, CAPITALS = 7, 15


def case_of(seen):
    """How a word is capitalised: 0 to 14 for 7 + 2 ln (how often with a capital / without), 15 for CAPITALS."""
    total = sum(seen.values())
    if total and seen["capitals"] / total > 0.5:
        return CAPITALS
    return min(14, max(0, EVEN + round(2 * math.log((seen["title"] + 0.3) / (seen["lower"] + 0.3)))))


def codes_of(word):
    return [CODE[letter] for letter in word]


def word_table(count, shapes):
    table = Table(WORD_SLOTS, 20)
    acronyms = {name.lower(): times for name, times in shapes_of_lists.read_list("acronyms.txt")}
    for word in sorted(count | acronyms, key=lambda w: (-count[w], w)):
        case, times = case_of(shapes[word]), count[word]
        if word in acronyms and not shapes[word]["lower"]:
            case, times = CAPITALS, max(times, acronyms[word])
        table.put(word_key(codes_of(word)), case << 8 | min(255, round(16 * math.log(times))))
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

    table = Table(PAIR_SLOTS, 20)
    kept = [pair for pair in pairs if decides(*pair)]
    for first, second in sorted(kept, key=lambda p: (-pairs[p], p)):
        value = bonus(pairs[first, second], count[first], count[second] / total)
        table.put(pair_key(codes_of(first), codes_of(second)), case_of(shapes[first, second]) << 8 | value)
    print(f"{len(kept)} pairs", file=sys.stderr)
    return table.entries


def shape_table(counted, seen):
    table = Table(SHAPE_SLOTS, 20)
    for shape, category in sorted(counted, key=lambda k: (-counted[k], k)):
        value = min(255, max(1, round(15 * math.log(16 * counted[shape, category]))))
        table.put(mixed(word_key(codes_of(shape)) + category), case_of(seen[shape, category]) << 8 | value)
    return table.entries


def ending_table(probability):
    table = Table(ENDING_SLOTS, 24)
    for group, category, ending in sorted(probability, key=lambda k: (-probability[k], k)):
        table.put(mixed(word_key(codes_of(ending)) + 2 * group + category),
                  sixteenths(probability[group, category, ending]))
    return table.entries


def folded_codes(letters):
    return [43 if letter == "?" else CODE.get(letter, 44) for letter in letters]


def next_table(path, sources, shapes):
    """How words that are written in both cases, and may lose their first letter, are before each next word."""
    seen = collections.defaultdict(collections.Counter)
    pair = re.compile(r"(?<=[\w,)»–] )([^\W\d_]+) (?=([^\W\d_]{1,4}))")
    for text in texts_of(path, sources):
        for match in pair.finditer(text):
            word = match[1].lower()
            cases = shapes[word]
            if word[0] not in LOST or not all(c in CODE for c in word) or not cases["lower"] or not cases["title"]:
                continue
            seen[word, match[2].lower().translate(FOLD)]["lower" if match[1] == word else "title"] += 1
    table = Table(NEXT_SLOTS, 24)
    for word, following in sorted(seen):
        key = mixed((word_key(codes_of(word)) * 0x9E3779B97F4A7C15 + word_key(folded_codes(following))) & MASK)
        table.put(key, case_of(seen[word, following]))
    print(f"{len(seen)} pairs with a next word", file=sys.stderr)
    return table.entries


def texts_of(path, sources):
    opened = gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8")
    with opened as lines:
        return [item["text"] for item in map(json.loads, lines) if item["source"] in sources]


def sign_table(weights):
    """Letters by their codes, 43 for one that may be lost, 44 for any other sign."""
    table = Table(SIGN_SLOTS, 24)
    for kind, letters in sorted(weights, key=lambda s: (-abs(weights[s]), s)):
        value = min(255, max(1, round(128 + 24 * weights[kind, letters])))
        codes = folded_codes(letters)
        number = {"0": 0, "1": 1, "2": 2, "11": 3, "22": 4, "|": 5 + ",.-".find(letters)}[kind]
        table.put(mixed(word_key([] if kind == "|" else codes) + number), value)
    return table.entries


def rows(values):
    return "\n".join("".join(f"{v:#x}," for v in values[i:i + 12]) for i in range(0, len(values), 12))


def main():
    path, out, sources = sys.argv[1], sys.argv[2], sys.argv[3:] or ["kaznerd", "law_adilet"]
    count, pairs, shapes_of = read_words(path, set(sources))
    types = collections.Counter({word: 1 + math.log(times) for word, times in count.items()})
    for word, _, _ in shapes_of_lists.typed_here():
        if word not in types and all(letter in CODE for letter in word):
            types[word] = TYPED_WEIGHT
    p, back_off = probabilities(types)
    counted, endings, seen = shapes_of_lists.count(path, count, shapes_of)
    print(f"{len(counted)} shapes, {len(endings)} endings", file=sys.stderr)
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
{rows(word_table(count, shapes_of))}
}};
constexpr std::uint32_t kPairTable[] = {{
{rows(pair_table(count, pairs, shapes_of))}
}};
constexpr double kShapeTotal = {sum(counted.values())};
constexpr std::uint32_t kShapeTable[] = {{
{rows(shape_table(counted, seen))}
}};
constexpr std::uint32_t kEndingTable[] = {{
{rows(ending_table(endings))}
}};
constexpr std::uint32_t kNextTable[] = {{
{rows(next_table(path, set(sources), shapes_of))}
}};
constexpr std::uint32_t kSignTable[] = {{
{rows(sign_table(genitive.learn(texts_of(path, set(sources)))[0]))}
}};
// clang-format on
""")
    print(f"{len(count)} words, {len(p)} n-grams", file=sys.stderr)


if __name__ == "__main__":
    main()
