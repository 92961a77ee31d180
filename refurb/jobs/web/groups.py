"""Things under the sentence that concerns them: what can't be done and why, or what was not."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_NAMED = 300  # under one sentence; the others are counted


@dataclass(frozen=True)
class Thing:
    """One thing that a sentence is about: its code, and its page when it has one."""

    name: str
    url: str


@dataclass
class Group:
    """One sentence, what it concerns, and how many more there are than named."""

    sentence: str
    things: list[Thing] = field(default_factory=list)
    count: int = 0

    def add(self, thing: Thing) -> None:
        """Count one more, and name it while there is room."""
        self.count += 1
        if self.count <= MOST_NAMED:
            self.things.append(thing)

    @property
    def more(self) -> int:
        """Count those that are not named."""
        return self.count - len(self.things)


class Groups:
    """Collects things by sentence."""

    def __init__(self) -> None:
        self._found: dict[str, Group] = {}

    def add(self, sentence: str, thing: Thing) -> None:
        """Put a thing under a sentence."""
        self._found.setdefault(sentence, Group(sentence)).add(thing)

    def largest_first(self) -> list[Group]:
        """List the groups."""
        return sorted(self._found.values(), key=lambda group: -group.count)
