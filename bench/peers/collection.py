"""The collections of the comparison: files of tokens, and the queries made from them."""
import dataclasses
import gzip
import json
import pathlib
import subprocess

QUERY_SEED = 20


@dataclasses.dataclass(frozen=True)
class Query:
    name: str       # its class: "AND 2"
    operator: str   # TERM, AND, OR, PHRASE
    terms: str      # parted by blanks
    doc_freqs: tuple


@dataclasses.dataclass
class Collection:
    name: str
    tokens: pathlib.Path
    queries: list
    figures: dict   # documents, tokens, terms, bytes; text_bytes before analysis


def plain_texts(folder):
    """The documents of a folder of texts: fields of *.jsonl.gz, lines of *.txt; newlines become blanks."""
    for path in sorted(pathlib.Path(folder).glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                document = json.loads(line)
                yield " ".join(f"{document.get('title', '')} {document.get('text', '')}".split())
    for path in sorted(pathlib.Path(folder).glob("*.txt")):
        with open(path, encoding="utf-8") as lines:
            yield from (line.strip() for line in lines)


def tokenise(programs, folder, documents=None, texts=None):
    """Writes folder/tokens, of generated documents or of `texts`; returns the bytes of text."""
    command = [programs / "izde-tokenise"] + (["--docs", str(documents)] if documents else [])
    with open(folder / "tokens", "wb") as out:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.PIPE) as process:
            for text in texts or ():
                process.stdin.write(text.encode() + b"\n")
            _, errors = process.communicate()
    if process.returncode != 0:
        raise SystemExit(f"izde-tokenise failed: {errors.decode()}")
    return int(errors)


def make(programs, folder, name, per_class, reuse, documents=None, texts=None):
    """Makes a collection in `folder`, or takes what is there when `reuse` is set and it fits."""
    folder.mkdir(parents=True, exist_ok=True)
    recipe = {"name": name, "documents": documents, "per_class": per_class, "seed": QUERY_SEED}
    made = folder / "made.json"
    if not (reuse and made.exists() and json.loads(made.read_text())["recipe"] == recipe):
        made.unlink(missing_ok=True)
        text_bytes = tokenise(programs, folder, documents, texts)
        with open(folder / "queries.tsv", "wb") as out:
            done = subprocess.run([programs / "izde-peer-queries", folder / "tokens", str(QUERY_SEED), str(per_class)],
                                  stdout=out, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise SystemExit(f"izde-peer-queries failed: {done.stderr}")
        figures = json.loads(done.stderr) | {"text_bytes": text_bytes}
        made.write_text(json.dumps({"recipe": recipe, "figures": figures}))
    return Collection(name, folder / "tokens", read_queries(folder / "queries.tsv"), json.loads(made.read_text())["figures"])


def read_queries(path):
    queries = []
    for line in path.read_text().splitlines():
        name, operator, terms, freqs = line.split("\t")
        queries.append(Query(name, operator, terms, tuple(map(int, freqs.split()))))
    return queries
