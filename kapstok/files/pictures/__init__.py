"""Pictures that somebody hands us: read within limits, and written anew by a list of what may be in them."""
