"""Measures of quality: pure functions over dictionaries and lists."""
import collections
import math


def pairs(n):
    return n * (n - 1) // 2


def conflation(lemmas, stems):
    """Precision, recall and F1 over pairs of words: a pair belongs together when both have the same lemma, and is found
    when both have the same stem. lemmas, stems: {word: key} over the same words."""
    wanted = sum(map(pairs, collections.Counter(lemmas.values()).values()))
    found = sum(map(pairs, collections.Counter(stems.values()).values()))
    both = sum(map(pairs, collections.Counter((lemmas[w], stems[w]) for w in lemmas).values()))
    precision = both / found if found else 1.0
    recall = both / wanted if wanted else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def ndcg(gains, ranked, depth):
    """gains: {document: gain}; ranked: documents, best first."""
    discount = [1 / math.log2(place + 2) for place in range(depth)]
    best = sum(g * d for g, d in zip(sorted(gains.values(), reverse=True), discount))
    return sum(gains.get(doc, 0) * d for doc, d in zip(ranked, discount)) / best


def recall(gains, ranked, depth):
    good = {doc for doc, gain in gains.items() if gain > 0}
    return len(good.intersection(ranked[:depth])) / len(good)


def over_queries(measure, judgements, run, depth):
    """The mean over all queries that have a relevant document. run: {query: documents, best first}."""
    judged = {q: gains for q, gains in judgements.items() if any(g > 0 for g in gains.values())}
    return sum(measure(gains, run.get(q, []), depth) for q, gains in judged.items()) / len(judged)


def word_exact(wanted, got):
    """Share of words, cut at blanks, that are exactly as wanted. Of lines with another number of words, those count that
    stand in the line at all."""
    right = total = 0
    for want, have in zip(wanted, got, strict=True):
        want, have = want.split(), have.split()
        total += len(want)
        if len(want) == len(have):
            right += sum(a == b for a, b in zip(want, have))
        else:
            right += (collections.Counter(want) & collections.Counter(have)).total()
    return right / total


def repaired(clean, damaged, got):
    """(damaged words, those of them given back exactly, undamaged words, those of them changed), over parallel lines."""
    hurt = healed = whole = spoiled = 0
    for want, bad, have in zip(clean, damaged, got, strict=True):
        want, bad, have = want.split(), bad.split(), have.split()
        if not len(want) == len(bad) == len(have):  # the damage, or its repair, moved a blank
            lost = collections.Counter(want) - collections.Counter(bad)
            hurt += lost.total()
            healed += (lost & collections.Counter(have)).total()
            continue
        for w, b, h in zip(want, bad, have):
            if w == b:
                whole, spoiled = whole + 1, spoiled + (h != w)
            else:
                hurt, healed = hurt + 1, healed + (h == w)
    return hurt, healed, whole, spoiled
