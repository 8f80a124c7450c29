"""What a key at the terminal does to a program that reckons with signals to one process only."""

from __future__ import annotations

from grader.diagnosis.leaving import never_leaves
from grader.diagnosis.why import HANDLER, SIGNALS, Scene, Why, line_of
from grader.model import Role, Text
from grader.text import T, role_name


def killed(scene: Scene, key: str, role: Role) -> Why:
    """The key's signal ended one of the two."""
    return Why(
        slug="killed-by-key",
        observed=T("{key} ended the {role}.", key=key, role=role_name(role)),
        advice=_both(scene, key),
        notes=SIGNALS,
        line=line_of(scene.case.calls, "signal.signal", scene.relay.stimulus),
    )


def stopped(scene: Scene, key: str, role: Role) -> Why:
    """The key's signal stopped one of the two."""
    return Why(
        slug="stopped-by-key",
        observed=T("{key} stopped the {role}.", key=key, role=role_name(role)),
        advice=_both(scene, key),
        notes=HANDLER,
        line=line_of(scene.case.calls, "signal.signal", scene.relay.stimulus),
    )


def stays(scene: Scene, key: str, role: Role) -> Why:
    """After the last stop one of the two is still there."""
    why = never_leaves(scene, role)
    observed = T("After {key} the {role} is still there.", key=key, role=role_name(role))
    return Why(slug=why.slug, observed=observed, advice=why.advice, notes=why.notes, line=why.line)


def _both(scene: Scene, key: str) -> Text:
    return T(
        "{key} reaches both processes: the one that need not act on {stimulus} ignores it with SIG_IGN.",
        key=key,
        stimulus=scene.relay.stimulus,
    )
