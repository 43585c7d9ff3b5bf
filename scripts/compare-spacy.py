#!/usr/bin/env python3
"""How fast spaCy reads the same texts with the same names: what `cargo bench --bench reading` is compared with.

    cargo bench --bench reading -- --write /tmp/compare       # texts and names
    python3 -m venv /tmp/spacy && /tmp/spacy/bin/pip install spacy
    /tmp/spacy/bin/python scripts/compare-spacy.py /tmp/compare

A blank German pipeline: the tokenizer alone, then with an EntityRuler of all forms of the names. One thread; MB of text a
second of processor time, the median of three runs.
"""

import json
import pathlib
import statistics
import sys
import time

import spacy

RUNS = 3


def rate(pipeline, texts):
    size = sum(len(text.encode()) for text in texts)
    rates = []
    for _ in range(RUNS):
        started = time.process_time()
        for text in texts:
            pipeline(text)
        rates.append(size / 1e6 / (time.process_time() - started))
    return statistics.median(rates)


def main():
    folder = pathlib.Path(sys.argv[1])
    texts = [json.loads(line) for line in (folder / "texts.jsonl").open(encoding="utf-8")]
    names = (folder / "names.txt").read_text(encoding="utf-8").splitlines()
    pipeline = spacy.blank("de")
    print(f"spaCy {spacy.__version__}, {len(texts)} documents, {len(names)} names")
    print(f"tokenizer              {rate(pipeline, texts):.2f} MB/s")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "NAME", "pattern": name} for name in names])
    print(f"blank + EntityRuler    {rate(pipeline, texts):.2f} MB/s")


if __name__ == "__main__":
    main()
