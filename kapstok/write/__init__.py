"""Put an output in place as a whole: written beside the old one, compared, exchanged."""
