"""Estimates the model that scores analyses: roots, chains of suffixes, changes, and words never seen.

log P(word, analysis) = log P(root | category) + sum of log P(step | node) + log P(change).
Roots follow a Dirichlet process over a letter-length base; expectation-maximisation over the types of the
running text, each counted 1 + ln(count). Typed roots start with a count of their own.
"""

import collections
import math

import analyser
import grammar as g

PER_LETTER = 1.6            # nats a letter of a root never seen
UNKNOWN_SHARE = {"N": 0.034, "V": 0.0145}  # how much of the mass of known roots those never seen have
LENGTH_COST = {1: 9.0, 2: 5.0, 3: 3.0, 4: 1.8, 5: 0.9, 6: 0.5, 7: 0.6}
CHANGE_COST = {"": 0.0, "dropped": 0.7, "w": 0.5, "voiced": 0.1, "kept": 1.0, "hard": 3.0, "joined": 0.3}
CLASH_COST = 2.0
CHAIN_WEIGHT = 0.33           # a chain says less than its parts: they are not independent
BAD_END_COST = 5.0
TYPED_COUNT = 12.0
OWN_LIMIT = 2.0             # how much of a word's own count does not speak for its root
ROUNDS = 8


def base_logp(stem):
    return -PER_LETTER * len(stem) - LENGTH_COST.get(len(stem), 0.8 + 0.4 * max(0, len(stem) - 7))


class Model:
    def __init__(self, typed=()):
        self.typed = collections.Counter()
        for root, category in typed:
            self.typed[root, category] = TYPED_COUNT
        self.derived = {}
        share = collections.Counter()
        nouns = {r for r, c in typed if c == "N"}
        for root in nouns:
            for base, name in analyser.derivations(root):
                if base in nouns:
                    share[name] += 1
        self.derivation_cost = {name: -math.log((share[name] + 1) / len(nouns)) for name in g.DERIVED}
        self.roots = {}
        self.total = {"N": 0.0, "V": 0.0}
        self.steps = {}
        self.forget()

    def forget(self):
        """Counts have changed: what was computed of them is void."""
        self.of_root, self.of_path = {}, {}

    def root_logp(self, stem, category, own=0.0):
        if own:
            return self.counted_root_logp(stem, category, own)
        key = stem, category
        if key not in self.of_root:
            self.of_root[key] = self.counted_root_logp(stem, category, 0.0)
        return self.of_root[key]

    def counted_root_logp(self, stem, category, own):
        total, unseen = self.total[category], UNKNOWN_SHARE[category]
        count = max(0.0, self.roots.get((stem, category), 0.0) - own)
        shape = base_logp(stem) - (BAD_END_COST if g.bad_end(stem) else 0.0)
        logp = math.log((count / total + unseen * math.exp(shape)) / (1 + unseen))
        return max(logp, self.derived_logp(stem)) if category == "N" else logp

    def derived_logp(self, stem):
        """Of a noun as a known noun with a suffix that makes another word."""
        if stem not in self.derived:
            self.derived[stem] = [(b, n) for b, n in analyser.derivations(stem) if (b, "N") in self.typed]
        total = self.total["N"] * (1 + UNKNOWN_SHARE["N"])
        return max((math.log(self.roots.get((base, "N"), 1.0) / total) - self.derivation_cost[name]
                    for base, name in self.derived[stem]), default=-1e9)

    def unknown_logp(self, length, category):
        """Of any one root never seen, but for how it ends."""
        unseen = UNKNOWN_SHARE[category]
        return math.log(unseen / (1 + unseen)) + base_logp("?" * length)

    def step_logp(self, node, key):
        return self.steps.get((node, key), -14.0)

    def score(self, analysis, own=0.0):
        stem, category, path, change, clash = analysis
        s = self.root_logp(stem, category, own) - CHANGE_COST[change] - (CLASH_COST if clash else 0)
        key = path, category
        if key not in self.of_path:
            self.of_path[key] = self.path_logp(path, category)
        return s + self.of_path[key]

    def path_logp(self, path, category):
        node, chain, extra = 0, 0.0, 0.0
        for at, arc in path:
            chain += self.step_logp(at, (arc.name, arc.letters))
            extra += g.EXTRA_COST[arc.name]
            node = arc.node
        return CHAIN_WEIGHT * (chain + self.step_logp(node, "stop" + category)) - extra

    def fit(self, words, log=None):
        """words: [(weight, analyses)]"""
        for (root, category), count in self.typed.items():
            self.roots[root, category] = count
        self.total = {c: sum(v for (r, k), v in self.roots.items() if k == c) for c in "NV"}
        kept = [{} for _ in words]
        for rounds in range(ROUNDS):
            self.forget()
            roots, steps = collections.Counter(self.typed), collections.Counter()
            likelihood = 0.0
            for number, (weight, found) in enumerate(words):
                own = kept[number]
                if rounds or self.typed:
                    scores = [self.score(a, own.get(a[:2], 0.0)) for a in found]
                else:
                    scores = [-len(a[0]) * 0.5 for a in found]
                top = max(scores)
                shares = [math.exp(s - top) for s in scores]
                norm = sum(shares)
                likelihood += weight * (top + math.log(norm))
                own = kept[number] = collections.Counter()
                for share, (stem, category, path, _, _) in zip(shares, found):
                    share *= weight / norm
                    if share < 1e-4:
                        continue
                    roots[stem, category] += share
                    own[stem, category] += min(share, OWN_LIMIT)
                    node = 0
                    for at, arc in path:
                        steps[at, (arc.name, arc.letters)] += share
                        node = arc.node
                    steps[node, "stop" + category] += share
            self.total = {c: sum(v for (r, k), v in roots.items() if k == c) for c in "NV"}
            self.counts, self.roots = roots, dict(roots)
            by_node = collections.Counter()
            for (node, _), v in steps.items():
                by_node[node] += v + 0.1
            self.steps = {(n, k): math.log((v + 0.1) / by_node[n]) for (n, k), v in steps.items()}
            if log:
                print(rounds, round(likelihood), len(self.roots), {c: round(t) for c, t in self.total.items()}, file=log)
        self.roots = {k: v - 1.0 for k, v in self.roots.items() if v > 1.0}
        self.forget()
