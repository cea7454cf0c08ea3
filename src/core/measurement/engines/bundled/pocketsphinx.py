#!/usr/bin/env python3
"""PocketSphinx as an engine of the protocol `lines`: pocketsphinx.py [OPTION VALUE]…

Options are those of `pocketsphinx_batch` (-hmm, -lm, -dict, -lw, -beam …); a `.gz` of a dictionary or language model is
unpacked. Without a model, Debian's English one is used. The decoder is started once and reads one utterance after the
other, so that its model is loaded once. Needs Debian's package `pocketsphinx` and nothing of Python but its library;
audio other than 16-bit mono WAV at the model's rate goes through `sox`.
"""
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import wave

PROGRAM = "pocketsphinx_batch"
ENGLISH = "/usr/share/pocketsphinx/model/en-us"
FRAMES_PER_SECOND = 100


def main():
    options = read_options(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="ml-engineer-sphinx-") as folder:
        files = [options[name] for name in ("-hmm", "-lm", "-dict") if name in options]
        decoder = Decoder(unpacked(options, folder), folder, int(options.get("-samprate", 16000)))
        # Its first answer, to a moment of silence, comes once the model is loaded.
        decoder.decode(bytes(2 * decoder.rate // 10))
        say({"engine": f"pocketsphinx {package_version()}", "sources": [os.path.abspath(__file__), *sources(files)]})
        for line in sys.stdin:
            request = json.loads(line)
            try:
                samples = read_audio(request["audio"], decoder.rate, request.get("start"), request.get("end"))
            except AudioError as error:
                say({"id": request["id"], "error": str(error)})
                continue
            words = decoder.decode(samples)
            say({"id": request["id"], "text": " ".join(word["text"] for word in words), "words": words})


class Decoder:
    """A running decoder that gets the names of utterances on its standard input and gives segments on a pipe."""

    def __init__(self, options, folder, rate):
        self.rate = rate
        self.folder = folder
        self.log = os.path.join(folder, "log")
        read_end, write_end = os.pipe()
        if shutil.which(PROGRAM) is None:
            sys.exit(f"There is no {PROGRAM}. On Debian: apt-get install pocketsphinx pocketsphinx-en-us")
        self.process = subprocess.Popen(
            [PROGRAM, *[part for option in options.items() for part in option]]
            + ["-adcin", "yes", "-cepdir", folder, "-cepext", ".raw", "-ctl", "/dev/stdin"]
            + ["-hypseg", f"/dev/fd/{write_end}", "-logfn", self.log],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=[write_end],
            text=True,
        )
        os.close(write_end)
        self.segments = os.fdopen(read_end, encoding="utf-8")

    def decode(self, samples):
        with open(os.path.join(self.folder, "clip.raw"), "wb") as file:
            file.write(samples)
        try:
            self.process.stdin.write("clip\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        line = self.segments.readline()
        if not line.endswith("\n"):
            self.process.wait()
            sys.exit(f"{PROGRAM} ended with exit code {self.process.returncode}. {self.complaint()}")
        return read_words(line)

    def complaint(self):
        try:
            with open(self.log, encoding="utf-8", errors="replace") as file:
                lines = [line.strip() for line in file if re.match(r"(ERROR|FATAL)", line)]
        except OSError:
            return ""
        return " ".join(lines[-3:])


def read_words(line):
    """Words with seconds from `NAME S … T … A … L … (FRAME ACOUSTIC LANGUAGE WORD)… FRAMES`."""
    fields = line.split()[9:]
    words = []
    for index in range(0, len(fields) - 4, 4):
        start, _, _, word = fields[index : index + 4]
        # Fillers are in brackets; the number in parentheses says which pronunciation it was.
        if re.match(r"[<\[]|\+\+", word):
            continue
        words.append(
            {
                "text": re.sub(r"\(\d+\)$", "", word),
                "start": int(start) / FRAMES_PER_SECOND,
                "end": int(fields[index + 4]) / FRAMES_PER_SECOND,
            }
        )
    return words


class AudioError(Exception):
    pass


def read_audio(path, rate, start, end):
    """16-bit samples of one channel."""
    try:
        with wave.open(path, "rb") as file:
            if (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, rate):
                first = round((start or 0) * rate)
                last = file.getnframes() if end is None else min(file.getnframes(), round(end * rate))
                file.setpos(min(first, last))
                return file.readframes(max(0, last - first))
    except (wave.Error, EOFError):
        pass
    except OSError as error:
        raise AudioError(f"{path}: {error.strerror}") from error
    if shutil.which("sox") is None:
        raise AudioError(f"{path} is no 16-bit mono WAV at {rate} Hz, and there is no sox to convert it.")
    part = [] if start is None and end is None else ["trim", f"{start or 0}", *([f"={end}"] if end is not None else [])]
    target = ["-t", "raw", "-r", f"{rate}", "-c", "1", "-b", "16", "-e", "signed-integer", "-"]
    converted = subprocess.run(["sox", "-D", "-V1", path, *target, *part], capture_output=True, check=False)
    if converted.returncode != 0:
        raise AudioError(f"sox cannot read {path}: {converted.stderr.decode(errors='replace').strip()}")
    return converted.stdout


def read_options(given):
    if len(given) % 2 != 0 or not all(name.startswith("-") for name in given[::2]):
        sys.exit("Options come in pairs: -hmm FOLDER -lm FILE -dict FILE …")
    options = dict(zip(given[::2], given[1::2]))
    if "-hmm" not in options:
        options["-hmm"] = f"{ENGLISH}/en-us"
        options.setdefault("-dict", f"{ENGLISH}/cmudict-en-us.dict")
        if not any(name in options for name in ("-jsgf", "-fsg")):
            options.setdefault("-lm", f"{ENGLISH}/en-us.lm.bin")
    for name in ("-hmm", "-lm", "-dict"):
        if name in options and not os.path.exists(options[name]):
            sys.exit(f"There is no {options[name]} ({name}). Models for English: apt-get install pocketsphinx-en-us")
    return options


def unpacked(options, folder):
    """The decoder reads packed language models through a shell, and packed dictionaries not at all."""
    result = dict(options)
    for name in ("-lm", "-dict"):
        if options.get(name, "").endswith(".gz"):
            result[name] = os.path.join(folder, name[1:] + os.path.splitext(options[name][:-3])[1])
            with gzip.open(options[name], "rb") as source, open(result[name], "wb") as target:
                shutil.copyfileobj(source, target)
    return result


def sources(paths):
    for path in map(os.path.abspath, paths):
        if os.path.isdir(path):
            yield from sorted(entry.path for entry in os.scandir(path) if entry.is_file())
        else:
            yield path


def package_version():
    """The program itself does not tell its version."""
    asked = ["dpkg-query", "-W", "-f=${Version}", "pocketsphinx"]
    if shutil.which(asked[0]) is None:
        return "(version unknown)"
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.stdout.strip() or "(version unknown)"


def say(value):
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdin.reconfigure(encoding="utf-8")
    main()
