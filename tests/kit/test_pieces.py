"""An answer of pieces is the JSON that the whole would have been."""

from datetime import UTC, datetime

import pytest
from pydantic import BaseModel

from matinee.kit import pieces


class Leaf(BaseModel):
    name: str
    at: datetime


class Tree(BaseModel):
    leaves: list[Leaf]
    first: Leaf | None
    words: dict[str, str]
    count: int


def test_pieces_are_joined_to_what_the_whole_would_be() -> None:
    leaf = Leaf(name='an "oak" é', at=datetime(2026, 1, 2, tzinfo=UTC))
    one = leaf.model_dump_json().encode()
    words = {"a": 'b"', "ü": ""}
    for leaves, first in (([], None), ([leaf], leaf), ([leaf, leaf], None)):
        whole = Tree(leaves=leaves, first=first, words=words, count=3)
        pieced = {
            "leaves": [one] * len(leaves), "first": one if first else None, "words": words,
            "count": 3,
        }  # fmt: skip
        assert pieces.written(Tree, pieced) == whole.model_dump_json().encode()
    answer = pieces.answer(Leaf, {"name": "oak", "at": leaf.at})
    assert answer.headers["content-type"] == "application/json"


def test_a_field_that_is_missing_or_unknown_is_a_fault() -> None:
    with pytest.raises(TypeError, match="colour, first"):
        pieces.written(Tree, {"leaves": [], "words": {}, "count": 1, "colour": 2})
