"""Runs the service's own draft engine for ML Engineer: one clip a line on standard input, its answer on standard output."""
import gzip
import json
import os
import shutil
import signal
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
# Nothing is written into the project that is measured.
sys.dont_write_bytecode = "PYTHONPYCACHEPREFIX" not in os.environ

from captions.modules.transcription.preview import PreviewDecoder, PreviewError  # noqa: E402

ENGLISH = Path("/usr/share/pocketsphinx/model/en-us")
RUSSIAN = HERE / "russian"


def main():
    # Who is ended so leaves no model behind in the temporary folder.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="speech-service-") as folder:
        models = {"ru": russian(Path(folder))}
        if ENGLISH.is_dir():
            names = {"acoustic": "en-us", "language": "en-us.lm.bin", "dictionary": "cmudict-en-us.dict"}
            models["en"] = {kind: ENGLISH / name for kind, name in names.items()}
        decoders = {language: started(model, Path(folder) / language, language) for language, model in models.items()}
        say({"engine": "speech-service preview", "sources": sources()})
        for line in sys.stdin:
            request = json.loads(line)
            say({"id": request["id"], **answer(request, decoders)})
        for decoder in decoders.values():
            decoder.close()


def started(model, folder, language):
    folder.mkdir()
    decoder = PreviewDecoder(model, folder)
    decoder.decode(bytes(3200), language)  # Its first answer comes once the model is loaded.
    return decoder


def answer(request, decoders):
    language = request["language"].split("-")[0]
    if language not in decoders:
        return {"error": f"There is no model for {language}."}
    try:
        speech = decoders[language].transcribe(Path(request["audio"]), language)
    except PreviewError as error:
        return {"error": str(error)}
    words = [word for segment in speech.segments for word in segment.words]
    timed = [{"text": word.text, "start": word.time.start, "end": word.time.end} for word in words]
    return {"text": " ".join(word.text for word in words), "words": timed}


def russian(folder):
    with tarfile.open(RUSSIAN / "acoustic-model.tgz") as archive:
        archive.extractall(folder, filter="data")
    model = {"acoustic": folder / "ru.cd_cont_400"}
    for kind, name in {"language": "ru.lm", "dictionary": "ru.dic"}.items():
        model[kind] = folder / name
        with gzip.open(RUSSIAN / f"{name}.gz") as packed, open(model[kind], "wb") as file:
            shutil.copyfileobj(packed, file)
    return model


def sources():
    """Every module of the project that is loaded by now."""
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    root = str(HERE.parent)
    return sorted(file for file in files if file and os.path.realpath(file).startswith(root + os.sep))


def say(value):
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdin.reconfigure(encoding="utf-8")
    main()
