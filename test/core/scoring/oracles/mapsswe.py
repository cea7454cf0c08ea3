"""Makes cases/mapsswe.json with sclite and sc_stats (Debian package sctk): python3 mapsswe.py > ../cases/mapsswe.json

Each case holds sclite's own alignment of two invented systems, a letter per step (C correct, S substituted, D deleted,
I inserted), an utterance per entry, and what sc_stats says of them: z to three digits, p to three digits (from a table
of the normal distribution, so good to two), number of segments, and the errors inside of them.
"""

import json
import random
import re
import subprocess
import tempfile
from pathlib import Path

WORDS = [f"w{number}" for number in range(400)]


def corrupt(words, rate, generator):
    heard = []
    for word in words:
        draw = generator.random()
        if draw >= rate:
            heard.append(word)
        elif draw < 0.6 * rate:
            heard.append(generator.choice(WORDS))
        elif draw > 0.8 * rate:
            heard += [word, generator.choice(WORDS)]
    if generator.random() < rate:
        heard.append(generator.choice(WORDS))
    return heard


def case(number):
    generator = random.Random(number)
    clips = generator.choice([1, 2, 5, 20, 60])
    rate = generator.choice([0.02, 0.1, 0.3, 0.7])
    shared = generator.choice([0.0, 0.5, 0.9])
    references, a, b = [], [], []
    for _ in range(clips):
        reference = [generator.choice(WORDS) for _ in range(generator.randint(1, 25))]
        heard = corrupt(reference, rate, generator)
        references.append(reference)
        a.append(heard)
        b.append(heard if generator.random() < shared else corrupt(reference, rate * generator.choice([0.7, 1, 1.2]), generator))
    with tempfile.TemporaryDirectory() as folder:
        for name, texts in (("ref", references), ("a", a), ("b", b)):
            lines = [f"{' '.join(text)} (s_{index})\n" for index, text in enumerate(texts)]
            Path(folder, f"{name}.trn").write_text("".join(lines))
        for name in "ab":
            run(folder, f"sctk sclite -r ref.trn trn -h {name}.trn trn {name} -i rm -o sgml -O . -n {name}")
        try:
            run(folder, "cat a.sgml b.sgml | sctk sc_stats -p -t mapsswe -v -n out")
            run(folder, "cat a.sgml b.sgml | sctk sc_stats -p -t mapsswe -u -n out")
        except subprocess.CalledProcessError:
            return None  # It crashes where neither system has an error.
        report = Path(folder, "out.stats.mapsswe").read_text(errors="replace")
        unified = Path(folder, "out.stats.unified").read_text(errors="replace")
        steps = [alignments(Path(folder, f"{name}.sgml").read_text()) for name in "ab"]
    totals = re.search(r"Totals\s+\d+\s+(\d+)\s+(\d+)", report)
    z = re.search(r"Z Stat: +(\S+)\)", report).group(1)
    p = re.search(r"\|\s+MP\s+\|\|\s+a\s+\|[^|]*\|([^|]*)\|", unified).group(1)
    return {
        "a": steps[0],
        "b": steps[1],
        "z": float(z),
        "p": float(re.search(r"<?(\d\.\d+)", p).group(1)),
        "segments": int(re.search(r"# segs: (\d+)", report).group(1)),
        "errorsA": int(totals.group(1)),
        "errorsB": int(totals.group(2)),
    }


def alignments(sgml):
    paths = re.findall(r'<PATH id="\(s_(\d+)\)"[^>]*>\n(.*?)\n?</PATH>', sgml, re.S)
    ordered = sorted(paths, key=lambda path: int(path[0]))
    return ["".join(re.findall(r'(?:^|:)([CSDI]),', steps)) for _, steps in ordered]


def run(folder, command):
    subprocess.run(command, shell=True, cwd=folder, check=True, capture_output=True)


cases = [case(number) for number in range(70)]
print("[\n" + ",\n".join(json.dumps(found) for found in cases if found) + "\n]")
