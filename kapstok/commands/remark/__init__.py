"""The one comment on a proposal: made where the proposal is built, posted where nothing of the proposal runs.

`making` fills a `Remark` for an audience, `file` writes and reads it, `printing` turns it into Markdown, `posting`
keeps the comment of a forge up to date with it. Between making and posting lies a file that anybody may have written.
"""
