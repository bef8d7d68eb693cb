"""Reads every NNNN.luma of a folder with zxing-cpp and prints texts and times as JSON.

Usage: zxing_cpp.py FOLDER WIDTH HEIGHT
"""

import json
import pathlib
import sys
import time

import numpy
import zxingcpp


def main() -> None:
    folder, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    lines = []
    for path in sorted(pathlib.Path(folder).glob("*.luma")):
        picture = numpy.fromfile(path, dtype=numpy.uint8).reshape(height, width)
        start = time.perf_counter()
        found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        elapsed = (time.perf_counter() - start) * 1e3
        lines.append({"text": found[0].text if found else None, "ms": elapsed})
    json.dump(lines, sys.stdout)


main()
