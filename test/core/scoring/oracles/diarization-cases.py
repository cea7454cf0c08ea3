"""Writes cases/diarization.json: what md-eval.pl (SCTK 2.4.10) and pyannote.metrics (d785d78) say of random dialogues.

Usage: python diarization-cases.py /usr/lib/sctk/bin/md-eval.pl > ../cases/diarization.json
Times are whole hundredths of a second, as md-eval prints no more.
"""

import json
import random
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

from pyannote.core import Annotation, Segment, Timeline
from pyannote.metrics.diarization import DiarizationErrorRate

random.seed(20261122)
warnings.simplefilter("ignore")


def turns(speakers, seconds, overlap, pause):
    """[speaker, start, end] one after the other; one speaker's own turns never overlap."""
    out, at, last = [], random.randint(0, 200), {}
    while at < seconds * 100:
        speaker = random.choice(speakers)
        start = max(at, last.get(speaker, 0))
        end = start + random.randint(20, 700)
        out.append([speaker, start / 100, end / 100])
        last[speaker] = end
        at = end + (-random.randint(1, 150) if random.random() < overlap else random.randint(0, pause))
        at = max(at, start + 1)
    return out


def disturb(reference, names):
    """The same dialogue as a system could hear it: shifted, split, dropped, confused, invented."""
    out = []
    for speaker, start, end in reference:
        chance = random.random()
        if chance < 0.08:
            continue
        name = names[speaker] if chance < 0.85 else random.choice(list(names.values()))
        start = max(0, round(start * 100) + random.randint(-60, 60))
        end = max(start + 5, round(end * 100) + random.randint(-60, 60))
        if chance > 0.7 and end - start > 100:
            middle = random.randint(start + 10, end - 10)
            out.append([name, start / 100, middle / 100])
            start = middle + random.choice([0, 30])
            name = random.choice(list(names.values()))
        if end > start:
            out.append([name, start / 100, end / 100])
    return apart(out)


def apart(spans):
    """Without turns of one speaker that overlap: the tools count those differently."""
    kept = []
    for span in sorted(spans, key=lambda span: span[1]):
        if all(other[0] != span[0] or other[2] <= span[1] for other in kept):
            kept.append(span)
    return kept


def rttm(name, spans):
    return "".join(
        f"SPEAKER {name} 1 {start:.2f} {end - start:.2f} <NA> <NA> {speaker} <NA> <NA>\n"
        for speaker, start, end in spans
    )


def md_eval(files, collar, skip_overlap):
    with tempfile.TemporaryDirectory() as folder:
        paths = {side: Path(folder, f"{side}.rttm") for side in ("reference", "hypothesis")}
        for side, path in paths.items():
            path.write_text("".join(rttm(f"f{index}", file[side]) for index, file in enumerate(files)))
        command = ["perl", sys.argv[1], "-r", paths["reference"], "-s", paths["hypothesis"], "-c", str(collar)]
        if skip_overlap:
            command.append("-1")
        if any("regions" in file for file in files):
            uem = Path(folder, "all.uem")
            uem.write_text(
                "".join(
                    f"f{index} 1 {start:.2f} {end:.2f}\n"
                    for index, file in enumerate(files)
                    for start, end in file["regions"]
                )
            )
            command += ["-u", uem]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    # It stops with an error where a collar leaves nothing to score.
    if done.returncode != 0:
        return None
    text = done.stdout
    overall = text[text.rindex("*** Performance analysis for Speaker Diarization for ALL") :]

    def seconds(label):
        return float(re.search(label + r"\s*=\s*([\d.]+) secs", overall).group(1))

    return {
        "total": seconds("SCORED SPEAKER TIME"),
        "missed": seconds("MISSED SPEAKER TIME"),
        "falseAlarm": seconds("FALARM SPEAKER TIME"),
        "confusion": seconds("SPEAKER ERROR TIME"),
        "derPercent": float(re.search(r"OVERALL SPEAKER DIARIZATION ERROR = ([\d.]+) percent", overall).group(1)),
    }


def annotation(spans):
    result = Annotation()
    for index, (speaker, start, end) in enumerate(spans):
        result[Segment(start, end), index] = speaker
    return result


def pyannote(files, collar, skip_overlap):
    metric = DiarizationErrorRate(collar=2 * collar, skip_overlap=skip_overlap)
    for file in files:
        regions = file.get("regions")
        uem = Timeline([Segment(*region) for region in regions]) if regions else None
        metric(annotation(file["reference"]), annotation(file["hypothesis"]), uem=uem)
    return {
        "total": metric["total"],
        "missed": metric["missed detection"],
        "falseAlarm": metric["false alarm"],
        "confusion": metric["confusion"],
        "der": abs(metric),
    }


def dialogue(speakers, seconds, overlap):
    names = {speaker: f"s{index}" for index, speaker in enumerate(random.sample(speakers, len(speakers)))}
    reference = turns(speakers, seconds, overlap, 200)
    return {"reference": reference, "hypothesis": disturb(reference, names)}


# The dialogue of pyannote.metrics' own tests is small and has every kind of error.
classic = {
    "reference": [["A", 0, 10], ["B", 12, 20], ["A", 24, 27], ["C", 30, 40]],
    "hypothesis": [["a", 2, 13], ["d", 13, 14], ["b", 14, 20], ["c", 22, 38], ["d", 38, 40]],
}
sets = [
    [classic],
    [{"reference": [["A", 0, 10]], "hypothesis": []}],
    [{"reference": [["A", 1, 4], ["A", 4, 9]], "hypothesis": [["x", 1, 9]]}],
    [{"reference": [["A", 1, 4], ["B", 2, 6]], "hypothesis": [["x", 0, 8]]}],
    [{"reference": [["A", 5, 9]], "hypothesis": [["x", 0, 3], ["y", 5, 9], ["x", 10, 12]]}],
    [{"reference": [["A", 0, 0.3], ["B", 0.3, 0.6]], "hypothesis": [["x", 0, 0.6]]}],
    [classic, {"reference": [["A", 1, 4], ["B", 2, 6]], "hypothesis": [["x", 1, 3], ["y", 3, 6]]}],
    [{**classic, "regions": [[5, 18], [25, 36]]}],
]
for number in range(16):
    speakers = [f"speaker{index}" for index in range(random.randint(1, 6))]
    sets.append(
        [dialogue(speakers, random.choice([10, 30]), random.choice([0, 0.3, 0.6])) for _ in range(1 + number % 3)]
    )

cases = []
for files in sets:
    for collar, skip_overlap in ((0, False), (0.25, False), (0.25, True), (0, True)):
        cases.append(
            {
                "files": sets.index(files),
                "collarEachSide": collar,
                "skipOverlap": skip_overlap,
                "mdEval": md_eval(files, collar, skip_overlap),
                "pyannote": pyannote(files, collar, skip_overlap),
            }
        )
print(json.dumps({"sets": sets, "cases": cases}, indent=1))
