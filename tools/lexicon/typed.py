"""Roots and irregular forms typed from knowledge of the language: roots/*.txt, one file a kind."""

import pathlib

import grammar as g

FOLDER = pathlib.Path(__file__).parent / "roots"


def words(name):
    path = FOLDER / name
    if not path.exists():
        return []
    text = "\n".join(line.split("#")[0] for line in path.read_text(encoding="utf8").splitlines())
    return text.split()


def roots():
    """[(root in the grammar's letters, category)]"""
    found = set()
    for path in sorted(FOLDER.glob("*.txt")):
        category = {"verb": "V"}.get(path.stem.split("_")[0], "N")
        if path.stem.startswith(("irregular", "alternates", "whole", "free")):
            continue
        for word in words(path.name):
            letters = g.internal(word)
            if not letters:
                raise ValueError(f"{path.name}: {word}")
            found.add((letters, category))
    return sorted(found)


def pairs(name):
    for item in words(name):
        stem, forms = item.split("=")
        for form in forms.split(","):
            yield form, stem


def irregular():
    """{whole form in the grammar's letters: its stem as written}"""
    return {g.internal(form): stem for form, stem in pairs("irregular.txt")} | compound_forms()


def compound_forms():
    """Forms of possessed compounds that no noun has: отбасына, отбасында."""
    found = {}
    for word in words("compounds.txt"):
        back = g.harmony_of(word) == g.BACK
        for ending in ("н", "на", "нда", "нан", "ндағы", "ндай") if back else ("н", "не", "нде", "нен", "ндегі", "ндей"):
            found[word + ending] = word
    return found


def whole():
    """Words that take no ending, in the grammar's letters."""
    return {g.internal(word): word for word in words("whole.txt")}


def free_harmony():
    return {g.internal(word) for word in words("free_harmony.txt")}


def alternates():
    """{(shape of a root before suffixes, category): root}"""
    found = {}
    for category, name in (("N", "alternates_noun.txt"), ("V", "alternates_verb.txt")):
        for form, stem in pairs(name):
            found[g.internal(form), category] = g.internal(stem)
    return found
