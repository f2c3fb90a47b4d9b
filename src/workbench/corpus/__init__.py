"""What was read: cards of documents and cases, places, withheld originals."""
