"""Documents as files: Word, PDF and HTML of one typed document, equal bytes for equal content."""
