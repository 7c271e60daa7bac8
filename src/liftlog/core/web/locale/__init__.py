"""Who reads a page, and how numbers are written for them."""
