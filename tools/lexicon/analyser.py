"""Every analysis of a word that the grammar allows; the stemmer in src/text does the same with the tables."""

import grammar as g

ALTERNATES = {}  # {(shape before suffixes, category): root}: орн -> орын, стил -> стиль
FREE_HARMONY = set()  # roots that take endings of the other harmony (банк: банктің)
TYPED_NOUNS, TYPED_VERBS = set(), set()
# A word listed with a suffix that makes such words is a word of its own (жазушы, салмақ, келіс): 1 a noun, 2 a verb.
MAKES = {"GR": 1, "AG": 1, "PT": 1, "PT2": 1, "PT3": 1, "PT4": 1, "PLN": 1, "PLNG": 1, "VC": 2}
SHORT_STEMS = set()  # roots of one or two letters are a closed class
GROUP_OF_VOICED = {"PLN", "ND", "CMP"}
VOICED_OF = {"ғ": "қ", "г": "к", "б": "п"}


class Arc:
    __slots__ = ("name", "letters", "classes", "harmony", "how", "node", "makes")

    def __init__(self, name, letters, classes, harmony, how, node, makes):
        self.name, self.letters, self.classes = name, letters, classes
        self.harmony, self.how, self.node, self.makes = harmony, how, node, makes


class Grammar:
    """Arcs grouped as the walk needs them: node -> last letter -> arcs. A node is a set of states."""

    def __init__(self, also_final=()):
        raw = []
        for name, before, after, classes, letters, harmony, how in g.expanded_arcs():
            if how == g.VOICED:
                before = tuple(b + "G" if b in GROUP_OF_VOICED else b for b in before)
            raw.append((name, frozenset(before), after, classes, letters, harmony, how))
        final = frozenset(g.FINAL) | set(also_final)
        self.nodes = [final]
        for entry in raw:
            if entry[1] not in self.nodes:
                self.nodes.append(entry[1])
        self.nodes[1:] = sorted(self.nodes[1:], key=sorted)
        number = {n: i for i, n in enumerate(self.nodes)}
        number[final] = 0
        self.table = []
        for node in self.nodes:
            rows = {}
            for name, before, after, classes, letters, harmony, how in raw:
                if after in node:
                    made = Arc(name, letters, classes, harmony, how, number[before], MAKES.get(after, 0))
                    rows.setdefault(letters[-1], []).append(made)
            for arcs in rows.values():
                arcs.sort(key=lambda a: (-len(a.letters), a.letters, a.name, a.classes))
            self.table.append(rows)
        self.accepts = ["NV"] + ["".join(c for c in "NV" if c in n) for n in self.nodes[1:]]


def is_loan_like(stem):
    if any(c in "ёфвцщчъьэ" for c in stem):
        return True
    back = any(c in g.BACK_VOWELS for c in stem)
    front = any(c in g.FRONT_VOWELS for c in stem)
    return (back and front) or stem.endswith("ә") or last_sound_is_glide(stem)


def last_sound_is_glide(stem):
    """The last vowel sound is и or у before a consonant, which loans have (ресурс, командир)."""
    for c in reversed(stem):
        if c in g.VOWEL_SOUNDS:
            return c in "иу" and stem[-1] not in "иу"
    return False


def can_be_stem(stem):
    if len(stem) <= 2:
        return stem in SHORT_STEMS
    return any(c in g.VOWEL_SOUNDS for c in stem)


def stems_of(stem, how, category, harmony):
    """[(stem, change)] that a suffix joined `how` may have been attached to; `stem` is what it left."""
    if how == g.DROPPED_Y:
        if stem[-1] in "лрнмқкғгтсзжшйпбдң":
            yield stem + ("ы" if (harmony or g.harmony_of(stem)) != g.FRONT else "і"), "dropped"
        return
    if how == g.W_FROM_P:
        if stem[-1] in "ае" :
            yield stem + "п", "w"
        return
    if how == g.VOICED:
        last = stem[-1]
        after_vowel = len(stem) > 1 and stem[-2] in g.VOWEL_SOUNDS
        if last in VOICED_OF and after_vowel:
            yield stem[:-1] + VOICED_OF[last], "voiced"
            if category == "N" and last != "ғ":
                yield stem, "kept"
            return
        if last in "қкп" and after_vowel:
            if category == "N" and last != "қ":
                yield stem, "hard"
            return
        if category == "V" and stem.endswith("ий"):
            if stem[:-1] in TYPED_VERBS:  # those in -и are a closed class
                yield stem[:-1], "joined"
            return
    yield stem, ""


def derivations(stem):
    """[(base, name)] of a noun that may be another noun with a suffix which makes a word of its own."""
    for letters, classes, harmony, name in g.DERIVED_BY_LAST.get(stem[-1], ()):
        base = stem[:-len(letters)]
        if len(base) < 2 or not stem.endswith(letters) or g.letter_class(base) not in classes:
            continue
        if harmony and g.harmony_of(base) not in (0, harmony) and base not in FREE_HARMONY and not is_loan_like(base):
            continue
        yield base, name


def unvoiced(word):
    return word[:-1] + {"ғ": "қ", "г": "к"}.get(word[-1], word[-1])


def analyses(grammar, word):
    """[(stem, category, path, change, clash)]; path: ((node, arc), ...) from the end; the bare word is first."""
    found = [(word, "N", (), "", False), (word, "V", (), "", False)]
    table = grammar.table

    def walk(end, node, harmony, path):
        for arc in table[node].get(word[end - 1], ()):
            begin = end - len(arc.letters)
            if begin < 1 or not word.startswith(arc.letters, begin):
                continue
            if arc.harmony and harmony and arc.harmony != harmony:
                continue
            left = word[:begin]
            if arc.makes and unvoiced(word[:end]) in (TYPED_NOUNS, TYPED_VERBS)[arc.makes - 1]:
                continue
            if arc.how not in (g.DROPPED_Y, g.W_FROM_P) and g.letter_class(left) not in arc.classes:
                continue
            now = arc.harmony or harmony
            longer = path + ((node, arc),)
            for category in grammar.accepts[arc.node]:
                alternate = ALTERNATES.get((left, category))
                if alternate:
                    found.append((alternate, category, longer, "", False))
                for stem, change in stems_of(left, arc.how, category, now):
                    if not can_be_stem(stem):
                        continue
                    clash = bool(now) and g.harmony_of(stem) not in (0, now) and stem not in FREE_HARMONY
                    if clash and not is_loan_like(stem):
                        continue
                    found.append((stem, category, longer, change, clash))
            if len(longer) < 9:
                walk(begin, arc.node, now, longer)

    walk(len(word), 0, 0, ())
    return found
