"""The three runs of a submission: they drive the program and record, and judge nothing.

    journey   nothing is held              journey.py
    held      the printer is frozen        held.py
    keyboard  the keys are typed           keyboard.py

`conduct.py` decides which launches there are; `startup.py` says when a program is ready, `cast.py` who is who,
`places.py` whether a process is back in its main loop; `learned.py` is what one launch tells the next.
"""
