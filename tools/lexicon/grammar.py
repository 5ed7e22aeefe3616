"""Kazakh morphotactics as data: the arcs that the stemmer walks from the end of a word to its root.

An arc strips one suffix. It holds where the suffix may stand (which states come before it), what it is
attached to (the class of the letter before it) and the state it leads to. The notation of a suffix:
A = а/е, I = ы/і, G = ғ/г, Q = қ/к; the other letters are themselves. A suffix with one of these has two
forms, back and front, that must agree with the word; one without has neither (пен, й, нікі).

Words are handled in letters where я after a vowel sign is йа and ю is йу, so that қоя is қой+а.
"""

LETTERS = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэ"  # codes 1..41; я and ю are written with й
CODE = {c: i + 1 for i, c in enumerate(LETTERS)}
BACK, FRONT = 1, 2
BACK_VOWELS, FRONT_VOWELS = set("аоұыё"), set("әеөүіэ")
VOWELS = BACK_VOWELS | FRONT_VOWELS
VOWEL_SOUNDS = VOWELS | set("иу")
LOAN_LETTERS = set("иуёфвцчщъьэйхжгдб")  # weak signs; see harmony_fits
CLASSES = "VRLNZT"
CLASS_OF = {}
for _letters, _class in (("аәеёоөыіэ", "V"), ("ұү", ""), ("рйуи", "R"), ("л", "L"), ("мнң", "N"), ("зғж", "Z"),
                         ("пткқсшщчцфхһбвгд", "T")):
    for _c in _letters:
        CLASS_OF[_c] = _class
# What may end a stem beside what its last letter says: ж is heard voiced or not, final н of loans, etc.
ANY, CONS = "VRLNZT", "RLNZT"

# How a suffix changes the end of what it is attached to (undone when stripped).
NONE, VOICED, DROPPED_Y, = 0, 1, 2
# VOICED: suffix begins with a vowel sound, a final қ к п before it may have become ғ г б.
# DROPPED_Y: a final ы/і was lost before it (оқы+у = оқу, оқы+йды = оқиды).
# W_FROM_P: тап+ып = тауып: the suffix carries the у, the stem gets its п back.
W_FROM_P, = 3,
# JOINED_I: ки+йу = кию: the й belongs to the spelling of и.

# Arcs: (name, states before, state after, [(classes, suffix)], how). The classes are of the letter before.
NOMINAL = "N LY DG NK PT PT2 PLN GR ND CMP AG"
AORIST = "PT3 PT4"  # seldom a noun: кел+ер+ін, but негіз+дер+ін
ARCS = []


EXTRA_COST = {}  # {name of an arc: nats}: what counts cannot tell, since a commoner reading hides it


def arc(name, before, after, forms, how=NONE, extra=0.0):
    ARCS.append((name, tuple(before.split()), after, forms, how))
    EXTRA_COST[name] = extra


def by_class(stem_v, stem_l, stem_t, nasal=None):
    """Forms after V R, after L N Z, after T; `nasal` after N when it differs."""
    if nasal is None:
        return [("VR", stem_v), ("LNZ", stem_l), ("T", stem_t)]
    return [("VR", stem_v), ("LZ", stem_l), ("N", nasal), ("T", stem_t)]


# Nominal chain.
arc("plural", NOMINAL, "PL", by_class("лAр", "дAр", "тAр"))
arc("poss1sg", NOMINAL + " PL", "PX", [("V", "м")])
arc("poss1sg", NOMINAL + " PL", "PX", [(CONS, "Iм")], VOICED)
arc("poss2sg", NOMINAL + " PL", "PX", [("V", "ң")])
arc("poss2sg", NOMINAL + " PL", "PX", [(CONS, "Iң")], VOICED)
arc("poss2pol", NOMINAL + " PL", "PX", [("V", "ңIз")])
arc("poss2pol", NOMINAL + " PL", "PX", [(CONS, "IңIз")], VOICED)
arc("poss1pl", NOMINAL + " PL", "PX", [("V", "мIз")])
arc("poss1pl", NOMINAL + " PL", "PX", [(CONS, "IмIз")], VOICED)
arc("poss2pls", NOMINAL, "PX", [("V", "ңдAр"), ("V", "ңIздAр")])
arc("poss2pls", NOMINAL, "PX", [(CONS, "IңдAр"), (CONS, "IңIздAр")], VOICED)
arc("poss3", NOMINAL, "P3", [("V", "сI")])
arc("poss3", NOMINAL + " PL", "P3", [(CONS, "I")], VOICED)
arc("poss_aor", AORIST, "P3", [(CONS, "I")], VOICED, 2.0)
arc("poss_aor", AORIST, "PX", [(CONS, "Iм"), (CONS, "Iң"), (CONS, "IмIз"), (CONS, "IңIз")], VOICED, 2.0)
arc("dat_aor", AORIST, "CD", [("R", "GA"), ("T", "QA")], NONE, 1.0)
arc("loc_aor", AORIST, "CL", [("R", "дA"), ("T", "тA"), ("R", "дAн"), ("T", "тAн")], NONE, 1.0)
arc("day_aor", AORIST, "EQ", [("R", "дAй"), ("T", "тAй"), ("R", "лIQтAй"), ("T", "тIQтAй")])
CASED = NOMINAL + " PL PX"
arc("gen", CASED, "CG", [("VN", "нIң"), ("RLZ", "дIң"), ("T", "тIң")])
arc("acc", CASED, "CA", [("V", "нI"), ("RLNZ", "дI"), ("T", "тI")])
arc("dat", NOMINAL + " PL", "CD", [("VRLNZ", "GA"), ("T", "QA")])
arc("dat_px", "PX", "CD", [("N", "A"), ("NZ", "GA")])
arc("loc", CASED, "CL", [("VRLNZ", "дA"), ("T", "тA")])
arc("abl", CASED, "CL", [("VRLZ", "дAн"), ("N", "нAн"), ("T", "тAн")])
arc("ins", CASED + " P3", "CI", [("VRLN", "мен"), ("Z", "бен"), ("T", "пен")])
arc("ins_long", CASED + " P3", "CI", [("VRLN", "менен"), ("Z", "бенен"), ("T", "пенен")])
arc("gen3", "P3", "CG", [("V", "нIң")])
arc("acc3", "P3", "CA", [("V", "н")])
arc("dat3", "P3", "CD", [("V", "нA")])
arc("loc3", "P3", "CL", [("V", "ндA")])
arc("abl3", "P3", "CL", [("V", "нAн")])
arc("dagy", CASED, "DG", [("VRLNZ", "дAGI"), ("T", "тAGI")])
arc("dagy3", "P3", "DG", [("V", "ндAGI")])
arc("niki", CASED + " P3", "NK", [("V", "нікі"), ("RLNZ", "дікі"), ("T", "тікі")])
arc("day", CASED, "EQ", [("VRLNZ", "дAй"), ("T", "тAй")])
arc("day3", "P3", "EQ", [("V", "ндAй")])
arc("sha3", "P3", "AV", [("V", "ншA")])
arc("sha_px", "PX", "AV", [("NZ", "шA")])
arc("syz", "GR", "LY", [(ANY, "сIз")])
arc("comp", "N LY", "CMP", [("V", "рAQ")])
arc("comp", "N LY", "CMP", [(CONS, "IрAQ")], VOICED)
PREDICATE = NOMINAL + " " + AORIST + " PL PX P3 CL EQ"
arc("pred1sg", PREDICATE, "E", [("VRLN", "мIн"), ("Z", "бIн"), ("T", "пIн")])
arc("pred2sg", PREDICATE, "E", [(ANY, "сIң")])
arc("pred2pol", PREDICATE, "E", [(ANY, "сIз")], NONE, 4.0)  # far more often "without"
arc("pred1pl", PREDICATE, "E", [("VRL", "мIз"), ("NZ", "бIз"), ("T", "пIз")])
arc("pred2pl", PREDICATE, "E", [(ANY, "сIңдAр"), (ANY, "сIздAр")])
arc("pred3", PREDICATE, "E", [("VRLNZ", "дIр"), ("T", "тIр")], NONE, 1.5)

# What makes another word of a noun. The lexicon need not list such words: a known noun with one of these is
# as good as known, and stays whole.
DERIVED = {
    "lyq": by_class("лIQ", "дIQ", "тIQ"), "shylyq": [(ANY, "шIлIQ")], "lylyq": by_class("лIлIQ", "дIлIQ", "тIлIQ"),
    "syzdyq": [(ANY, "сIздIQ")], "dastyq": by_class("лAстIQ", "дAстIQ", "тAстIQ"), "das": by_class("лAс", "дAс", "тAс"),
    "shy": [(ANY, "шI")], "sha": [(ANY, "шA")], "shyl": [(ANY, "шIл")],
    "ly": by_class("лI", "дI", "тI"), "syz": [(ANY, "сIз")],
    "hana": [(ANY, "хана")], "nama": [(ANY, "нама")], "stan": [(ANY, "стан")], "paz": [(ANY, "паз")], "qor": [(ANY, "қор")],
    "ger": [("VRLNZ", "гер"), ("T", "кер")], "tanu": [(ANY, "тану")], "tanushy": [(ANY, "танушы")],
    "araliq": [(ANY, "аралық")],
    # names
    "bai": [(ANY, "бай")], "bek": [(ANY, "бек")], "han": [(ANY, "хан")], "zhan": [(ANY, "жан")], "gul": [(ANY, "гүл")],
    "uly": [(ANY, "ұлы")], "qyzy": [(ANY, "қызы")],
}

# Verbal chain.
STEM = "V VC"
arc("pass_l", STEM, "VC", [("RNZT", "Iл")], VOICED)
arc("pass_l", STEM, "VC", [("V", "л")])
arc("pass_n", STEM, "VC", [("L", "Iн")])
arc("pass_n", "V", "VC", [("V", "н")])
arc("refl", "V", "VC", [("RNZT", "Iн")], VOICED)
arc("recip", STEM, "VC", [(CONS, "Iс")], VOICED)
arc("recip", STEM, "VC", [("V", "с")])
arc("neg", STEM, "NG", [("VRL", "мA"), ("NZ", "бA"), ("T", "пA")])
arc("pres", STEM, "PR", [(CONS, "A")], VOICED)
arc("pres", STEM + " NG", "PR", [("V", "й")])
arc("pres", "V", "PR", [(CONS, "и")], DROPPED_Y)
arc("prs1sg", "PR", "E", [("VR", "мIн")])
arc("prs1sg_short", "PR", "E", [("VR", "м")], NONE, 2.0)
arc("prs2sg", "PR", "E", [("VR", "сIң")])
arc("prs2pol", "PR", "E", [("VR", "сIз")])
arc("prs3", "PR", "E", [("VR", "дI")])
arc("prs1pl", "PR", "E", [("VR", "мIз")])
arc("prs2pl", "PR", "E", [("VR", "сIңдAр"), ("VR", "сIздAр")])
VERB = STEM + " NG"
arc("past", VERB, "PD", [("VRLNZ", "дI"), ("T", "тI")])
arc("pst", "PD", "E", [("V", "м"), ("V", "ң"), ("V", "ңIз"), ("V", "ңдAр"), ("V", "ңIздAр")])
arc("pst_q", "PD", "E", [("V", "Q")], NONE, 2.5)  # nouns in -дық look the same
arc("part", VERB, "PT", [("VRLNZ", "GAн"), ("T", "QAн")])
arc("habit", STEM, "PT2", [(CONS, "AтIн")], VOICED)
arc("habit", STEM, "PT2", [(CONS, "AтұGIн")], VOICED)
arc("habit", VERB, "PT2", [("V", "йтIн"), ("V", "йтұGIн")])
arc("habit", "V", "PT2", [(CONS, "итIн")], DROPPED_Y)
arc("aor", STEM, "PT3", [(CONS, "Aр")], VOICED)
arc("aor_v", STEM, "PT3", [("V", "р")], NONE, 1.0)
arc("negaor", STEM, "PT4", [("VRL", "мAс"), ("NZ", "бAс"), ("T", "пAс")])
arc("plan", STEM, "PLN", [("VRL", "мAQ"), ("NZ", "бAQ"), ("T", "пAQ")])
arc("planshi", "PLN", "E", [("T", "шI")])
arc("cond", VERB, "CN", [(ANY, "сA")])
arc("cnd", "CN", "E", [("V", "м"), ("V", "ң"), ("V", "ңIз"), ("V", "Q"), ("V", "ңдAр"), ("V", "ңIздAр"), ("V", "шI")])
arc("desid", VERB, "DS", [("VRLNZ", "GI"), ("T", "QI")])
arc("des", "DS", "P3", [("V", "сI")])
arc("des", "DS", "PX", [("V", "м"), ("V", "ң"), ("V", "мIз"), ("V", "ңIз")])
arc("imp2", VERB, "E", [("V", "ңIз"), ("V", "ңдAр"), ("V", "ңIздAр"), ("V", "ң")])
arc("imp2", STEM, "E", [(CONS, "IңIз"), (CONS, "IңдAр"), (CONS, "IңIздAр"), (CONS, "Iң")], VOICED)
arc("imp3", VERB, "E", [(ANY, "сIн")])
arc("imp1", STEM, "E", [(CONS, "AйIн"), (CONS, "AйIQ")], VOICED)
arc("imp1", VERB, "E", [("V", "йIн"), ("V", "йIQ")])
arc("imp1", "V", "E", [(CONS, "иIн"), (CONS, "иIQ")], DROPPED_Y)
arc("please", VERB, "E", [(ANY, "шI")])
arc("opt", VERB, "E", [("VRLNZ", "GAй"), ("T", "QAй")])
arc("conv", STEM, "CV", [(CONS, "Iп")], VOICED)
arc("conv", VERB, "CV", [("V", "п")])
arc("conv", "V", "CV", [("V", "уIп")], W_FROM_P)
arc("hearsay", "CV", "E", [("T", "тI"), ("T", "пIн"), ("T", "сIң"), ("T", "сIз"), ("T", "пIз")])
arc("convsince", VERB, "E", [("VRLNZ", "GAлI"), ("T", "QAлI")])
arc("until", "PT", "E", [("N", "шA")])
arc("without", "NG", "E", [("V", "йIншA")])
arc("assoon", STEM, "E", [(CONS, "IсIмен")], VOICED)
arc("gerund", STEM, "GR", [(CONS, "у")], VOICED)
arc("gerund", VERB, "GR", [("V", "у")])
arc("gerund", "V", "GR", [(CONS, "у")], DROPPED_Y)
arc("agent", STEM, "AG", [(CONS, "ушI")], VOICED)
arc("agent", VERB, "AG", [("V", "ушI")])
arc("agent", "V", "AG", [(CONS, "ушI")], DROPPED_Y)
arc("dyq", "PT PT2", "ND", [("N", "дIQ")])
arc("dyg", "PT PT2", "P3", [("N", "дIGI")])

STATES = sorted({a[2] for a in ARCS} | {"N", "V"})
# A word may end in these states.
FINAL = set(STATES) - {"DS", "V", "N", "VC", "PLNG", "NDG", "CMPG"}  # nobody orders "be written"


SONORANTS = set("рлнмңй")
HISSES = set("сшхфк")


def bad_end(stem):
    """Whether a root is unlikely to end so: two consonants that no Kazakh syllable ends in."""
    if len(stem) < 3 or stem[-1] in VOWEL_SOUNDS or stem[-2] in VOWEL_SOUNDS or "ь" in stem[-3:] or "ъ" in stem[-3:]:
        return False
    return stem[-1] in SONORANTS or not (stem[-2] in SONORANTS or (stem[-2] in HISSES and stem[-1] in "ткқпс"))


def harmony_of(text):
    """Harmony of the last vowel of `text`; without one, of its last қ ғ or к г; 0 when nothing tells."""
    for c in reversed(text):
        if c in BACK_VOWELS:
            return BACK
        if c in FRONT_VOWELS:
            return FRONT
    for c in reversed(text):
        if c in "қғ":
            return BACK
        if c in "кг":
            return FRONT
    return 0


def letter_class(text):
    """Class of the last letter that sounds (ь and ъ do not)."""
    for c in reversed(text):
        if c not in "ьъ":
            return CLASS_OF[c]
    return ""


def expand(template):
    """[(letters, harmony)] of a suffix template."""
    back, front = {"A": "а", "I": "ы", "G": "ғ", "Q": "қ"}, {"A": "е", "I": "і", "G": "г", "Q": "к"}
    if not any(c in back for c in template):
        return [(template, 0)]
    return [("".join(t.get(c, c) for c in template), h) for t, h in ((back, BACK), (front, FRONT))]


def voiced_form(letters):
    return {"қ": "ғ", "к": "г"}.get(letters[-1])


def expanded_arcs():
    """[(name, before, after, classes, letters, harmony, how)]: one a spelling.

    A suffix that ends in қ/к is also listed voiced, to stand before a suffix that begins with a vowel.
    """
    out = []
    for name, before, after, forms, how in ARCS:
        for classes, template in forms:
            for letters, harmony in expand(template):
                out.append((name, before, after, classes, letters, harmony, how))
                if after in ("PLN", "ND", "CMP") and voiced_form(letters):
                    out.append((name, before, after + "G", classes, letters[:-1] + voiced_form(letters), harmony, how))
    return out


DERIVED_BY_LAST = {}  # {last letter: [(letters, classes, harmony, name)]}
for _name, _forms in DERIVED.items():
    for _classes, _template in _forms:
        for _letters, _harmony in expand(_template):
            DERIVED_BY_LAST.setdefault(_letters[-1], []).append((_letters, _classes, _harmony, _name))


def internal(word):
    """The letters the grammar works on, or None for a word with another sign in it."""
    word = word.replace("я", "йа").replace("ю", "йу")
    return word if all(c in CODE for c in word) else None


def external(letters):
    return letters.replace("йа", "я").replace("йу", "ю")
