"""The interval algebra, over every combination there is."""

from __future__ import annotations

from itertools import permutations, product

import pytest

from zhence.model.ladder import NO, UNKNOWN, YES, Answer, Step, all_of, any_of, at_least_n, branch, negate

EVERY = [Answer(low, high) for low in Step for high in Step if low <= high]
TRIPLES = list(product(EVERY, repeat=3))


def narrower(answer: Answer) -> list[Answer]:
    return [a for a in EVERY if answer.low <= a.low and a.high <= answer.high]


def test_de_morgan() -> None:
    for a, b, c in TRIPLES:
        assert negate(all_of([a, b, c])) == any_of([negate(a), negate(b), negate(c)])


def test_n_of_is_all_at_one_end_and_any_at_the_other() -> None:
    for answers in TRIPLES:
        assert at_least_n(3, answers) == all_of(answers)
        assert at_least_n(1, answers) == any_of(answers)
        assert at_least_n(0, answers) == YES
        assert at_least_n(4, answers) == NO


def test_order_never_matters() -> None:
    for answers in TRIPLES:
        for shuffled in permutations(answers):
            assert all_of(shuffled) == all_of(answers)
            assert any_of(shuffled) == any_of(answers)
            assert at_least_n(2, shuffled) == at_least_n(2, answers)


def test_learning_only_narrows() -> None:
    for a, b, c in TRIPLES:
        for learnt in narrower(a):
            for make in (all_of, any_of, lambda x: at_least_n(2, x)):
                assert make([learnt, b, c]) in narrower(make([a, b, c]))
            assert branch(learnt, b, c) in narrower(branch(a, b, c))
            assert branch(b, learnt, c) in narrower(branch(b, a, c))


def test_an_open_guard_is_no_obstacle_where_both_branches_agree() -> None:
    assert branch(UNKNOWN, YES, YES) == YES
    assert branch(UNKNOWN, NO, NO) == NO
    assert branch(UNKNOWN, YES, NO) == UNKNOWN


def test_an_interval_cannot_cross() -> None:
    with pytest.raises(ValueError, match="worse at best"):
        Answer(Step.YES, Step.NO)
