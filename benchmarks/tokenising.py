"""Chinese text to numbers with spans, beside jieba in one process.

jieba gives words; whoever wants to count and to point at them makes numbers and places of
them in a loop. Both are timed with their dictionaries loaded, on texts in the memory.
"""

import time
from collections.abc import Iterator
from typing import Any

from benchmarks.corpora import texts
from benchmarks.harness import Bench, tell, told
from benchmarks.measures import Measure, Section, least, most

TIMES, HOPED = 10, 25  # as fast as jieba
BYTES = 20  # a token, while the table is built


def measure(bench: Bench) -> Iterator[Section]:
    """How much faster it is, whether the words are the same, what a word takes."""
    path = bench.corpora["zh"].path
    runs = bench.alternating(
        {"jieba": lambda: bench.apart(jieba, path), "workbench": lambda: bench.apart(ours, path)}
    )
    timings = told(runs)
    times = timings["jieba"].median / timings["workbench"].median
    same = bench.apart(identity, path).value
    tell(f"compared word by word: {same}")
    took = bench.apart(memory, path).value
    yield Section(
        "Tokenising Chinese",
        f"Text to word ids with spans in one process. {same['words']:,} words compared with "
        f"those of jieba by characters and place; {same['english']:,} more are English.",
        list(timings.values()),
        [
            Measure(f"jieba's time over ours ({HOPED} hoped for)", times, "times", least(TIMES)),
            Measure("words that are jieba's", 100 * same["share"], "%", least(100)),
            Measure("memory while building", took["bytes"], "bytes a token", most(BYTES)),
        ],
    )


def jieba(path: str) -> dict[str, float]:
    """The seconds of a plain loop over what jieba cuts."""
    import jieba

    jieba.setLogLevel("WARNING")
    held = texts(path)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    number: dict[str, int] = {}
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    began = time.perf_counter()
    for _, text in held:
        start = 0
        for word in tokenizer.cut(text):
            ids.append(number.setdefault(word, len(number)))
            starts.append(start)
            start += len(word)
            ends.append(start)
    return {"seconds": time.perf_counter() - began, "tokens": len(ids)}


def ours(path: str) -> dict[str, float]:
    """The seconds of the token table of the same texts."""
    held, cut = texts(path), _awake()
    began = time.perf_counter()
    tokens = cut(held)
    return {"seconds": time.perf_counter() - began, "tokens": len(tokens)}


def identity(path: str) -> dict[str, float]:
    """How many of the Chinese words of both are the same at the same place.

    What is English is told by the workbench, and not given to jieba.
    """
    import jieba

    from workbench.tokens import tokenize

    jieba.setLogLevel("WARNING")
    plain, cut = jieba.Tokenizer(), tokenize.cutter([])
    words = same = english = 0
    for doc, text in texts(path):
        theirs = {
            (word, begin + start)
            for language, begin, end in tokenize.runs(text)
            if language == "zh"
            for word, start, _ in plain.tokenize(text[begin:end])
            if any(map(str.isalnum, word))
        }
        tokens = cut([(doc, text)])
        chinese = tokens.languages[tokens.word] == "zh"
        own = zip(tokens.words[tokens.word[chinese]], tokens.start[chinese].tolist(), strict=True)
        both = set(own)
        same += len(both & theirs)
        words += len(both | theirs)
        english += len(tokens) - int(chinese.sum())
    return {"words": words, "same": same, "share": same / max(words, 1), "english": english}


def memory(path: str) -> dict[str, float]:
    """The bytes that each token takes while the table is built, at the peak."""
    import resource

    import psutil

    from benchmarks.intake import MAXRSS

    held, cut = texts(path), _awake()
    cut(held[:100])  # all code and the dictionary are in the memory, and so are the texts:
    assert not sum(text.count("\0") for _, text in held)  # what was put out would count as new
    before = psutil.Process().memory_info().rss
    tokens = cut(held)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS
    return {"bytes": (peak - before) / len(tokens), "tokens": len(tokens)}


def _awake() -> Any:
    """What cuts, with the dictionary and the kernels loaded: a few texts do without these."""
    from workbench.tokens import tokenize

    cut = tokenize.cutter([])
    cut((str(doc), "社区。" * (tokenize.BATCH // 2)) for doc in range(2))
    return cut
