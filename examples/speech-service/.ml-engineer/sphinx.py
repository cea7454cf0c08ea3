"""PocketSphinx in English and Russian as an engine: sphinx.py [OPTION VALUE]…, options as of pocketsphinx_batch.

It answers each clip with the model of the clip's language. The decoder itself is the one that ML Engineer ships.
"""
import importlib.util
import os
import sys
import tarfile
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SHIPPED = os.path.join(os.environ.get("ML_ENGINEER_ENGINES", ""), "pocketsphinx.py")
RUSSIAN = os.path.join(HERE, "russian")
RATE = 16000

if not os.path.isfile(SHIPPED):
    sys.exit("ML_ENGINEER_ENGINES does not lead to the decoder: start this by `ml-engineer evaluate`.")
sys.dont_write_bytecode = True  # Nothing is written beside the decoder, which lies in the installed product.
spec = importlib.util.spec_from_file_location("shipped", os.path.abspath(SHIPPED))
sphinx = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sphinx)


def main():
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="speech-service-") as folder:
        with tarfile.open(os.path.join(RUSSIAN, "acoustic-model.tgz")) as archive:
            archive.extractall(folder, filter="data")
        russian = ["-hmm", os.path.join(folder, "ru.cd_cont_400")]
        russian += ["-lm", os.path.join(RUSSIAN, "ru.lm.gz"), "-dict", os.path.join(RUSSIAN, "ru.dic.gz")]
        decoders = {"en": decoder(given, folder, "en"), "ru": decoder(russian + given, folder, "ru")}
        models = [os.path.join(RUSSIAN, name) for name in sorted(os.listdir(RUSSIAN))]
        sources = [os.path.abspath(__file__), os.path.abspath(SHIPPED), *models]
        sphinx.say({"engine": f"pocketsphinx {sphinx.package_version()}", "sources": sources})
        for line in sys.stdin:
            request = sphinx.json.loads(line)
            sphinx.say({"id": request["id"], **answer(request, decoders)})


def decoder(options, folder, language):
    own = os.path.join(folder, language)
    os.mkdir(own)
    started = sphinx.Decoder(sphinx.unpacked(sphinx.read_options(options), own), own, RATE)
    started.decode(bytes(RATE // 5))  # Its first answer comes once the model is loaded.
    return started


def answer(request, decoders):
    language = request["language"].split("-")[0]
    if language not in decoders:
        return {"error": f"There is no model for {language}."}
    try:
        samples = sphinx.read_audio(request["audio"], RATE, request.get("start"), request.get("end"))
    except sphinx.AudioError as error:
        return {"error": str(error)}
    words = decoders[language].decode(samples)
    return {"text": " ".join(word["text"] for word in words), "words": words}


if __name__ == "__main__":
    main()
