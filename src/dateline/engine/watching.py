"""Watches over a store: every one looks, what is news is raised, what has fallen is taken back, and what may leave is sent.

A watch's first look on a store never sends by itself: what the record already holds is staged for a person. Looks at a
past day are always dry. Every look is kept, also those that found nothing.
"""

import os
import time
from collections.abc import Mapping

from msgspec import Struct

from dateline.engine.delivery import Outcome, Sleep
from dateline.engine.looking import View, look_of
from dateline.engine.revising import revise_alerts
from dateline.engine.sending import deliver_due
from dateline.engine.watch_file import Config, Watch
from dateline.errors import InputError
from dateline.store import Store
from dateline.values.alert import Alert, AlertStep, Looked, Raised


class Ran(Struct, frozen=True, kw_only=True):
    """What a run did: every look with its alert, if one was raised, what was revised, and how deliveries went.

    `deliveries`: (alert, channel, outcome).
    """

    looks: tuple[Looked, ...]
    alerts: tuple[Alert, ...]
    revised: tuple[AlertStep, ...] = ()
    deliveries: tuple[tuple[str, str, Outcome], ...] = ()


def run_watches(
    store: Store,
    config: Config,
    *,
    day: str,
    seen_at: str,
    is_dry: bool = False,
    is_past: bool = False,
    env: Mapping[str, str] = os.environ,
    sleep: Sleep = time.sleep,
) -> Ran:
    """Take back what no longer stands, let every watch look, keep what it saw, raise what is news, and send what may leave.

    Args:
        store: open for writing, unless dry.
        config: see `read_config`.
        day: the ISO day of the look; nothing known later is looked at.
        seen_at: now, ISO, UTC.
        is_dry: write and send nothing; say what would be raised.
        is_past: `day` lies back: always dry.
        env: where keys and passwords are.
        sleep: waits between tries.
    """
    is_dry = is_dry or is_past
    view = View(store, day, accept=config.accept)
    revised = () if is_dry else revise_alerts(store, config, day=day, seen_at=seen_at)
    looks, alerts = [], []
    for watch in config.watches:
        looked, alert = look_of(store, watch, view, day)
        looks.append(looked)
        if alert is not None:
            alerts.append(alert)
        if not is_dry:
            _keep(store, watch, looked, alert, seen_at)
    deliveries = () if is_dry else deliver_due(store, config, seen_at=seen_at, env=env, sleep=sleep)
    return Ran(looks=tuple(looks), alerts=tuple(alerts), revised=revised, deliveries=deliveries)


def release(store: Store, alert_id: str, *, who: str, at: str, why: str = "") -> Raised:
    """Let an alert leave; `deliver_due` then sends it.

    Raises:
        InputError: no such alert, or it is closed.
    """
    _step(store, alert_id, "released", who=who, at=at, why=why)
    return _one(store, alert_id)


def acknowledge(store: Store, alert_id: str, *, who: str, at: str, why: str = "") -> Raised:
    """Put on record that somebody has taken an alert up.

    Raises:
        InputError: no such alert, or it is closed.
    """
    _step(store, alert_id, "acknowledged", who=who, at=at, why=why)
    return _one(store, alert_id)


def close(store: Store, alert_id: str, *, who: str, at: str, why: str = "", verdict: str | None = None) -> Raised:
    """Close an alert; `verdict` true or false goes into the record of its watch.

    Raises:
        InputError: no such alert, or it is closed.
    """
    _step(store, alert_id, "closed", who=who, at=at, why=why, verdict=verdict)
    return _one(store, alert_id)


def _keep(store: Store, watch: Watch, looked: Looked, alert: Alert | None, seen_at: str) -> None:
    with store.batch():
        if alert is not None and store.add_alert(alert, at=seen_at):
            is_staged = watch.send == "staged" or alert.is_first_run
            why = "first look of this watch on this store" if alert.is_first_run else f'send = "{watch.send}"'
            step = "staged" if is_staged else "released"
            store.add_alert_step(AlertStep(alert=alert.id, step=step, at=seen_at, who="watch", why=why))
        store.add_look(looked, at=seen_at)


def _step(
    store: Store, alert_id: str, step: str, *, who: str, at: str, why: str = "", verdict: str | None = None
) -> None:
    if _one(store, alert_id).state == "closed":
        raise InputError(f"{alert_id} is closed. What comes after is a new alert; `dateline watch list` shows it.")
    store.add_alert_step(AlertStep(alert=alert_id, step=step, at=at, who=who, why=why, verdict=verdict))


def _one(store: Store, alert_id: str) -> Raised:
    found = store.alerts(alert=alert_id)
    if not found:
        raise InputError(f"{alert_id}: no such alert in {store.path}. `dateline watch list` shows their ids.")
    return found[0]
