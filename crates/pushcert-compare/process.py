#!/usr/bin/env python3
"""Measures `pushcert check` as a process against the `openssl` commands that it replaces.

    python3 crates/pushcert-compare/process.py [--rounds N] [--folder-rounds N]

Builds the programs and the input files, then gives every command one turn per round, in an order
that changes from round to round, and prints medians over the rounds: wall time, CPU time (user and
system, of the process and its children), and the ratio of pushcert's time to the command's, taken
within each round. Needs the `openssl` program and a Rust toolchain; no Python package.
"""

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CHECKED_AT = "2026-11-21T00:00:00Z"
PASSWORD = "password"
REPEATS = 100


class Command:
    """A command line with what it is called in the tables and the exit codes that are right."""

    def __init__(self, name, argv, good=(0,)):
        self.name = name
        self.argv = [str(word) for word in argv]
        self.good = good
        self.wall = []
        self.cpu = []

    def run(self, sink):
        """Runs once; appends wall and CPU time in seconds."""
        actions = [(os.POSIX_SPAWN_DUP2, sink, 1), (os.POSIX_SPAWN_DUP2, sink, 2)]
        start = time.perf_counter_ns()
        pid = os.posix_spawn(self.argv[0], self.argv, os.environ, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter_ns() - start
        code = os.waitstatus_to_exitcode(status)
        if code not in self.good:
            raise SystemExit(f"exit code {code}: {' '.join(self.argv)}")
        self.wall.append(wall / 1e9)
        self.cpu.append(usage.ru_utime + usage.ru_stime)


class Sequence:
    """Several commands, one after another, as a person runs them for one answer."""

    def __init__(self, name, commands):
        self.name = name
        self.commands = commands
        self.wall = []
        self.cpu = []

    def run(self, sink):
        for command in self.commands:
            command.run(sink)
        self.wall.append(sum(command.wall[-1] for command in self.commands))
        self.cpu.append(sum(command.cpu[-1] for command in self.commands))


def measure(entrants, rounds):
    """Every entrant one turn per round, after a warm-up that is thrown away."""
    order = list(entrants)
    with open(os.devnull, "wb") as sink:
        for entrant in order:
            for _ in range(3):
                entrant.run(sink.fileno())
        for entrant in order:
            for one in [entrant, *getattr(entrant, "commands", [])]:
                one.wall.clear()
                one.cpu.clear()
        shuffle = random.Random(1)
        for _ in range(rounds):
            shuffle.shuffle(order)
            for entrant in order:
                entrant.run(sink.fileno())


def ratio(first, second):
    """Median and 10 to 90 % of the ratios within the rounds."""
    ratios = sorted(a / b for a, b in zip(first, second) if b > 0)
    tenth = len(ratios) // 10
    return statistics.median(ratios), ratios[tenth], ratios[-1 - tenth]


def report(title, entrants, rounds):
    """Prints the table; the first entrant is the one that the others are compared with."""
    measure(entrants, rounds)
    first = entrants[0]
    rows = [("who", "wall time", "CPU time", "pushcert ÷ this, wall", "10 to 90 %", "pushcert ÷ this, CPU")]
    for entrant in entrants:
        wall, low, high = ratio(first.wall, entrant.wall)
        cpu, _, _ = ratio(first.cpu, entrant.cpu)
        rows.append((entrant.name, duration(statistics.median(entrant.wall)),
                     duration(statistics.median(entrant.cpu)), factor(wall), f"{factor(low)}–{factor(high)}",
                     factor(cpu)))
    print(f"### {title} ({rounds} rounds)\n")
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print(flush=True)


def duration(seconds):
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def factor(number):
    return f"{number:.3f}" if number < 0.1 else f"{number:.2f}"


def build(manifest, profile, *arguments):
    """Builds and returns the paths of the programs by name."""
    command = ["cargo", "build", "--profile", profile, "--message-format=json-render-diagnostics",
               "--manifest-path", str(manifest), *arguments]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    messages = (json.loads(line) for line in output.splitlines())
    return {Path(message["executable"]).stem: message["executable"]
            for message in messages if message.get("executable")}


def which(program):
    for folder in os.get_exec_path():
        path = Path(folder, program)
        if os.access(path, os.X_OK):
            return str(path)
    raise SystemExit(f"{program} is not installed; install.sh gets it on Debian")


def first_line(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[0]


def machine():
    """What the figures depend on."""
    model = "unknown"
    if Path("/proc/cpuinfo").exists():
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(": ", 1)[1]
                break
    load = ", ".join(f"{average:.2f}" for average in os.getloadavg())
    print(f"processor: {model}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}")
    print(f"load before the run (1, 5, 15 minutes): {load}")
    print(f"compiler: {first_line('rustc', '--version')}")
    print(f"openssl: {first_line(which('openssl'), 'version')}\n", flush=True)


def certificate(programs, files, rounds):
    """One certificate: the verdict against one command, against all of them, against nothing."""
    openssl = which("openssl")
    pem, key = files / "certificate.pem", files / "key.pem"
    five = five_commands(openssl, pem, key)
    check = check_command(programs, pem)
    empty = Command("empty Rust program", [programs["empty-program"]])
    many = Command(f"pushcert check, the file {REPEATS + 1} times", check.argv + [str(pem)] * REPEATS, (0, 1))
    text = Command("openssl x509 -noout -text", five[0].argv)
    entrants = [
        check,
        empty,
        many,
        Command("openssl x509 -noout", [openssl, "x509", "-in", pem, "-noout"]),
        text,
        Command("openssl asn1parse", five[1].argv),
        Command("openssl x509 -noout -checkend", five[2].argv, five[2].good),
        Sequence("these three: -text, asn1parse, -checkend", five_commands(openssl, pem, key)[:3]),
        Sequence("and two -modulus", five),
    ]
    report("one PEM certificate", entrants, rounds)
    verdict(check, empty, many, text)


def five_commands(openssl, pem, key):
    """What people run on a certificate and its key to know what `pushcert check` tells."""
    return [
        Command("-text", [openssl, "x509", "-in", pem, "-noout", "-text"]),
        Command("asn1parse", [openssl, "asn1parse", "-in", pem]),
        Command("-checkend", [openssl, "x509", "-in", pem, "-noout", "-checkend", "0"], (0, 1)),
        Command("-modulus", [openssl, "x509", "-in", pem, "-noout", "-modulus"]),
        Command("-modulus", [openssl, "rsa", "-in", key, "-noout", "-modulus"]),
    ]


def verdict(check, empty, many, x509):
    """The goals: twice an empty program and the work itself, and a fifth of one `openssl x509`.

    The work itself is what each further copy of the file adds to one process.
    """
    work = statistics.median((m - c) / REPEATS for m, c in zip(many.cpu, check.cpu))
    print(f"own work: {duration(work)} of CPU time, by what each of {REPEATS} more copies of the file adds")
    for what, mine, theirs in [("wall", check.wall, empty.wall), ("CPU", check.cpu, empty.cpu)]:
        middle, low, high = ratio([time - work for time in mine], theirs)
        print(f"(pushcert − own work) ÷ empty program, {what}: {middle:.2f} ({low:.2f}–{high:.2f}); goal 2.00")
    part, low, high = ratio(check.wall, x509.wall)
    print(f"pushcert ÷ openssl x509 -text, wall: {part:.3f} ({low:.3f}–{high:.3f}); goal 0.200\n", flush=True)


def check_command(programs, *arguments):
    """An unknown issuer is an error finding, so exit code 1 is right too."""
    argv = [programs["pushcert"], "check", "--at", CHECKED_AT, *arguments]
    return Command("pushcert check", argv, (0, 1))


def container(programs, files, letter, about, rounds):
    """One PKCS#12 file: the verdict against the commands that a person runs for the same."""
    openssl = which("openssl")
    file, pem, key = files / f"{letter}.p12", files / "certificate.pem", files / "key.pem"
    info = [openssl, "pkcs12", "-info", "-in", file, "-passin", f"pass:{PASSWORD}", "-nodes", "-legacy"]
    entrants = [
        check_command(programs, file, "--password-file", files / "password"),
        Command("empty Rust program", [programs["empty-program"]]),
        Command("openssl pkcs12 -info", info),
        Sequence("openssl pkcs12 -info and five more",
                 [Command("pkcs12", info), *five_commands(openssl, pem, key)]),
    ]
    report(about, entrants, rounds)


def folder(programs, files, name, about, rounds):
    """10,000 certificates: the verdicts against merely reading the files."""
    entrants = [
        check_command(programs, files / name),
        Command("reading every file", [programs["read-folder"], files / name]),
    ]
    report(about, entrants, rounds)
    wall, low, high = ratio(entrants[0].wall, entrants[1].wall)
    print(f"pushcert ÷ reading: {wall:.2f} ({low:.2f}–{high:.2f}); goal 5.00.\n", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=300, help="rounds for single files (300)")
    parser.add_argument("--folder-rounds", type=int, default=21, help="rounds for folders (21)")
    parser.add_argument("--only", choices=["certificate", "pkcs12", "folder"], help="one of the three parts")
    options = parser.parse_args()

    # The helpers with the profile of `cargo bench`, which has compiled most of them already.
    programs = build(HERE / "Cargo.toml", "bench", "--bins")
    programs |= build(ROOT / "Cargo.toml", "release", "--package", "pushcert-cli")
    with tempfile.TemporaryDirectory() as scratch:
        files = Path(scratch)
        subprocess.run([programs["compare-inputs"], str(files)], check=True)
        (files / "password").write_text(PASSWORD)
        machine()
        if options.only in (None, "certificate"):
            certificate(programs, files, options.rounds)
        if options.only in (None, "pkcs12"):
            container(programs, files, "k", "one PKCS#12 file as Keychain Access writes it", options.rounds)
            container(programs, files, "b", "one PKCS#12 file as OpenSSL 3 writes it", options.rounds)
        if options.only in (None, "folder"):
            folder(programs, files, "apple-like", "10,000 PEM certificates, signatures verified",
                   options.folder_rounds)
            folder(programs, files, "unknown", "10,000 PEM certificates, issuer unknown", options.folder_rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
