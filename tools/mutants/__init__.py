"""`make mutants`: how many small changes of the code the quick tests notice."""
