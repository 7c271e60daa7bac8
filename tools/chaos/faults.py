"""What is done to each part, and how it is undone."""

from collections.abc import Callable
from dataclasses import dataclass

from tools.chaos.postgres import ReachedByProxy
from tools.chaos.stack import Service, Stack

# Per chunk and direction: a tired network before PostgreSQL, a bad one before the services.
SLOW_S = {"stats": 0.3, "PostgreSQL": 0.05, "core": 0.3}


@dataclass(frozen=True, slots=True)
class Fault:
    target: str
    name: str
    begin: Callable[[], None]
    end: Callable[[], None]


def faults(stack: Stack) -> list[Fault]:
    targets: dict[str, Service | ReachedByProxy] = {
        "stats": stack.stats,
        "PostgreSQL": stack.postgres,
        "core": stack.core,
    }
    return [fault for name, target in targets.items() for fault in _of(name, target)]


def _of(name: str, target: Service | ReachedByProxy) -> list[Fault]:
    proxy = target.proxy

    def dawdle(delay_s: float) -> Callable[[], None]:
        return lambda: setattr(proxy, "delay_s", delay_s)

    def mend() -> None:
        # As a router that came back: what was open before is no more.
        proxy.drop_all()
        proxy.cut.clear()

    return [
        Fault(name, "kill -9", target.kill, target.start),
        Fault(name, "frozen (SIGSTOP)", target.freeze, target.resume),
        Fault(name, "slow", dawdle(SLOW_S[name]), dawdle(0.0)),
        Fault(name, "cut off", proxy.cut.set, mend),
    ]
