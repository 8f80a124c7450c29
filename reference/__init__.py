"""Every topic of the course notes as a small program that runs: ``python -m reference`` lists them.

``bus.py``, ``bus_fork.py`` and ``bus_keyboard.py`` are three model answers to the homework; each is one file that runs
alone. All the rest are topics, grouped by the notes' sections (see ``catalog.py``), on top of ``stage.py``.
"""
