"""Who abuses whom in a case, weighed from all that its clear mentions say of either side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from caseflags.model import Role

_ADULTS = (Role.MOTHER, Role.FATHER, Role.PARTNER, Role.OTHER)
_PRIOR = 2
"""How many voices it takes to outweigh what is usual: the man or partner of whom a case speaks abuses the mother."""


@dataclass(frozen=True, slots=True)
class Couple:
    """Who abuses whom in a case, as far as its notes have established."""

    abuser: Role
    victim: Role


@dataclass(slots=True)
class Sides:
    """Votes for who abuses and who is abused, counted for each side and for pairs."""

    abusers: Counter[Role] = field(default_factory=Counter)
    victims: Counter[Role] = field(default_factory=Counter)
    pairs: Counter[tuple[Role, Role]] = field(default_factory=Counter)
    abuse: int = 0

    def add(self, abuser: Role | None, victim: Role | None, weight: int = 1) -> None:
        """Count one voice for a side or for both; children and strangers take no side. Nobody abuses himself, but one
        of the others may abuse another of them."""
        if abuser == victim and abuser is not Role.OTHER:
            return
        if abuser in _ADULTS:
            self.abusers[abuser] += weight
        if victim in _ADULTS:
            self.victims[victim] += weight
        if abuser in _ADULTS and victim in _ADULTS:
            self.pairs[(abuser, victim)] += weight

    def weight(self, abuser: Role, victim: Role) -> int:
        """How much speaks for a pair: what names both counts double."""
        return 2 * self.pairs[(abuser, victim)] + self.abusers[abuser] + self.victims[victim]

    def couple(self, usual: Couple) -> Couple | None:
        """The pair for which most speaks; ``usual`` where the voices are even, ``None`` where no abuse is affirmed."""
        if not self.abuse:
            return None
        self.pairs[(usual.abuser, usual.victim)] += _PRIOR
        roles = sorted({role for pair in self.pairs for role in pair} | set(self.abusers) | set(self.victims))
        pairs = [
            Couple(abuser, victim)
            for abuser in roles
            for victim in roles
            if abuser != victim or self.pairs[(abuser, victim)] > 0
        ]
        return max(
            pairs, key=lambda pair: (self.weight(pair.abuser, pair.victim), pair == usual, pair.abuser, pair.victim)
        )
