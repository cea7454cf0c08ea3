"""Records what jiwer 4 and NIST's sctk say of the decodes, as decodes/recorded-by-tools.json.

Needs jiwer 4 (with RapidFuzz) on the path and Debian's sctk. Run from any folder: python decodes.py
"""

import json
import re
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path

import jiwer

decodes = Path(__file__).resolve().parent.parent / "decodes"
pairs = {
    "ru": [("wide-beams", "wide-beams-lw8"), ("default-beams", "wide-beams-lw8"), ("narrow-beams", "default-beams")],
    "en": [("stock-lm", "held-out-lm"), ("held-out-lm", "closed-lm")],
}


def lines(path):
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def by_jiwer(reference, hypothesis):
    words = jiwer.process_words(reference, hypothesis)
    characters = jiwer.process_characters(reference, hypothesis)
    each = [jiwer.process_words(one, other).wer for one, other in zip(reference, hypothesis)]
    return {
        "wer": words.wer,
        "mer": words.mer,
        "wil": words.wil,
        "wip": words.wip,
        "cer": characters.cer,
        "hits": words.hits,
        "substitutions": words.substitutions,
        "deletions": words.deletions,
        "insertions": words.insertions,
        "meanUtteranceWer": sum(each) / len(each),
    }


def sclite(folder, name, ids, reference, hypothesis):
    for file, texts in (("ref", reference), (name, hypothesis)):
        rows = [f"{text} ({utterance})\n" for utterance, text in zip(ids, texts)]
        (folder / f"{file}.trn").write_text("".join(rows), encoding="utf-8")
    command = ["sctk", "sclite", "-e", "utf-8", "-r", "ref.trn", "trn", "-h", f"{name}.trn", "trn", name]
    command += ["-i", "rm", "-o", "rsum", "sgml", "-O", ".", "-n", name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    total = re.search(r"Sum\s*\|([^|]*)\|([^|]*)\|", (folder / f"{name}.raw").read_text(encoding="utf-8"))
    _, words = map(int, total[1].split())
    hits, substitutions, deletions, insertions, errors, _ = map(int, total[2].split())
    counts = {"hits": hits, "substitutions": substitutions, "deletions": deletions, "insertions": insertions}
    return {**counts, "wer": errors / words}


def matched_pairs(folder, a, b):
    both = (folder / f"{a}.sgml").read_text(encoding="utf-8") + (folder / f"{b}.sgml").read_text(encoding="utf-8")
    command = ["sctk", "sc_stats", "-p", "-t", "mapsswe", "-v", "-n", "out"]
    subprocess.run(command, cwd=folder, input=both, encoding="utf-8", check=True, capture_output=True)
    text = (folder / "out.stats.mapsswe").read_text(encoding="utf-8", errors="replace")
    found = re.search(r"\(# segs: (\d+)\).*\(Z Stat: ([-\d.]+)\)", text)
    return {"a": a, "b": b, "segments": int(found[1]), "z": float(found[2])}


def timing(reference, hypothesis):
    def words(path):
        recordings = defaultdict(list)
        for line in lines(path):
            recording, _, start, duration, word = line.split()
            recordings[recording].append((word, float(start), float(start) + float(duration)))
        return recordings

    references, hypotheses = words(reference), words(hypothesis)
    starts, ends = [], []
    for recording, said in references.items():
        heard = hypotheses[recording]
        output = jiwer.process_words(" ".join(word[0] for word in said), " ".join(word[0] for word in heard))
        for chunk in output.alignments[0]:
            if chunk.type != "equal":
                continue
            for row, column in zip(
                range(chunk.ref_start_idx, chunk.ref_end_idx), range(chunk.hyp_start_idx, chunk.hyp_end_idx)
            ):
                starts.append(1000 * (heard[column][1] - said[row][1]))
                ends.append(1000 * (heard[column][2] - said[row][2]))
    size = [abs(difference) for difference in starts + ends]
    return {
        "startMae": sum(map(abs, starts)) / len(starts),
        "endMae": sum(map(abs, ends)) / len(ends),
        "bias": sum(starts + ends) / len(size),
        "p95": quantile(sorted(size), 0.95),
        "matchedWords": len(starts),
    }


def quantile(ordered, fraction):
    rank = (len(ordered) - 1) * fraction
    below = int(rank)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (rank - below)


recorded = {}
for language, compared in pairs.items():
    folder = decodes / language
    ids, reference = lines(folder / "ids.txt"), lines(folder / "reference.txt")
    settings = sorted(path.stem for path in folder.glob("*.txt") if path.stem not in ("ids", "reference"))
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        recorded[language] = {"settings": {}, "mapsswe": []}
        for setting in settings:
            hypothesis = lines(folder / f"{setting}.txt")
            recorded[language]["settings"][setting] = {
                "jiwer": by_jiwer(reference, hypothesis),
                "sclite": sclite(scratch, setting, ids, reference, hypothesis),
            }
        recorded[language]["mapsswe"] = [matched_pairs(scratch, a, b) for a, b in compared]
ru = decodes / "ru"
recorded["ru"]["timing"] = {"default-beams": timing(ru / "reference.ctm", ru / "default-beams.ctm")}
text = json.dumps(recorded, indent=2)
(decodes / "recorded-by-tools.json").write_text(text + "\n", encoding="utf-8")
