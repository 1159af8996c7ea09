"""Documents and attachments of incidents for routes and command line: made, drawn, signed."""
