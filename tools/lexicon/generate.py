#!/usr/bin/env python3
"""Writes the stemmer's tables: generate.py RUNNING_TEXT.jsonl.gz FOLDER

Suffix arcs come from grammar.py, their costs and the roots' from counts over the running text (model.py),
typed roots and irregular forms from roots/. The output depends on these alone.
"""

import math
import pathlib
import sys

import analyser
import corpus
import double_array
import grammar as g
import model
import typed

UNIT = 16          # cost units a nat
MAX_LETTERS = 64
MADE_OF_VERBS = {"pass_l", "pass_n", "refl", "recip", "gerund", "agent"}
NO_ROOT = 255
VERB = 2           # Arc.makes
MIN_COUNT = 0.5    # a mined root below this is not worth its bytes


def cost(logp, limit=254):
    return max(0, min(limit, round(-logp * UNIT)))


def trained(path):
    grammar = analyser.Grammar()
    analyser.ALTERNATES.update(typed.alternates())
    roots = typed.roots()
    analyser.FREE_HARMONY.update(typed.free_harmony())
    analyser.SHORT_STEMS.update(r for r, _ in roots if len(r) <= 2)
    analyser.TYPED_NOUNS.update(r for r, category in roots if category == "N")
    analyser.TYPED_VERBS.update(r for r, category in roots if category == "V")
    counts = corpus.word_counts(path)
    words = [(1 + math.log(n), analyser.analyses(grammar, w)) for w, n in sorted(counts.items())]
    fitted = model.Model(roots)
    fitted.fit(words, sys.stderr)
    return grammar, fitted


def lexicon(grammar, fitted):
    """{root: [cost as N, cost as V]}; every root is its own best analysis, or was typed."""
    kept = {}
    typed_roots = set(fitted.typed)
    for (root, category), count in sorted(fitted.roots.items()):
        if (root, category) in typed_roots or count >= MIN_COUNT:
            kept.setdefault(root, [NO_ROOT, NO_ROOT])["NV".index(category)] = cost(fitted.root_logp(root, category))
    own = {r for r, _ in typed_roots}
    voices = analyser.Grammar(["VC"])
    for root in sorted(kept):
        if root not in own and not stands(root, own, voices, fitted):
            del kept[root]
    return kept


def stands(root, own, voices, fitted):
    """Whether a mined root is a root: long enough, its own best analysis, no plural, no voice or gerund of a typed verb."""
    found = analyser.analyses(voices, root)
    words = [a for a in found if not (a[2] and a[2][0][1].makes == VERB)]  # no word ends in a voice
    if len(root) <= 2 or max(words, key=fitted.score)[0] != root:
        return False
    for stem, category, path, _, _ in found:
        names = {arc.name for _, arc in path}
        if names == {"plural"} and (stem in own or sum(c in g.VOWEL_SOUNDS for c in stem) > 1):
            return False
        if names and names <= MADE_OF_VERBS and category == "V" and stem in own:
            return False
    return True


def rows(values, per_line=24):
    values = [str(v) for v in values]
    return ",\n".join("    " + ", ".join(values[i:i + per_line]) for i in range(0, len(values), per_line))


def arc_tables(grammar, fitted):
    """C++ rows of arcs, first arc by node and last letter, stop costs by node."""
    arcs, first = [], []
    for node, by_letter in enumerate(grammar.table):
        for code in range(len(g.LETTERS) + 1):
            first.append(len(arcs))
            for arc in by_letter.get(g.LETTERS[code - 1], ()) if code else ():
                tail = sum(g.CODE[c] << (8 * (8 - len(arc.letters) + i)) for i, c in enumerate(arc.letters))
                classes = sum(1 << g.CLASSES.index(c) for c in arc.classes)
                price = cost(model.CHAIN_WEIGHT * fitted.step_logp(node, (arc.name, arc.letters)) - g.EXTRA_COST[arc.name])
                arcs.append(f"    {{{tail:#018x}, {len(arc.letters)}, {classes}, {arc.harmony}, {arc.how}, "
                            f"{arc.node}, {price}, {arc.makes}}},  // {arc.letters} {arc.name}")
    first.append(len(arcs))
    stops = []
    for node, accepts in enumerate(grammar.accepts):
        both = [cost(model.CHAIN_WEIGHT * fitted.step_logp(node, "stop" + c)) if c in accepts else NO_ROOT for c in "NV"]
        stops.append(f"{{{both[0]}, {both[1]}}}")
    return arcs, first, stops


def cpp_string(text):
    return '"' + text + '"'


def opened(path):
    out = open(path, "w", encoding="utf8")
    out.write("// Written by tools/lexicon/generate.py from tools/lexicon and counts over openly licensed text\n"
              "// (KazNERD, CC BY 4.0; laws, public). Do not edit.\n// clang-format off\n")
    return out


def write(folder, grammar, fitted):
    arcs, first, stops = arc_tables(grammar, fitted)
    kept = lexicon(grammar, fitted)
    aliases, own = [], {r for r, _ in fitted.typed}
    entries = {root: (n, v, 0, int(root in analyser.FREE_HARMONY)) for root, (n, v) in kept.items()}
    frozen = {form: stem for form, stem in typed.whole().items() if form not in own} | typed.irregular()
    for form, stem in sorted(frozen.items()):
        aliases.append(stem)
        entries[form] = (NO_ROOT, NO_ROOT, len(aliases), 0)
    for (form, category), root in sorted(analyser.ALTERNATES.items()):
        if root not in kept or form in own:
            continue
        aliases.append(g.external(root))
        costs = [NO_ROOT, NO_ROOT]
        costs["NV".index(category)] = kept[root]["NV".index(category)]
        entries[form] = (*costs, len(aliases), 0)
    payloads = sorted(set(entries.values()))
    number = {p: i + 1 for i, p in enumerate(payloads)}
    base, check, value = double_array.build({k: number[v] for k, v in entries.items()}, g.CODE)
    unknown = [[min(60000, round(-fitted_unknown(fitted, length, c) * UNIT)) for length in range(MAX_LETTERS + 1)] for c in "NV"]
    changes = [round(UNIT * model.CHANGE_COST[c]) for c in ("", "dropped", "w", "voiced", "kept", "hard", "joined")]
    with opened(folder / "stemmer_data.inc") as out:
        out.write(f"constexpr std::size_t kNodes = {len(grammar.nodes)};\n")
        out.write(f"constexpr Arc kArcs[] = {{\n" + "\n".join(arcs) + "\n};\n")
        out.write("constexpr std::uint16_t kFirstArc[] = {\n" + rows(first) + "\n};\n")
        out.write("constexpr std::uint8_t kStopCost[kNodes][2] = {" + ", ".join(stops) + "};\n")
        for name, costs in zip(("kUnknownN", "kUnknownV"), unknown):
            out.write(f"constexpr std::uint16_t {name}[] = {{\n" + rows(costs) + "\n};\n")
        out.write("constexpr std::uint8_t kChangeCost[] = {" + ", ".join(map(str, changes)) + "};\n")
        derived, first_derived = derivation_rows(fitted)
        out.write("constexpr Derivation kDerivations[] = {\n" + "\n".join(derived) + "\n};\n")
        out.write("constexpr std::uint8_t kFirstDerivation[] = {\n" + rows(first_derived) + "\n};\n")
        out.write(f"constexpr int kBadEndCost = {round(model.BAD_END_COST * UNIT)};\n")
        out.write(f"constexpr int kClashCost = {round(model.CLASH_COST * UNIT)};\n// clang-format on\n")
    with opened(folder / "lexicon_data.inc") as out:
        out.write("constexpr std::string_view kAliases[] = {\n    \"\",\n" + "".join(f"    {cpp_string(a)},\n" for a in aliases) + "};\n")
        out.write("constexpr RootInfo kRootInfo[] = {\n    {255, 255, 0, 0},\n" + "".join(f"    {{{n}, {v}, {a}, {h}}},\n" for n, v, a, h in payloads) + "};\n")
        out.write(f"constexpr std::uint32_t kTrieSize = {len(base)};\n")
        out.write("constexpr std::uint32_t kTrieBase[] = {\n" + rows(base) + "\n};\n")
        out.write("constexpr std::uint8_t kTrieLabel[] = {\n" + rows(check) + "\n};\n")
        out.write("constexpr std::uint16_t kTrieValue[] = {\n" + rows(value) + "\n};\n// clang-format on\n")
    print(f"{len(kept)} roots, {len(aliases)} aliases, {len(arcs)} arcs, {len(base)} trie cells, "
          f"{len(payloads)} payloads", file=sys.stderr)


def fitted_unknown(fitted, length, category):
    return fitted.unknown_logp(length, category) if length else -3000.0


def derivation_rows(fitted):
    """C++ rows of the suffixes that make another word, first row by last letter."""
    out, first = [], []
    for code in range(len(g.LETTERS) + 1):
        first.append(len(out))
        for letters, classes, harmony, name in g.DERIVED_BY_LAST.get(g.LETTERS[code - 1], ()) if code else ():
            tail = sum(g.CODE[c] << (8 * (8 - len(letters) + i)) for i, c in enumerate(letters))
            bits = sum(1 << g.CLASSES.index(c) for c in classes)
            out.append(f"    {{{tail:#018x}, {len(letters)}, {bits}, {harmony}, "
                       f"{cost(-fitted.derivation_cost[name])}}},  // {letters} {name}")
    return out, first + [len(out)]


if __name__ == "__main__":
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    write(pathlib.Path(sys.argv[2]), *trained(sys.argv[1]))
