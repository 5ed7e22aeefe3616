"""The ways in which Kazakh text is damaged before it reaches a program: docs/design/repair.md."""

LOST_IN_CP1251 = "әғқңөұүһӘҒҚҢӨҰҮҺ"
# Fonts that show Kazakh letters in place of other Cyrillic letters of CP1251.
FONT_LETTERS = dict(zip("ӘәҢңҒғҮүҰұҚқӨөҺһ", "ЈјЅѕЄєЇїЎўЌќҐґЋћ"))
LOOK_ALIKES = dict(zip("аеорсхуіһАВЕКМНОРСТХІ", "aeopcxyihABEKMHOPCTXI"))


def replaced(letters, by=None, share=1.0):
    """Writes another letter for each of `letters`, or for that share of their occurrences."""
    table = letters if by is None else dict.fromkeys(letters, by)
    return lambda text, random: "".join(
        table[c] if c in table and (share == 1.0 or random.random() < share) else c for c in text)


def misread(wrote, read, letters=None):
    """Bytes of one encoding taken for another, letter by letter; what either cannot say stays. Of `letters` only, if given."""
    def one(c):
        if letters is not None and c not in letters:
            return c
        try:
            return c.encode(wrote).decode(read)
        except UnicodeError:
            return c
    return lambda text, random: "".join(map(one, text))


def inserted(sign):
    """Puts an invisible sign into two of three longer words."""
    def one(word, random):
        if len(word) < 6 or random.random() < 1 / 3:
            return word
        at = random.randrange(2, len(word) - 2)
        return word[:at] + sign + word[at:]
    return lambda text, random: " ".join(one(word, random) for word in text.split(" "))


def decomposed(text, random):
    return text.replace("й", "и\u0306").replace("Й", "И\u0306").replace("ё", "е\u0308").replace("Ё", "Е\u0308")


# name: (how, the share to be given back in percent, what ftfy 6 gives back in percent)
KINDS = {
    "`ӊ` for `ң`": (replaced({"ң": "ӊ", "Ң": "Ӊ"}), 99.8, 0),
    "schwa `ə` for `ә`": (replaced({"ә": "ə", "Ә": "Ə"}), 99.8, 0),
    "soft hyphens": (inserted("\u00ad"), 99.8, 0),
    "zero-width spaces": (inserted("\u200b"), 99.8, 0),
    "decomposed й, ё": (decomposed, 99.8, 98.5),
    "Latin look-alikes, half of the letters": (replaced(LOOK_ALIKES, share=0.5), 99.8, 0),
    "capital `И` for `ғ`, `ұ`": (replaced("ғұ", "И"), 99, 0),
    "capital `И`, half of them": (replaced("ғұ", "И", 0.5), 99, 0),
    "font letters (`ќ ѕ є ї ў ј ґ ћ`)": (replaced(FONT_LETTERS), 99.5, 0),
    "KZ-1048 read as CP1251": (misread("kz1048", "cp1251"), 99.5, 0),
    "PT154 read as CP1251": (misread("ptcp154", "cp1251"), 99.5, 0),
    "UTF-8 read as CP1251": (misread("utf-8", "cp1251"), 99.5, 92),
    "UTF-8 read as Latin-1": (misread("utf-8", "latin-1"), 99.5, 98.5),
    "UTF-8 read as CP1251, Kazakh letters only": (misread("utf-8", "cp1251", LOST_IN_CP1251 + "іІ"), 99.5, 0),
    "question marks, `і` kept": (replaced(LOST_IN_CP1251, "?"), 97, 0),
    "question marks, `і` lost as well": (replaced(LOST_IN_CP1251 + "іІ", "?"), 95, 0),
    "U+FFFD, `і` kept": (replaced(LOST_IN_CP1251, "\ufffd"), 97, 0),
}
