"""Which tables a statement reads or writes without saying whose rows it means.

Citus sends a statement to one machine when each table of lifters in it is bound to one lifter: by
`user_id = <parameter>`, or by `user_id` being that of a table which is bound. What is found here is
what would go to every machine, or be refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pglast import ast, parse_sql
from pglast.enums import A_Expr_Kind, BoolExprType

THE_LIFTER = "the parameter"
_Place = tuple[int, str]
"""A table's alias within one level of a query."""


@dataclass
class _Level:
    """One SELECT, INSERT, UPDATE or DELETE: the tables in it by alias, and those outside of it."""

    number: int
    tables: dict[str, str] = field(default_factory=dict)
    outer: "_Level | None" = None

    def place(self, alias: str | None) -> _Place | None:
        if alias is None:
            # Without an alias it is the only table there is, here or around.
            if len(self.tables) == 1:
                return (self.number, next(iter(self.tables)))
            return None
        level: _Level | None = self
        while level is not None:
            if alias in level.tables:
                return (level.number, alias)
            level = level.outer
        return None


class _Reading:
    def __init__(self, owned: frozenset[str]) -> None:
        self._owned = owned
        self._levels = 0
        self.wanted: dict[_Place, str] = {}
        self.equal: list[tuple[object, object]] = []
        self._named: set[str] = set()

    def statement(self, node: Any, outer: _Level | None = None) -> None:
        """Also those within it: WITH, subqueries, both sides of a UNION."""
        self._levels += 1
        level = _Level(self._levels, outer=outer)
        if getattr(node, "withClause", None):
            for cte in node.withClause.ctes:
                self._named.add(cte.ctename)
                self.statement(cte.ctequery, outer)
        if isinstance(node, ast.SelectStmt) and node.larg is not None:
            self.statement(node.larg, outer)
            self.statement(node.rarg, outer)
            return
        for table in self._tables(node):
            self._add(level, table)
        if isinstance(node, ast.InsertStmt):
            self._insert(node, level)
        self._conditions(node, level)
        self._inside(node, level)

    def _tables(self, node: Any) -> Iterator[Any]:
        if isinstance(node, ast.InsertStmt):
            yield node.relation
            return
        if isinstance(node, ast.UpdateStmt | ast.DeleteStmt):
            yield node.relation
        for name in ("fromClause", "usingClause"):
            for one in getattr(node, name, None) or ():
                yield from _flat(one)

    def _add(self, level: _Level, table: Any) -> None:
        alias = table.alias.aliasname if table.alias else getattr(table, "relname", "")
        name = str(table.relname) if isinstance(table, ast.RangeVar) else ""
        level.tables[alias] = name
        if name in self._owned and name not in self._named:
            self.wanted[(level.number, alias)] = name

    def _insert(self, node: Any, level: _Level) -> None:
        alias = next(iter(level.tables))
        columns = [one.name for one in node.cols]
        if "user_id" not in columns:
            return
        at = columns.index("user_id")
        source = node.selectStmt
        if all(_is_parameter(row[at]) for row in _rows(source)):
            self.equal.append(((level.number, alias), THE_LIFTER))

    def _conditions(self, node: Any, level: _Level) -> None:
        conditions = [getattr(node, "whereClause", None)]
        for name in ("fromClause", "usingClause"):
            for one in getattr(node, name, None) or ():
                conditions += [join.quals for join in _joins(one)]
        for condition in conditions:
            for left, right in _equalities(condition):
                pair = (self._side(left, level), self._side(right, level))
                if None not in pair:
                    self.equal.append(pair)

    def _side(self, node: Any, level: _Level) -> object:
        if _is_parameter(node):
            return THE_LIFTER
        if isinstance(node, ast.ColumnRef):
            names = [getattr(one, "sval", "") for one in node.fields or ()]
            if names[-1] == "user_id":
                return level.place(names[0] if len(names) == 2 else None)
        return None

    def _inside(self, node: Any, level: _Level) -> None:
        for query in _subqueries(node):
            self.statement(query, level)

    def unbound(self) -> list[str]:
        bound: set[object] = {THE_LIFTER}
        while True:
            more = {
                other
                for left, right in self.equal
                for one, other in ((left, right), (right, left))
                if one in bound
            }
            if more <= bound:
                break
            bound |= more
        return sorted(name for place, name in self.wanted.items() if place not in bound)


def _rows(source: Any) -> Iterator[list[Any]]:
    """What a VALUES or SELECT, or each side of a UNION of them, gives for each column."""
    if source.larg is not None:
        yield from _rows(source.larg)
        yield from _rows(source.rarg)
    elif source.valuesLists:
        yield from source.valuesLists
    else:
        yield [one.val for one in source.targetList]


def _is_parameter(node: Any) -> bool:
    if isinstance(node, ast.TypeCast):
        return _is_parameter(node.arg)
    return isinstance(node, ast.ParamRef)


def _flat(node: Any) -> Iterator[Any]:
    if isinstance(node, ast.JoinExpr):
        yield from _flat(node.larg)
        yield from _flat(node.rarg)
    else:
        yield node


def _joins(node: Any) -> Iterator[Any]:
    if isinstance(node, ast.JoinExpr):
        yield node
        yield from _joins(node.larg)
        yield from _joins(node.rarg)


def _equalities(node: Any) -> Iterator[tuple[Any, Any]]:
    """What has to hold: the parts of ANDs, never those of an OR."""
    if isinstance(node, ast.BoolExpr) and node.boolop == BoolExprType.AND_EXPR:
        for one in node.args or ():
            yield from _equalities(one)
    elif (
        isinstance(node, ast.A_Expr)
        and node.kind == A_Expr_Kind.AEXPR_OP
        and [one.sval for one in node.name or ()] == ["="]
    ):
        yield node.lexpr, node.rexpr


_QUERIES = (ast.SelectStmt, ast.InsertStmt, ast.UpdateStmt, ast.DeleteStmt)


def _subqueries(node: Any) -> Iterator[Any]:
    """The queries directly within a node, but for those of its WITH, which were seen already."""
    for name in node if isinstance(node, ast.Node) else ():
        if name != "withClause":
            yield from _queries_of(getattr(node, name))


def _queries_of(value: Any) -> Iterator[Any]:
    if isinstance(value, _QUERIES):
        yield value
    elif isinstance(value, ast.Node):
        yield from _subqueries(value)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _queries_of(one)


def unbound_tables(statement: str, owned: frozenset[str]) -> list[str]:
    """The tables of `owned` that a statement with `$1` for parameters binds to nobody."""
    reading = _Reading(owned)
    for raw in parse_sql(statement):
        reading.statement(raw.stmt)
    return reading.unbound()


def copied_in(statement: str) -> list[str]:
    """The tables that an INSERT of a SELECT would fill by COPY, which row security allows nobody:
    those of one that neither says what to do about a conflict nor returns anything.
    """
    return sorted(
        str(getattr(node.relation, "relname", None))
        for raw in parse_sql(statement)
        for node in _all_of(raw.stmt)
        if isinstance(node, ast.InsertStmt) and _by_copy(node)
    )


def _by_copy(insert: Any) -> bool:
    says_more = insert.onConflictClause or insert.returningClause
    return not says_more and insert.selectStmt.valuesLists is None


def called_on_columns(statement: str) -> set[tuple[str, str]]:
    """`("function", name)` and `("type", name)` of what an UPDATE or DELETE calls on, or casts, a
    column. Citus refuses those that are not immutable.
    """
    return {
        (kind, name)
        for raw in parse_sql(statement)
        for change in _all_of(raw.stmt)
        if isinstance(change, ast.UpdateStmt | ast.DeleteStmt)
        for node in (*_all_of(change.whereClause), *_all_of(getattr(change, "targetList", None)))
        if any(isinstance(one, ast.ColumnRef) for one in _all_of(node))
        for kind, name in _calls(node)
    }


def _calls(node: Any) -> Iterator[tuple[str, str]]:
    match node:
        case ast.FuncCall(funcname=[*_, ast.String(sval=str(name))]):
            yield "function", name
        case ast.TypeCast(typeName=ast.TypeName(names=[*_, ast.String(sval=str(name))])):
            yield "type", name


def _all_of(value: Any) -> Iterator[Any]:
    """A node and all within it, but for subqueries in the place of a value, which are done first."""
    if isinstance(value, tuple | list):
        for one in value:
            yield from _all_of(one)
    elif isinstance(value, ast.Node):
        yield value
        if not isinstance(value, ast.SubLink):
            for name in value:
                yield from _all_of(getattr(value, name))
