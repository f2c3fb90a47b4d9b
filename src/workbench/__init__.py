"""A comparative research workbench: from a corpus of documents to a published study.

Every cell, number and quotation of the published book leads back to a span of a
document, and the build fails when that chain breaks.
"""

__version__ = "0.1.0"
