"""Where the files of entries are kept: beside the log, each content once."""
