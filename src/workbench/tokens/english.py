"""English words and sentences. The only module that knows NLTK.

Both tokenizers work without any downloaded data.
"""

from collections.abc import Iterator
from importlib.metadata import version

ENGINE = f"nltk {version('nltk')}"


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a text, by Punkt with its default parameters."""
    from nltk.tokenize.punkt import PunktSentenceTokenizer  # costs a second: import late

    yield from PunktSentenceTokenizer().span_tokenize(text)


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Cut a text into ``(word, start, end)`` with ``text[start:end] == word``.

    Sentence by sentence, because the tokenizer takes a full stop off a word only
    at the end of what it is given.
    """
    from nltk.tokenize import NLTKWordTokenizer

    tokenizer = NLTKWordTokenizer()
    for start, end in sentences(text):
        sentence = text[start:end]
        for first, last in tokenizer.span_tokenize(sentence):
            yield sentence[first:last], start + first, start + last
