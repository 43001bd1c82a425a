"""Alerts on their way out: each released one to each of its channels, once, and again what is revised afterwards."""

import os
import time
from collections.abc import Mapping

from dateline.engine.delivery import Channel, Email, Feed, Outcome, Sleep, Webhook, send_email, send_webhook, write_feed
from dateline.engine.watch_file import Config
from dateline.store import Store
from dateline.values.alert import AlertStep, Raised


def deliver_due(
    store: Store,
    config: Config,
    *,
    seen_at: str,
    env: Mapping[str, str] = os.environ,
    sleep: Sleep = time.sleep,
) -> tuple[tuple[str, str, Outcome], ...]:
    """Send each released alert to each of its channels that has not taken it yet, or has not heard of its revision.

    Each outcome is kept as it comes.
    """
    done: list[tuple[str, str, Outcome]] = []
    down: set[str] = set()  # a channel that failed is left in peace for the rest of the run
    for raised in reversed(store.alerts()):
        for name in raised.alert.deliver:
            channel = config.channels.get(name)
            if channel is None or name in down or not raised.is_due(name):
                continue
            outcome = _deliver(name, channel, raised, store, config, seen_at, env, sleep)
            if outcome.step == "failed":
                down.add(name)
            store.add_alert_step(
                AlertStep(alert=raised.alert.id, step=outcome.step, at=seen_at, why=outcome.why, channel=name)
            )
            done.append((raised.alert.id, name, outcome))
    return tuple(done)


def _deliver(
    name: str,
    channel: Channel,
    raised: Raised,
    store: Store,
    config: Config,
    seen_at: str,
    env: Mapping[str, str],
    sleep: Sleep,
) -> Outcome:
    match channel:
        case Webhook():
            return send_webhook(channel, raised, env=env, sleep=sleep)
        case Email():
            return send_email(channel, raised, at=seen_at, env=env)
        case Feed():
            path = config.path.parent / channel.path
            try:
                write_feed(path, channel, [r for r in store.alerts() if r.is_released and name in r.alert.deliver])
            except OSError as error:
                return Outcome("failed", f"{path}: {error.strerror or error}. Name a file that can be written.")
            return Outcome("sent", str(path))
