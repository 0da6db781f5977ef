"""What is said in films: cues of as many words as are asked for, always the same, written fast.

Words are as common as in speech: the n-th commonest is said 1/n as often as the first (Zipf).
"""

import itertools
import random
from collections.abc import Iterator
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from bench.seed import WORDS, words_in
from matinee.discovery.tables import TRIGGERS
from matinee.kit.db import Database
from matinee.library.tables import AssetRow
from matinee.library.texts.cues import CueRow, CueTrackRow

VOCABULARY = 30_000
CUE_WORDS = 8
FILM_CUES = 1_200
EVERY_S = 4.0
_BATCH = 20_000
_TRIGGER = "cue_search_insert"
_ONSETS = words_in("b br c ch d dr f fl g gr h j k l m n p pl r s sh st t tr v w z")
_RHYMES = words_in("a al an ar e el en er i il in it o ol on or u ul un ust ay ee oo ime ound ight")


def seed(database: Database, words: int) -> int:
    """Give films cues of so many words together, as many films as that takes; returns the cues."""
    rng = random.Random(5)
    with database.write() as session:
        session.execute(text(f"DROP TRIGGER {_TRIGGER}"))
        tracks = _tracks(session, words // (CUE_WORDS * FILM_CUES) + 1)
        rows = itertools.islice(_cues(rng, tracks), words // CUE_WORDS)
        count = 0
        while batch := list(itertools.islice(rows, _BATCH)):
            session.execute(insert(CueRow.__table__), batch)
            count += len(batch)
        session.execute(text("INSERT INTO cue_search (cue_search) VALUES ('rebuild')"))
        session.execute(text(next(one for one in TRIGGERS if _TRIGGER in one)))
    return count


def vocabulary() -> list[str]:
    """Return the words there are, the commonest first."""
    rng = random.Random(3)
    words = dict.fromkeys(WORDS)
    while len(words) < VOCABULARY:
        syllables = (rng.choice(_ONSETS) + rng.choice(_RHYMES) for _ in range(rng.randrange(2, 4)))
        words["".join(syllables)] = None
    return list(words)


def _tracks(session: Session, count: int) -> list[int]:
    assets = session.scalars(select(AssetRow.id).order_by(AssetRow.id).limit(count)).all()
    rows = [{"asset_id": one, "track": "t2", "language": "en"} for one in assets]
    session.execute(insert(CueTrackRow.__table__), rows)
    return list(session.scalars(select(CueTrackRow.number)))


def _cues(rng: random.Random, tracks: list[int]) -> Iterator[dict[str, Any]]:
    words = vocabulary()
    weights = list(itertools.accumulate(1 / (n + 1) for n in range(len(words))))
    for at in itertools.count():
        for track in tracks:
            said = " ".join(rng.choices(words, cum_weights=weights, k=CUE_WORDS))
            start_s = at * EVERY_S
            yield {"track_number": track, "start_s": start_s, "end_s": start_s + 3, "text": said}
