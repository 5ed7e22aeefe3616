#!/usr/bin/env python3
"""Makes the table of bench/run from the JSON that Google Benchmark wrote.

    table.py [--generator PROGRAM] [--page FILE] FOLDER

Reads FOLDER/{text,indexing,search}.json, writes FOLDER/results.json and FOLDER/table.md, prints the latter. With --page
it also puts the table between the marks `<!-- figures` and `<!-- end of figures -->` of FILE.
"""
import argparse
import json
import pathlib
import resource
import subprocess

TEXT = {
    "decode_utf8": "decode, UTF-8 that is valid",
    "decode_kz1048": "decode, KZ-1048",
    "repair_clean": "repair, clean text",
    "repair_damaged": "repair, every document damaged",
    "scan": "scan for letters and for signs of damage",
    "tokenise": "scan and tokenise",
    "stem": "stem, different words, no cache",
    "analyze_clean": "whole analysis, clean text",
    "analyze_damaged": "whole analysis, every document damaged",
    "analyze_without_repair": "whole analysis, clean text, repair off",
    "analyze_as_one_text": "whole analysis, clean text, all documents as one",
    "icu_break_fold_nfc": "for comparison: ICU word breaks in UTF-16, case folding and NFC of each word",
    "icu_break_fold_nfc_utf8": "for comparison: the same, word breaks in UTF-8",
    "icu_fold_nfc_break": "for comparison: ICU folds and composes the whole text, then breaks it",
}
INDEXING = {
    "index_in_memory": "index in memory",
    "index_on_disk": "index on disk",
    "index_on_disk_nothing_stored": "index on disk, nothing stored",
    "index_json_lines_one_thread": "JSON lines parsed and indexed on disk",
    "index_json_lines_two_threads": "the same, two threads",
    "index_tokenised": "bodies cut at white space, nothing stored, no families",
    "optimize": "eight segments of those bodies merged to one",
    "optimize_reordered": "the same, documents reordered",
}
OPENING = {"open_index": "open the index", "open_and_search": "open the index and search once"}
SEARCH = {
    "one_word": "one word",
    "one_frequent_word": "one frequent word (in over 5 % of documents)",
    "one_rare_word": "one rare word (in 2 to 10 documents)",
    "or_2_words": "any of two words",
    "or_5_words": "any of five words",
    "and_2_words": "both of two words",
    "phrase_2_words": "phrase of two words",
    "prefix_4_letters": "prefix of four letters",
    "word_without_kazakh_letters": "one word typed without Kazakh letters",
}


def read(folder, name):
    """Benchmarks by name without their modifiers, and the context."""
    found = json.loads((folder / f"{name}.json").read_text())
    return {b["name"].split("/")[0]: b for b in found["benchmarks"] if not b.get("error_occurred")}, found["context"]


def rows(folder):
    """Yields (title of a table or None, row, [(value, unit), ...])."""
    text, _ = read(folder, "text")
    yield "text analysis, one thread", None, ["MB/s", "million words/s"]
    for key, label in TEXT.items():
        if key in text:
            yield None, label, [text[key]["bytes_per_second"] / 1e6, text[key]["words_per_second"] / 1e6]
    indexing, context = read(folder, "indexing")
    yield f"indexing, one thread if not said otherwise, commit included ({context['collection']})", None, ["documents/s", "MB/s", "index / text"]
    for key, label in INDEXING.items():
        b = indexing[key]
        yield None, label, [b["documents_per_second"], b["bytes_per_second"] / 1e6, b["index_per_text"]]
    yield "opening", None, ["microseconds"]
    for key, label in OPENING.items():
        yield None, label, [indexing[key]["real_time"]]
    search, context = read(folder, "search")
    yield f"search, ten hits and the total, one thread ({context['collection']})", None, [
        "mean µs", "p50 µs", "p95 µs", "p99 µs", "matches"]
    for key, label in SEARCH.items():
        b = search[key]
        yield None, label, [b["cpu_time"], b["p50_us"], b["p95_us"], b["p99_us"], b["matches"]]


def generator_speed(program):
    """Bytes a second of CPU time, over 50,000 documents."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    size = 0
    with subprocess.Popen([program, "--docs", "50000"], stdout=subprocess.PIPE) as process:
        while chunk := process.stdout.read(1 << 20):
            size += len(chunk)
    if process.returncode != 0:
        raise SystemExit(f"{program} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return size / (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def shown(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--generator", metavar="PROGRAM")
    parser.add_argument("--page", type=pathlib.Path, metavar="FILE")
    parser.add_argument("folder", type=pathlib.Path)
    args = parser.parse_args()
    lines, results, units = [], [], []
    for title, row, values in rows(args.folder):
        if title:
            units = values
            lines += ["", f"| {title} | " + " | ".join(units) + " |", "|---" + "|---:" * len(units) + "|"]
        else:
            lines.append(f"| {row} | " + " | ".join(map(shown, values)) + " |")
            results += [{"row": row, "value": v, "unit": u} for v, u in zip(values, units)]
    if args.generator:
        speed = generator_speed(args.generator) / 1e6
        lines += ["", "| making a collection | MB/s |", "|---|---:|", f"| izde-generate | {shown(speed)} |"]
        results.append({"row": "izde-generate", "value": speed, "unit": "MB/s"})
    (args.folder / "results.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    table = "\n".join(lines).strip() + "\n"
    (args.folder / "table.md").write_text(table)
    print(table, end="")
    if args.page:
        page = args.page.read_text()
        begin = page.index("\n", page.index("<!-- figures")) + 1
        args.page.write_text(page[:begin] + table + page[page.index("<!-- end of figures"):])


if __name__ == "__main__":
    main()
