"""Words: the lexicon, segmentation of Chinese and English, counts, concordance."""
