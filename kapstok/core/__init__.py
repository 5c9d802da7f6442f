"""Values and helpers that know nothing of the stages: findings, places, items, days, words, git."""
