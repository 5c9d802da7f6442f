"""Two versions of an agenda side by side: what differs, what must stand out, and what follows from it."""
