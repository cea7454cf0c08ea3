import wave

import numpy


def decode_audio(input_file, sampling_rate=16000, split_stereo=False):
    with wave.open(input_file, "rb") as opened:
        return numpy.frombuffer(opened.readframes(opened.getnframes()), numpy.int16).astype(numpy.float32) / 32768
