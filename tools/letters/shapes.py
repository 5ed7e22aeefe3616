"""Cuts the counted words into shapes, what an ending is attached to, and endings, with the stemmer's grammar.

A shape is a root as it stands before its ending: қазақ, кітаб (of кітап), орн (of орын), оқ (of оқы). Roots that the
text lacks are shapes too, with a small count, and so are words of words/*.txt.
"""

import collections
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "lexicon"))

import analyser  # noqa: E402
import generate  # noqa: E402
import grammar as g  # noqa: E402

WORDS = pathlib.Path(__file__).parent / "words"
LIST_WEIGHT, NAME_WEIGHT = 1.0, 1.0  # of a count of 1 there
UNSEEN = 0.5  # the count of a root that the text lacks
DERIVED = ("лық лік дық дік тық тік лы лі ды ді ты ті сыз сіз шы ші шылық шілік ша ше дай дей тай тей").split()
# Classes of last letters, as in src/text/repair_model.cc: vowels, р й у и, л, nasals, з ж, voiceless and loans', ғ г б.
GROUP = {}
for number, letters in enumerate(("аәеёоөұүыіэюя", "рйуи", "л", "мнң", "зж", "пткқсшщчцфхһвдьъ", "ғгб")):
    for letter in letters:
        GROUP[letter] = number


def group_of(shape):
    """What an ending can see of its shape: the class of the last letter, and harmony by the last vowel."""
    back = 0
    for letter in reversed(shape):
        if letter in "аоұыёяю":
            back = 1
            break
        if letter in "әеөүіэ":
            break
    else:
        back = int("қ" in shape or "ғ" in shape)
    return 2 * GROUP[shape[-1]] + back


# Endings of the second person, which news and laws do without, in both harmonies: A is а/е, I is ы/і, G is ғ/г. By
# what they follow: V a vowel, C a consonant, D a voiced one, T a voiceless one, and of verbs R р й у и л, N the others
# that are voiced.
SECOND_PERSON = [
    (0, "V", "ң ңA ңдI ңнAн ңнIң ңдA ңмен ңIз ңIздI ңIзGA ңIздIң ңIздAн ңIздA лAрIң лAрIңдI лAрIңA лAрIңIз"),
    (0, "C", "Iң IңA IңдI IңнAн IңнIң IңдA Iңмен IңIз IңIздI IңIзGA IңIздIң IңIздAн IңIздA"),
    (0, "T", "тAрIң тAрIңдI тAрIңA тAрIңIз"),
    (1, "V", "йсIң рсIң псIң дIң дIңIз сAң сAңIз ңIз ңдAр йсIз GAнсIң мAйсIң мAсAң мAдIң мAңIз мAйсIз"),
    (1, "C", "AсIң AрсIң IпсIң сAң сAңIз Iң IңIз IңдAр AсIз"),
    (1, "D", "дIң дIңIз GAнсIң"),
    (1, "T", "тIң тIңIз пAйсIң пAсAң пAдIң пAңIз пAйсIз"),
    (1, "R", "мAйсIң мAсAң мAдIң мAңIз мAйсIз"),
    (1, "N", "бAйсIң бAсAң бAдIң бAңIз бAйсIз"),
]
SECOND_PERSON_COUNT = 8.0  # of each ending behind each group
CLASSES = {"V": (0,), "C": (1, 2, 3, 4, 5, 6), "D": (1, 2, 3, 4), "T": (5,), "R": (1, 2), "N": (3, 4)}


def second_person():
    """[(group, category, ending)]"""
    for category, follows, endings in SECOND_PERSON:
        for ending in endings.split():
            for back in (0, 1):
                letters = ending.translate(str.maketrans("AIG", "аығ" if back else "еіг"))
                for number in CLASSES[follows]:
                    yield 2 * number + back, category, letters


def cut(analysis, word):
    """(shape, ending) in the ordinary alphabet; `word` in the grammar's."""
    ending = "".join(arc.letters for _, arc in reversed(analysis[2]))
    shape = word[:len(word) - len(ending)] if ending else word
    if ending and shape.endswith("й") and ending[0] in "ау" and len(shape) > 1:
        return g.external(shape[:-1]), ("я" if ending[0] == "а" else "ю") + g.external(ending[1:])
    return g.external(shape), g.external(ending)


def count(path, words, cases):
    """{(shape, 0 for nouns or 1 for verbs): count}, {(group, category, ending): probability}, and how often each
    shape is capitalised; `cases`: that of words."""
    grammar, fitted = generate.trained(path)
    shapes, endings = collections.Counter(), collections.Counter()
    seen = collections.defaultdict(collections.Counter)
    known = {g.external(root) for root, _ in fitted.roots}

    def add(shape, category, ending, times):
        shapes[shape, category] += times
        endings[group_of(shape), category, ending] += times

    for word in sorted(words):
        letters = g.internal(word)
        if not letters:
            continue
        best = max(analyser.analyses(grammar, letters), key=fitted.score)
        shape, ending = cut(best, letters)
        category = "NV".index(best[1])
        if not shape:
            continue
        add(shape, category, ending, words[word])
        seen[shape, category].update(cases[word])
        for derived in DERIVED:
            base = shape[:len(shape) - len(derived)]
            if category == 0 and shape.endswith(derived) and len(base) > 2 and base in known:
                endings[group_of(base), 0, derived + ending] += words[word]
                break
    for root, category in sorted(fitted.typed):
        root = g.external(root)
        for shape, times in unseen_shapes(root, category):
            shapes[shape, "NV".index(category)] += times
    listed = names()
    for root, category, times in typed_here():
        for shape, share in unseen_shapes(root, category):
            shapes[shape, "NV".index(category)] += share / UNSEEN * times
            seen[shape, "NV".index(category)]["title" if root in listed else "lower"] += 2
    for key in second_person():
        endings[key] += SECOND_PERSON_COUNT
    total = collections.Counter()
    for (group, category, _), times in endings.items():
        total[group, category] += times
    return shapes, {key: times / total[key[:2]] for key, times in endings.items()}, seen


def read_list(name):
    """[(word, count)]: `@ n` on a line of its own gives the count of the words that follow."""
    found, times = [], 1.0
    for line in (WORDS / name).read_text(encoding="utf8").splitlines():
        if line.startswith("@"):
            times = float(line[1:])
        elif not line.startswith("#"):
            found += [(word, times) for word in line.split()]
    return found


def surnames(name):
    """What Kazakh surnames a given name makes: Қайрат Қайратов, Әли Әлиев, Тоқай Тоқаев."""
    if name[-1] in "әаеиы":
        return [name + "ев"]
    if name[-1] == "й":
        return [name[:-1] + "ев"]
    if name[-1] in "іьяю":
        return []
    return [name + "ов"]


def names():
    """Names of people, their surnames and patronymics, and of places: {name in lower case: count}."""
    found = collections.Counter()
    for name, _ in read_list("names.txt"):
        for part in name.lower().split("-"):
            found[part] = 1.0
        if "-" not in name:
            for surname in surnames(name.lower()):
                found[surname] = found[surname + "а"] = 0.5
            for patronymic in ("ұлы", "қызы"):
                found[name.lower() + patronymic] = 0.1
    for name, _ in read_list("places.txt"):
        for part in name.lower().split("-"):
            found[part] = 1.0
    return found


def typed_here():
    """(root, category, count) of the lists beside this file."""
    for name, category in (("roots_noun.txt", "N"), ("roots_verb.txt", "V")):
        for root, times in read_list(name):
            for part in root.lower().split("-"):
                yield part, category, times * LIST_WEIGHT
    for name, times in sorted(names().items()):
        yield name, "N", times * NAME_WEIGHT


def unseen_shapes(root, category):
    """The shapes that a root may take, with the share of UNSEEN that each gets."""
    yield root, UNSEEN
    voiced = {"қ": "ғ", "к": "г", "п": "б"}.get(root[-1])
    if voiced and len(root) > 2 and (category == "N" or root[-1] == "п"):
        yield root[:-1] + voiced, UNSEEN / 2
    if category == "V" and root[-1] in "ыі" and len(root) > 2:
        yield root[:-1], UNSEEN / 2
