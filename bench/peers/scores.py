"""BM25 computed again from the tokens, to check the hits of the engines that share the formula.

k1 1.2, b 0.75, idf ln(1 + (N - df + 0.5) / (df + 0.5)), tf / (tf + k1 (1 - b + b length / average)); a phrase has the sum of
its words' idf and its own frequency. Lucene and tantivy keep a length in one byte (exact to 40, then rounded down to four
bits), izde keeps it whole; tantivy multiplies by k1 + 1.
"""
import collections
import dataclasses
import math

K1, B = 1.2, 0.75
TOLERANCE = 1e-5  # relative: Lucene and tantivy add in 32 bits
EXACT_LENGTHS = 40


def rounded_length(length):
    """The length that is left of `length` after Lucene's and tantivy's rounding to a byte."""
    if length < 24:
        return length
    rest = length - 24
    shift = max(0, rest.bit_length() - 4)
    return 24 + (rest >> shift << shift)


def occurrences(words, phrase):
    first = phrase[0]
    return sum(1 for at, word in enumerate(words) if word == first and words[at:at + len(phrase)] == phrase)


@dataclasses.dataclass
class Outcome:
    """What a check of scores saw."""
    hits: int = 0             # scores computed again
    greatest: float = 0.0     # relative difference among them
    exact: int = 0            # hits compared with izde's directly: same document, length up to 40
    problems: list = dataclasses.field(default_factory=list)


class Scorer:
    def __init__(self, documents, tokens):
        self.documents = documents
        self.average = tokens / documents

    def idf(self, freq):
        return math.log1p((self.documents - freq + 0.5) / (freq + 0.5))

    def score(self, query, words, exact_lengths):
        """The score of a document, a list of words; 0 when it does not match."""
        length = len(words) if exact_lengths else rounded_length(len(words))
        norm = K1 * (1 - B + B * length / self.average)
        terms = query.terms.split()
        if query.operator == "PHRASE":
            tf = occurrences(words, terms)
            return sum(map(self.idf, query.doc_freqs)) * tf / (tf + norm)
        counts = collections.Counter(words)
        if query.operator == "AND" and not all(counts[term] for term in terms):
            return 0.0
        return sum(self.idf(freq) * counts[term] / (counts[term] + norm) for term, freq in zip(terms, query.doc_freqs))


def parse_hits(text):
    """`document:score ...` as a list of pairs."""
    return [(int(document), float(score)) for document, score in (hit.split(":") for hit in text.split())]


def check_query(scorer, query, results, words_of, outcomes):
    """`results`: the ten best hits by engine, {engine: [(document, score), ...]}; words_of: words by document."""
    seen = {document for hits in results.values() for document, _ in hits}
    whole = {engine.name: dict(hits) for engine, hits in results.items()}
    for engine, hits in results.items():
        outcome = outcomes.setdefault(engine.name, Outcome())
        true = {d: engine.scale * scorer.score(query, words_of[d], engine.exact_lengths) for d in seen}
        for document, score in hits:
            difference = abs(score - true[document]) / max(true[document], 1e-30)
            outcome.hits += 1
            outcome.greatest = max(outcome.greatest, difference)
            if difference > TOLERANCE:
                outcome.problems.append(f"{query.operator} {query.terms}: document {document} has {score}, {true[document]} computed")
            izde = whole.get("izde", {}).get(document)
            if izde is not None and len(words_of[document]) <= EXACT_LENGTHS:
                outcome.exact += 1
                if abs(score / engine.scale - izde) > TOLERANCE * izde:
                    outcome.problems.append(f"{query.operator} {query.terms}: document {document} has {score}, izde says {izde}")
        least = hits[-1][1] if hits else 0.0
        for document in seen - whole[engine.name].keys():
            if true[document] > least * (1 + TOLERANCE):
                outcome.problems.append(f"{query.operator} {query.terms}: document {document} is missing, {true[document]} is over {least}")


def check_reordered(query, hits, plain, outcome):
    """The ten best scores of a reordered index against those of the plain one: the same numbers, rank by rank."""
    ours, theirs = [score for _, score in hits], [score for _, score in plain]
    outcome.hits += len(ours)
    if ours != theirs:
        outcome.problems.append(f"{query.operator} {query.terms}: scores {ours}, {theirs} before reordering")


def documents_at(tokens, numbers):
    """The words of the documents of these numbers, from the file of tokens."""
    words = {}
    with open(tokens, "rb") as lines:
        for number, line in enumerate(lines):
            if number in numbers:
                words[number] = line.decode().split()
    return words
