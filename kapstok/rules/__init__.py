"""Norms that test the agenda: the language of their tests, and the judgement over the whole model.

`parse` reads a text with Jinja2's own parser and lets only a short list of tokens through; `sorts` and `scope` know
what each name can mean, from the schemas; `compare` and `functions` check and make the comparisons and the functions;
`expression` puts them together, once per test; `world` is everything that an expression can see when it runs.
"""
