"""Drawing a form: as many items of each kind as the blueprint says, at random, one of a family at most."""

from collections.abc import Collection, Iterable, Sequence
from random import Random
from uuid import UUID

from curriculum_app.content.schemas import BlueprintLine
from curriculum_app.learning.catalogue import ItemEntry


def shortened(blueprint: Sequence[BlueprintLine], questions: int) -> list[BlueprintLine]:
    """A blueprint brought down to so many questions: every line keeps one, the rest go by its share (largest remainder)."""
    rest, spare = questions - len(blueprint), sum(line.items - 1 for line in blueprint)
    shares = [rest * (line.items - 1) / spare if spare else 0.0 for line in blueprint]
    counts = [1 + int(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda at: (int(shares[at]) - shares[at], at))
    for at in by_remainder[: questions - sum(counts)]:
        counts[at] += 1
    return [line.model_copy(update={"items": count}) for line, count in zip(blueprint, counts, strict=True)]


def draw(
    items: Iterable[ItemEntry], blueprint: Sequence[BlueprintLine], random: Random, known: Collection[UUID] = ()
) -> list[ItemEntry]:
    """A form in the blueprint's order of kinds; `known` items come last. Raises ValueError where the bank is too small."""
    pool = sorted(items, key=lambda item: item.id)
    random.shuffle(pool)
    pool.sort(key=lambda item: item.id in known)
    form: list[ItemEntry] = []
    families: set[str] = set()
    for line in blueprint:
        wanted = line.items
        for item in pool:
            if (
                wanted
                and item.kind == line.kind
                and item not in form
                and (not item.family or item.family not in families)
            ):
                form.append(item)
                families.add(item.family)
                wanted -= 1
        if wanted:
            raise ValueError(f"the bank lacks {wanted} items of kind {line.kind}")
    return form
