"""Calls the engines' programs: figures of indexing, results and times of searches."""
import json
import os
import pathlib
import subprocess
import threading
import time


class Failed(Exception):
    """A program that did not do what it was asked."""


class MemoryWatch(threading.Thread):
    """The greatest memory of a process, sampled: its own (anonymous), and with mapped files."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.status = pathlib.Path(f"/proc/{pid}/status")
        self.own_bytes = self.resident_bytes = 0
        self.start()

    def run(self):
        while True:
            try:
                lines = dict(line.split(":", 1) for line in self.status.read_text().splitlines())
                own, peak = lines["RssAnon"], lines["VmHWM"]
            except (OSError, KeyError):
                return  # it has ended
            self.own_bytes = max(self.own_bytes, int(own.split()[0]) * 1024)
            self.resident_bytes = max(self.resident_bytes, int(peak.split()[0]) * 1024)
            time.sleep(0.01)


def warm(file):
    """Reads a file, so that it stands in the page cache."""
    with open(file, "rb") as content:
        while content.read(1 << 22):
            pass


def size_of(folder):
    return sum(file.stat().st_size for file in pathlib.Path(folder).rglob("*") if file.is_file())


def measured(command):
    """Runs a program that prints one JSON object; returns it with the process's memory and CPU time."""
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        watch = MemoryWatch(process.pid)
        errors = []
        reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
        reader.start()
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        reader.join()
    if process.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{errors[0]}")
    # Not ru_maxrss: it begins with what the parent had before the program took its place.
    return json.loads(out) | {"own_bytes": watch.own_bytes, "resident_bytes": watch.resident_bytes,
                              "cpu_seconds": usage.ru_utime + usage.ru_stime}


def index(engine, tokens, folder, rounds):
    """Figures of indexing `tokens` into `folder`."""
    figures = measured([*engine.command, "index", tokens, folder, rounds])
    return figures | {"index_bytes": size_of(folder), "rounds": rounds}


def search(engine, folder, tasks, rounds, budget_ms, scratch):
    """Runs tasks (limit, operator, terms) in their order; returns (nanoseconds, rounds, result) of each."""
    file = pathlib.Path(scratch) / f"tasks.{engine.name.replace(' ', '_')}"
    file.write_text("".join(f"{limit}\t{operator}\t{terms}\n" for limit, operator, terms in tasks))
    command = [*engine.command, "search", folder, file, rounds, budget_ms]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr}")
    answers = [line.split("\t") for line in done.stdout.splitlines()]
    if len(answers) != len(tasks) or any(len(answer) != 3 for answer in answers):
        raise Failed(f"{engine.name} answered {len(answers)} of {len(tasks)} tasks")
    return [(int(best), int(times), result) for best, times, result in answers]
