"""The best board under a budget of moves, proved optimal by HiGHS: the most supports, then the fewest moves, then the least effort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from zhence.advice.terms import TODAY, Terms

EFFORT = 1_000_000  # efforts are rounded to a millionth, so that equal plans are equal on every machine
THREADS = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Hold what is to be optimised: levels' efforts by lever, terms by support, what excludes and what grants."""

    efforts: Sequence[Sequence[float]]  # of each lever, of each level; level 0 is today's and costs nothing
    terms: Sequence[Terms]
    most: int
    excludes: Sequence[tuple[int, int]] = ()  # supports that cannot be had together
    grants: dict[tuple[int, int], list[int]] = field(default_factory=dict)  # (lever, level) -> supports that bring it
    worth: Sequence[float] = ()  # of each support; 1 where none is given


@dataclass(frozen=True, slots=True)
class Optimum:
    """Hold the level of each lever and the supports that are had."""

    levels: tuple[int, ...]
    supports: tuple[int, ...]


def solve(problem: Problem) -> Optimum:
    """Return a proven optimum."""
    model = _solver()
    moved = [[None, *(model.addBinary() for _ in levels[1:])] for levels in problem.efforts]
    paid = [[None, *(model.addBinary() for _ in levels[1:])] for levels in problem.efforts]
    had = [model.addBinary() for _ in problem.terms]
    for levels in moved:
        if len(levels) > 1:
            model.addConstr(_sum(model, levels[1:]) <= 1)
    for lever, levels in enumerate(moved):
        for level, variable in enumerate(levels[1:], 1):
            granting = [had[support] for support in problem.grants.get((lever, level), ())]
            model.addConstr(paid[lever][level] + _sum(model, granting) >= variable)
    for support, ways in enumerate(problem.terms):
        _tie(model, had[support], ways, moved)
    for one, other in problem.excludes:
        model.addConstr(had[one] + had[other] <= 1)
    every = [variable for levels in paid for variable in levels[1:]]
    costs = [cost for levels in problem.efforts for cost in levels[1:]]
    if every:
        model.addConstr(_sum(model, every) <= problem.most)
    worth = problem.worth or [1.0] * len(had)
    gain = _sum(model, [value * variable for value, variable in zip(worth, had, strict=True)])
    best = _best(model, gain, is_most=True)
    model.addConstr(gain >= best - 1e-6)
    if every:
        fewest = round(_best(model, _sum(model, every), is_most=False))
        model.addConstr(_sum(model, every) <= fewest)
        whole = [round(cost * EFFORT) * variable for cost, variable in zip(costs, every, strict=True)]
        _best(model, _sum(model, whole), is_most=False)
    found = tuple(
        next((level for level, variable in enumerate(levels[1:], 1) if model.val(variable) > 0.5), 0)
        for levels in moved
    )
    return Optimum(found, tuple(at for at, variable in enumerate(had) if model.val(variable) > 0.5))


def _solver() -> Any:  # noqa: ANN401
    import highspy  # a sixth of a second that only a plan needs

    highs: Any = highspy.Highs

    class Quiet(highs):  # type: ignore[misc]
        def enableCallbacks(self) -> Any:  # noqa: ANN401, N802  where HiGHS would print its banner
            self.silent()
            return super().enableCallbacks()

    model = Quiet()
    model.silent()
    for option, value in (("threads", THREADS), ("random_seed", 0), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
        model.setOptionValue(option, value)
    return model


def _sum(model: Any, parts: Sequence[Any]) -> Any:  # noqa: ANN401  highspy's own expressions
    return model.qsum(parts)


def _best(model: Any, goal: Any, *, is_most: bool) -> float:  # noqa: ANN401
    (model.maximize if is_most else model.minimize)(goal)
    status = model.modelStatusToString(model.getModelStatus())
    if status != "Optimal":
        raise RuntimeError(f"the solver ended with: {status}")
    return float(model.getObjectiveValue())


def _tie(model: Any, had: Any, ways: Terms, moved: list[list[Any]]) -> None:  # noqa: ANN401
    """Allow a support only in a way of it, and a way only where its levers stand at levels it allows."""
    taken = []
    for way in ways:
        if not way:
            return
        chosen = model.addBinary()
        taken.append(chosen)
        for lever, bits in way:
            levels = moved[lever]
            if bits & TODAY:
                forbidden = [v for level, v in enumerate(levels[1:], 1) if not bits >> level & 1]
                model.addConstr(chosen + _sum(model, forbidden) <= 1)
            else:
                allowed = [v for level, v in enumerate(levels[1:], 1) if bits >> level & 1]
                model.addConstr(chosen <= _sum(model, allowed))
    model.addConstr(had <= _sum(model, taken)) if taken else model.addConstr(had <= 0)
