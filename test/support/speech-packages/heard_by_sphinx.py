"""Speech to words with PocketSphinx, for packages that bear the names of larger engines in tests."""
import importlib.util
import os
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
BUNDLED = os.path.join(HERE, "..", "..", "..", "src", "core", "measurement", "engines", "bundled", "pocketsphinx.py")
RATE = 16000


def load():
    spec = importlib.util.spec_from_file_location("bundled_pocketsphinx", BUNDLED)
    bundled = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bundled)
    folder = tempfile.TemporaryDirectory(prefix="heard-by-sphinx-")
    decoder = bundled.Decoder(bundled.read_options([]), folder.name, RATE)
    decoder.decode(bytes(RATE // 5))  # Its first answer comes once the model is loaded.

    def hear(audio):
        """Words with seconds, and the seconds of all, from a path, a file or samples between -1 and 1."""
        with folder_for(audio) as path:
            samples = bundled.read_audio(path, RATE, None, None) if path else as_bytes(audio)
        return decoder.decode(samples) if any(samples) else [], len(samples) / 2 / RATE

    hear.folder = folder
    return hear


class folder_for:
    """A path as it is; an open file as a path for a while; samples as None."""

    def __init__(self, audio):
        self.audio = audio
        self.copy = None

    def __enter__(self):
        if hasattr(self.audio, "read"):
            self.copy = tempfile.NamedTemporaryFile(suffix=".wav")
            self.copy.write(self.audio.read())
            self.copy.flush()
            return self.copy.name
        return os.fspath(self.audio) if isinstance(self.audio, (str, os.PathLike)) else None

    def __exit__(self, *_):
        if self.copy is not None:
            self.copy.close()


def as_bytes(samples):
    return (samples * 32767).astype("int16").tobytes()
