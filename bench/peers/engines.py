"""The engines of the comparison: how each program is found or built, and called."""
import dataclasses
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
BUILDS = ROOT / "build/peers"  # outside what is committed; downloads of cargo and Maven, too
IZDE_TARGETS = ["izde-generate", "izde-tokenise", "izde-peer-queries", "izde-peer", "izde-raw"]


class Unavailable(Exception):
    """An engine that cannot be built here, with the reason."""


@dataclasses.dataclass(eq=False)  # hashable: one is one program
class Engine:
    name: str
    command: list            # the program and its first arguments
    files: list              # what the program is made of, to know whether it has changed
    scale: float = 1.0       # its BM25 over izde's where the formula is the same
    exact_lengths: bool = False
    same_formula: bool = False
    reordered: bool = False  # izde with documents renumbered: its scores are held against izde's by rank

    def version(self):
        return subprocess.run([*self.command, "version"], capture_output=True, text=True, check=True).stdout.strip()

    def fingerprint(self):
        digest = hashlib.sha256()
        for file in self.files:
            digest.update(pathlib.Path(file).read_bytes())
        return digest.hexdigest()[:16]


def setting():
    """Where and of what figures are: processor, cores, load, commit."""
    processor = re.search(r"model name\s*:\s*(.+)", pathlib.Path("/proc/cpuinfo").read_text())
    git = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return (f"{processor[1] if processor else 'unknown processor'}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f} at the start, "
            f"izde at {git.stdout.strip().replace('-dirty', ' with changes') or 'no commit'}")


def run(command, log, **options):
    """Runs a step of a build; its output goes to `log`."""
    with open(log, "wb") as out:
        done = subprocess.run(list(map(str, command)), stdout=out, stderr=subprocess.STDOUT, **options)
    if done.returncode != 0:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise Unavailable(f"{' '.join(map(str, command[:3]))} ... failed, see {log}\n{tail}")


def build_izde(folder=None, as_built=False):
    """izde's own programs, of the release preset unless `folder` names a build; returns their folder."""
    if as_built:
        return pathlib.Path(folder or ROOT / "build/release") / "bench/peers"
    if folder is None:
        folder = ROOT / "build/release"
        run(["cmake", "--preset", "release", "-DIZDE_BENCHMARKS=ON"], BUILDS / "izde.configure.log", cwd=ROOT)
    run(["cmake", "--build", folder, "--target", *IZDE_TARGETS], BUILDS / "izde.log", cwd=ROOT)
    return pathlib.Path(folder) / "bench/peers"


def izde(programs):
    return Engine("izde", [programs / "izde-peer"], [programs / "izde-peer"], exact_lengths=True, same_formula=True)


def izde_reordered(programs):
    """The same with documents reordered by optimize(): figures beside izde's, never in a ratio."""
    return Engine("izde reordered", [programs / "izde-peer", "--reorder"], [programs / "izde-peer"], reordered=True)


def tantivy():
    cargo = shutil.which("cargo")
    if cargo is None:
        raise Unavailable("cargo is not there")
    target = BUILDS / "tantivy"
    environment = {**os.environ, "CARGO_HOME": str(BUILDS / "cargo"), "CARGO_TARGET_DIR": str(target)}
    run([cargo, "build", "--release", "--locked"], BUILDS / "tantivy.log", cwd=HERE / "tantivy", env=environment)
    program = target / "release/izde-peer-tantivy"
    # tantivy keeps the factor k1 + 1.
    return Engine("tantivy", [program], [program], scale=2.2, same_formula=True)


def java_homes():
    """Java development kits of this machine, the newest first, as (version, folder)."""
    candidates = {os.environ.get("JAVA_HOME", "")} | {str(p) for p in pathlib.Path("/usr/lib/jvm").glob("*")}
    if found := shutil.which("javac"):
        candidates.add(str(pathlib.Path(found).resolve().parents[1]))
    homes = []
    for home in filter(None, candidates):
        javac = pathlib.Path(home) / "bin/javac"
        if javac.exists():
            words = subprocess.run([javac, "-version"], capture_output=True, text=True).stdout.split()
            if len(words) == 2 and words[1].split(".")[0].isdigit():
                homes.append((int(words[1].split(".")[0]), home))
    return sorted(homes, reverse=True)


def lucene():
    homes = java_homes()
    if not homes or homes[0][0] < 21:
        raise Unavailable("no Java development kit of version 21 or later")
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("mvn is not there")
    home, folder = homes[0][1], BUILDS / "lucene"
    jars, classes = folder / "jars", folder / "classes"
    classes.mkdir(parents=True, exist_ok=True)
    version = re.search(r"<lucene.version>(.+?)<", (HERE / "lucene/pom.xml").read_text())[1]
    if any(not (jars / f"lucene-{part}-{version}.jar").exists() for part in ("core", "analysis-common")):
        shutil.rmtree(jars, ignore_errors=True)
        run([maven, "-q", "-B", "-f", HERE / "lucene/pom.xml", f"-Dmaven.repo.local={BUILDS / 'm2'}", f"-DoutputFolder={folder}",
             "dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={jars}"],
            BUILDS / "lucene.log", env={**os.environ, "JAVA_HOME": home})
    run([f"{home}/bin/javac", "--release", "21", "-cp", f"{jars}/*", "-d", classes,
         HERE / "lucene/src/main/java/PeerLucene.java"], BUILDS / "lucene.javac.log")
    command = [f"{home}/bin/java", "-Xmx1g", "-XX:+UseParallelGC", "--add-modules", "jdk.incubator.vector",
               "--enable-native-access=ALL-UNNAMED", "-cp", f"{classes}:{jars}/*", "PeerLucene"]
    return Engine("Lucene", command, sorted(classes.glob("*.class")) + sorted(jars.glob("lucene-*.jar")), same_formula=True)


def compiled(name, source, library, header, package):
    """A program of one C++ file and one library of the system."""
    compiler = os.environ.get("CXX") or shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        raise Unavailable("no C++ compiler")
    probe = subprocess.run([compiler, "-E", "-x", "c++", "-"], input=f"#include <{header}>\n", text=True, capture_output=True)
    if probe.returncode != 0:
        raise Unavailable(f"{header} is not there (Debian: {package})")
    program = BUILDS / source.parent.name
    program.mkdir(parents=True, exist_ok=True)
    program /= "peer"
    run([compiler, "-std=c++20", "-O2", source, "-o", program, f"-l{library}"], BUILDS / f"{source.parent.name}.log")
    return Engine(name, [program], [program])


def xapian():
    return compiled("Xapian", HERE / "xapian/peer.cc", "xapian", "xapian.h", "libxapian-dev")


def fts5():
    return compiled("FTS5", HERE / "fts5/peer.cc", "sqlite3", "sqlite3.h", "libsqlite3-dev")


PEERS = {"tantivy": tantivy, "lucene": lucene, "xapian": xapian, "fts5": fts5}


def build_peers(names):
    """Engines that can be built, in the order of the tables; the others are named and skipped."""
    engines = []
    BUILDS.mkdir(parents=True, exist_ok=True)
    for name in names:
        print(f"building {name} ...", file=sys.stderr, flush=True)
        try:
            engines.append(PEERS[name]())
            engines[-1].version()
        except (Unavailable, subprocess.CalledProcessError, OSError) as reason:
            engines = [e for e in engines if e.name.lower() != name]
            print(f"skipped {name}: {reason}", file=sys.stderr, flush=True)
    return engines
