#!/usr/bin/env python3
"""Damage to dictionary headwords: headwords.py LIST COMMAND [ARG ...]

LIST holds a headword a line; of a gold file (form, lemma, count, with a heading) the lemmas are taken, each as often
as it was counted. COMMAND reads one word a line and prints `word<TAB>stem` a line. A headword is damaged when its
stem is another headword of the list: two words of the dictionary are then found under one key.
Prints the share of types and of tokens damaged; with -v before LIST also the words.
"""
import collections
import subprocess
import sys


def headwords(path):
    """Counter of headwords."""
    counts = collections.Counter()
    with open(path, encoding="utf8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if line.strip()]
    if rows and rows[0][:2] == ["form", "lemma"]:
        for _, lemma, count in rows[1:]:
            counts[lemma] += int(count)
    else:
        for row in rows:
            counts[row[0].strip()] += 1
    return counts


def stems_of(words, command):
    done = subprocess.run(command, input="\n".join(words) + "\n", capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    if [r[0] for r in rows] != words or any(len(r) < 2 for r in rows):
        sys.exit("the command did not answer every word, in order, as word<TAB>stem")
    return {word: stem for word, stem, *_ in rows}


def damaged_of(counts, stems):
    """Headwords whose stem is another headword."""
    return [word for word, stem in stems.items() if stem != word and stem in counts]


def main(arguments):
    verbose = arguments[:1] == ["-v"]
    path, *command = arguments[verbose:]
    counts = headwords(path)
    stems = stems_of(sorted(counts), command)
    damaged = damaged_of(counts, stems)
    tokens = sum(counts[w] for w in damaged) / sum(counts.values())
    print(f"headwords {len(counts)} damaged {len(damaged)} types {len(damaged) / len(counts):.2%} tokens {tokens:.2%}")
    if verbose:
        for word in sorted(damaged, key=lambda w: (-counts[w], w)):
            print(f"{word}\t{stems[word]}\t{counts[word]}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1:])
