"""The words for why a check failed, or for a remark where it passed: one small function for each known mistake.

A check decides; a diagnosis explains what is decided already, and never changes it. Each function here looks at the
same evidence and answers with a `Why`, or with None where the mistake is another one. `why.first` asks them in order,
the surest explanation first.
"""
