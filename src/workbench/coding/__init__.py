"""What was judged: the codebook, coded segments, the cells decided from them."""
