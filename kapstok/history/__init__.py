"""What git tells: who touched a file last, what earlier versions said, and what changed."""
