"""PESQ-WB (ITU-T P.862.2) of pairs of 48 kHz recordings.

Reads a JSON list of [spoken, heard] WAV paths from standard input and prints a JSON list of
scores, 1.0 (bad) to 4.64 (as spoken); null where a pair cannot be judged.
"""

import json
import sys

import numpy
from pesq import NoUtterancesError, pesq
from scipy.io import wavfile
from scipy.signal import resample_poly

RATE = 16_000


def load(path):
    rate, samples = wavfile.read(path)
    if rate != 3 * RATE or samples.ndim != 1:
        raise SystemExit(f"{path}: 48 kHz mono is needed, not {rate} Hz {samples.shape}")
    wide = resample_poly(samples.astype(numpy.float64), 1, 3)
    return numpy.clip(wide, -32_768, 32_767).astype(numpy.int16)


def score(spoken, heard):
    try:
        return float(pesq(RATE, load(spoken), load(heard), "wb"))
    except NoUtterancesError:
        return None


print(json.dumps([score(*pair) for pair in json.load(sys.stdin)]))
