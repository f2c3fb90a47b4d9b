"""What follows: the case x dimension matrix, types by rule, the policies in force."""
