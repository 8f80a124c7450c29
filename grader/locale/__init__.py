"""Languages: catalogues, and what turns a `Text` into a sentence."""
