"""Three-way merge of JSON documents: what one changed, and what others changed since both parted.

A field that one side changed has that side's value. Elements of a list that have an `id` are matched
by it; any other list is one value. Where both sides changed the same to different values, the merge
has that of `mine`, or of `theirs` if asked, and says so.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Document = Mapping[str, Any]
Path = tuple[str, ...]

ORDER: Final = "order"
"""The last step of the path to the order of a list."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """`path` goes by names of fields and ids of elements. None stands for what is not there."""

    path: Path
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    document: dict[str, Any]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Merging:
    """`together` are names of fields that are one value, such as an amount and its unit."""

    together: Collection[tuple[str, ...]]
    keeps_theirs: bool
    conflicts: list[Conflict] = field(default_factory=list)

    def document(self, base: Document, mine: Document, theirs: Document, path: Path) -> Any:
        found: dict[str, Any] = {}
        for names in self._groups({**theirs, **mine}):
            b, m, t = (tuple(one.get(name) for name in names) for one in (base, mine, theirs))
            at = (*path, names[0])
            if len(names) == 1 and _has_elements(b[0], m[0], t[0]):
                found[names[0]] = self._elements(b[0] or (), m[0] or (), t[0] or (), at)
            else:
                found |= zip(names, self._value(b, m, t, at), strict=True)
        return found

    def _groups(self, names: Collection[str]) -> list[tuple[str, ...]]:
        joined = [group for group in self.together if set(group) <= set(names)]
        alone = set(names).difference(*joined)
        return [*joined, *((name,) for name in names if name in alone)]

    def _value(self, base: Any, mine: Any, theirs: Any, path: Path) -> Any:
        if mine in (base, theirs):
            return theirs
        if theirs == base:
            return mine
        shown = [one[0] if len(one) == 1 else one for one in (mine, theirs)]
        self.conflicts.append(Conflict(path, *shown))
        return theirs if self.keeps_theirs else mine

    def _elements(
        self, base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any], path: Path
    ) -> list[Any]:
        b, m, t = ({one["id"]: one for one in side} for side in (base, mine, theirs))
        kept: dict[str, Any] = {}
        for one in {**m, **t}:
            found = self._element(b.get(one), m.get(one), t.get(one), (*path, one))
            if found is not None:
                kept[one] = found
        return [kept[one] for one in self._order(list(b), list(m), list(t), path) if one in kept]

    def _element(self, base: Any, mine: Any, theirs: Any, path: Path) -> Any:
        if mine is not None and theirs is not None:
            return self.document(base or {}, mine, theirs, path)
        there = theirs if mine is None else mine
        if base is None:
            return there
        if there == base:
            return None
        added = _only_added(base, there)
        if added is not None:
            return added
        self.conflicts.append(Conflict(path, mine, theirs))
        return theirs if self.keeps_theirs else mine

    def _order(self, base: list[str], mine: list[str], theirs: list[str], path: Path) -> list[str]:
        common = set(base) & set(mine) & set(theirs)
        b, m, t = ([one for one in side if one in common] for side in (base, mine, theirs))
        first, second = mine, theirs
        if m == b != t:
            first, second = theirs, mine
        elif b not in (m, t) and m != t:
            self.conflicts.append(Conflict((*path, ORDER), m, t))
            if self.keeps_theirs:
                first, second = theirs, mine
        return _joined(first, second, set(base))


def merge(
    base: Document,
    mine: Document,
    theirs: Document,
    *,
    together: Collection[tuple[str, ...]] = (),
    keeps_theirs: bool = False,
) -> Merged:
    merging = _Merging(together, keeps_theirs)
    document = merging.document(base, mine, theirs, ())
    return Merged(document, tuple(merging.conflicts))


def written(
    before: Document, after: Document, *, together: Collection[tuple[str, ...]] = ()
) -> dict[str, set[str]]:
    """The fields that are others, by element that is in both; those of the document under "".

    ORDER stands for the place of an element whose list was put into another order, or that
    something new stands before.
    """
    groups = {name: group for group in together for name in group}
    changed = _changed_fields(before, after, together)
    found = {"": {name for one in changed for name in groups.get(one, (one,))}}
    for name in {*before, *after}:
        if not _has_elements(before.get(name), after.get(name)):
            continue
        old, new = _by_id(before.get(name)), _by_id(after.get(name))
        there = [one for one in old if one in new]
        moved = list(new)[: len(there)] != there
        for one in there:
            inside = written(old[one], new[one], together=together)
            inside[""] |= {ORDER} if moved else set()
            found |= {id_ or one: fields for id_, fields in inside.items()}
    return found


def changes(
    before: Document, after: Document, *, together: Collection[tuple[str, ...]] = ()
) -> int:
    """How many fields, elements and orders are others. An element counts once for its own fields."""
    return len(_changed_fields(before, after, together)) + _changed_elements(
        before, after, together
    )


def _changed_fields(
    before: Document, after: Document, together: Collection[tuple[str, ...]]
) -> set[str]:
    first = {name: group[0] for group in together for name in group}
    return {
        first.get(name, name)
        for name in {*before, *after}
        if before.get(name) != after.get(name)
        and not _has_elements(before.get(name), after.get(name))
    }


def _changed_elements(
    before: Document, after: Document, together: Collection[tuple[str, ...]]
) -> int:
    count = 0
    for name in {*before, *after}:
        if not _has_elements(before.get(name), after.get(name)):
            continue
        old, new = _by_id(before.get(name)), _by_id(after.get(name))
        count += len(old.keys() ^ new.keys())
        both = [one for one in old if one in new]
        count += both != [one for one in new if one in old]
        for one in both:
            count += bool(_changed_fields(old[one], new[one], together))
            count += _changed_elements(old[one], new[one], together)
    return count


def reverted(
    mine: Document, base: Document, path: Path, *, together: Collection[tuple[str, ...]] = ()
) -> dict[str, Any]:
    """`mine` with what is at `path` as it is in `base`. A path to what neither has changes nothing."""
    name, *rest = path
    names = next((group for group in together if group[0] == name), (name,))
    if not rest:
        return {**mine, **{one: base.get(one) for one in names if one in mine}}
    if not _has_elements(base.get(name), mine.get(name)):
        return dict(mine)
    before, now = _by_id(base.get(name)), _by_id(mine.get(name))
    if rest == [ORDER]:
        order = [*(one for one in before if one in now), *(one for one in now if one not in before)]
        return {**mine, name: [now[one] for one in order]}
    element, *further = rest
    if further and element in now:
        old = before.get(element, {})
        now[element] = reverted(now[element], old, tuple(further), together=together)
    elif not further and element in before:
        order = _joined(list(now), list(before), set(before))
        now = {one: before[one] if one == element else now.get(one) for one in order}
        now = {one: found for one, found in now.items() if found is not None}
    elif not further:
        now.pop(element, None)
    return {**mine, name: list(now.values())}


def _by_id(elements: Any) -> dict[str, Any]:
    return {one["id"]: one for one in elements or ()}


def _has_elements(*versions: Any) -> bool:
    lists = [one for one in versions if one]
    return bool(lists) and all(
        isinstance(one, list) and all(isinstance(each, dict) and "id" in each for each in one)
        for one in lists
    )


def _only_added(base: Document, there: Document) -> dict[str, Any] | None:
    """What came into lists of an element whose other fields nobody changed; None where more is new."""
    added: dict[str, Any] = {}
    for name, value in there.items():
        before = base.get(name)
        if not _has_elements(before, value) or value == before:
            if value != before:
                return None
            added[name] = [] if _has_elements(value) else value
            continue
        known = _by_id(before)
        if any(known.get(one["id"], one) != one for one in value):
            return None
        added[name] = [one for one in value if one["id"] not in known]
    return added if any(_has_elements(one) for one in added.values()) else None


def _joined(first: list[str], second: list[str], known: set[str]) -> list[str]:
    """`first`, and what only `second` has, each after what it follows there."""
    order = list(first)
    for place, one in enumerate(second):
        if one in order:
            continue
        before = next((other for other in reversed(second[:place]) if other in order), None)
        at = 0 if before is None else order.index(before) + 1
        while at < len(order) and order[at] not in known and order[at] not in second:
            at += 1
        order.insert(at, one)
    return order
