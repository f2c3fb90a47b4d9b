"""What the words of a corpus cost: the workbench beside what people use instead."""
