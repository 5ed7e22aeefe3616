"""Statistics over queries, rows with their bars, and the tables of bench/peers/run."""
import dataclasses
import json
import math

MODES = {10: "TOP_10", 100: "TOP_100", 0: "COUNT"}
STATISTICS = ("mean", "p50", "p95", "p99")
CLASSES = ("term", "frequent term", "AND 2", "AND 3", "AND 4-8", "AND all", "OR 2", "OR 3", "OR 4-8", "OR all", "phrase")
COUNTED = ("term", "frequent term", "AND all", "OR all", "phrase")
BARS = {"TOP_10": {"OR": 0.7, "AND": 0.7, "phrase": 0.7, "term": 0.5, "frequent term": 0.5},
        "TOP_100": dict.fromkeys(("OR", "AND", "phrase", "term", "frequent term"), 0.8),
        "COUNT": {"AND": 0.8, "OR": 0.8}}


@dataclasses.dataclass
class Row:
    """A figure of each engine; `bar` is the greatest ratio of izde to the best peer (the least when `higher`)."""
    collection: str
    name: str
    unit: str
    values: dict              # by engine
    bar: float | None = None
    higher: bool = False      # more is better
    rivals: tuple | None = None  # peers that count for the best; None: all
    limit: float | None = None   # a bar without a peer: the greatest figure, the least when `higher`
    sampled: frozenset = frozenset()  # engines measured over a sample: shown, never the best peer

    def best_peer(self):
        """(name, figure) of the best peer; (None, None) without one."""
        if self.limit is not None:
            return "bar", self.limit
        peers = {name: value for name, value in self.values.items()
                 if not name.startswith("izde") and name not in self.sampled and (self.rivals is None or name in self.rivals)}
        if not peers:
            return None, None
        best = (max if self.higher else min)(peers, key=peers.get)
        return best, peers[best]

    @property
    def ratio(self):
        _, best = self.best_peer()
        ours = self.values.get("izde")
        return ours / best if best and ours is not None else None

    @property
    def met(self):
        """Whether the bar is reached; None without a bar or without a figure to hold against it."""
        bar = 1.0 if self.limit is not None else self.bar
        if bar is None or self.ratio is None:
            return None
        return self.ratio >= bar if self.higher else self.ratio <= bar


def percentile(ordered, share):
    """The least value that `share` of the values do not pass (nearest rank)."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def summary(times):
    ordered = sorted(times)
    return {"mean": sum(ordered) / len(ordered), "p50": percentile(ordered, 0.50), "p95": percentile(ordered, 0.95),
            "p99": percentile(ordered, 0.99)}


def in_class(name, wanted):
    return name == wanted or (wanted.endswith(" all") and name.startswith(wanted[:-3]))


def search_rows(collection, timed, sampled):
    """`timed`: {(engine, limit): {Query: microseconds}}."""
    engines = list(dict.fromkeys(engine for engine, _ in timed))
    for limit, mode in MODES.items():
        for wanted in COUNTED if limit == 0 else CLASSES:
            figures = {}
            for engine in engines:
                times = [t for query, t in timed.get((engine, limit), {}).items() if in_class(query.name, wanted)]
                if times:
                    figures[engine] = summary(times)
            bar = BARS[mode].get(wanted, BARS[mode].get(wanted.split()[0]))
            for statistic in STATISTICS if figures else ():
                # The bars are set on the mean, and for OR on the 99th percentile.
                barred = statistic == "mean" or (statistic == "p99" and mode == "TOP_10" and wanted.startswith("OR"))
                yield Row(collection, f"{mode} {wanted}, {statistic}", "us", {e: f[statistic] for e, f in figures.items()},
                          bar if barred else None, sampled=frozenset(sampled))


def index_rows(collection, indexed, bytes_of_tokens):
    """`indexed`: {engine: figures of programs.index}."""
    def row(name, unit, figure, **options):
        return Row(collection, name, unit, {e: figure(f) for e, f in indexed.items()}, **options)
    yield row("indexing", "MB/s", lambda f: bytes_of_tokens / 1e6 / f["seconds"], bar=2.0, higher=True)
    yield row("merge to one segment", "s", lambda f: f["merge_seconds"])
    yield row("indexing and merge", "MB/s", lambda f: bytes_of_tokens / 1e6 / (f["seconds"] + f["merge_seconds"]), higher=True)
    yield row("CPU time of both, all threads", "s", lambda f: f["cpu_seconds"] / f["rounds"])
    yield row("segments before the merge", "", lambda f: f["segments"])
    yield row("index size", "MB", lambda f: f["index_bytes"] / 1e6, bar=0.95, rivals=("tantivy", "Lucene"))
    yield row("peak memory of its own", "MB", lambda f: f["own_bytes"] / 1e6)
    yield row("peak memory with mapped files", "MB", lambda f: f["resident_bytes"] / 1e6)


def results(rows):
    """What results.json holds."""
    out = []
    for row in rows:
        peer, best = row.best_peer()
        out.append({"collection": row.collection, "row": row.name, "unit": row.unit, "izde": row.values.get("izde"),
                    "best_peer": best, "peer": peer, "ratio": row.ratio})
    return out


def shown(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def verdict(row):
    """`0.52 (<= 0.7)`, in bold when the bar is missed."""
    if row.ratio is None:
        return "-"
    if row.limit is not None:
        text = f"{'>=' if row.higher else '<='} {shown(row.limit)} {row.unit}"
    elif row.bar is None:
        return f"{row.ratio:.2f}"
    else:
        text = f"{row.ratio:.2f} ({'>=' if row.higher else '<='} {row.bar:g})"
    return text if row.met else f"**{text}**"


def markdown(rows, keep=lambda row: True):
    """Tables, one a collection and kind of rows."""
    lines, heading = [], None
    rows = [row for row in rows if keep(row)]
    for row in rows:
        search = row.name.split()[0] in MODES.values()
        if (row.collection, search) != heading:
            heading = (row.collection, search)
            engines = list(dict.fromkeys(e for r in rows if r.collection == row.collection for e in r.values))
            title = f"{row.collection}: microseconds a query" if search else row.collection
            lines += ["", f"| {title} | " + " | ".join(engines) + " | izde / best peer |", "|---" + "|---:" * (len(engines) + 1) + "|"]
        cells = [("~" if e in row.sampled else "") + shown(row.values.get(e)) if e in row.values else "-" for e in engines]
        name = row.name if search or not row.unit else f"{row.name}, {row.unit}"
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {verdict(row)} |")
    return "\n".join(lines).strip() + "\n"


def for_page(row):
    """The rows that docs/benchmarks.md shows; table.md has all."""
    return not row.name.endswith((", p50", ", p95"))


def put_into_page(page, mark, text):
    """`page` with `text` between the lines `<!-- mark ...` and `<!-- end of mark`."""
    begin = page.index("\n", page.index(f"<!-- {mark}")) + 1
    return page[:begin] + text + page[page.index(f"<!-- end of {mark}"):]


def write(rows, folder, notes):
    (folder / "results.json").write_text(json.dumps(results(rows), ensure_ascii=False, indent=1) + "\n")
    (folder / "table.md").write_text(markdown(rows) + "\n" + notes)
