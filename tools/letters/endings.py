"""Learns from what stands around a word whether it ends in -ың or in -ық: халықтың (of the people), халықтық (the people's).

Both are common and differ in one letter that windows-1251 lacks. Logistic regression over signs of the neighbours: what
they end in, with the letters that may be lost as one and the same, since they may be damaged too.
"""

import collections
import math
import re

WORD = re.compile(r"[^\W\d_]+")
ASKED = re.compile(r"(?<=[тд])ы[ңқ]$")
FOLD = str.maketrans(dict.fromkeys("әғқңөұүһі", "?"))
ROUNDS, RATE, DECAY = 12, 0.15, 3e-5
LEAST = 3  # signs met less often say nothing


def signs(text, begin, end):
    """Signs at the word text[begin:end]: (kind, letters)."""
    found = []
    after = text[end:end + 1]
    if after and after != " ":
        found.append(("|", after if after in ",.-" else "other"))
    if after == " ":
        at = end
        for kind in "12":
            match = re.compile(r" ([^\W\d_]+)").match(text, at)
            if not match:
                break
            word = match[1].lower().translate(FOLD)
            found.append((kind, word[-4:]))
            found.append((2 * kind, word[-2:]))
            at = match.end()
    match = re.compile(r"([^\W\d_]+) $").search(text[max(0, begin - 40):begin])
    if match:
        found.append(("0", match[1].lower().translate(FOLD)[-3:]))
    return found


def examples(texts):
    for text in texts:
        for match in WORD.finditer(text):
            word = match[0].lower()
            if len(word) > 4 and ASKED.search(word):
                yield signs(text, match.start(), match.end()), word[-1] == "ң"


def learn(texts):
    """{sign: weight}: ln of how much likelier -ың is for it, beside how common it is at all."""
    data = list(examples(texts))
    met = collections.Counter(sign for found, _ in data for sign in found)
    weight = {sign: 0.0 for sign, times in met.items() if times >= LEAST}
    bias = 0.0
    for number in range(ROUNDS):
        rate = RATE / (1 + number)
        for found, is_genitive in data:
            known = [sign for sign in found if sign in weight]
            p = 1 / (1 + math.exp(-(bias + sum(weight[s] for s in known))))
            step = rate * (is_genitive - p)
            bias += step
            for sign in known:
                weight[sign] += step - rate * DECAY * 20 * weight[sign]
    return weight, bias, len(data)
