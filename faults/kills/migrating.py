"""Migrating: an older database is killed on its way to this version. The next start brings it
there with every row, and the copy that was made before is whole."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from faults.awake import until
from faults.kills import looking, trial
from faults.kills.adding import Upload, insist
from faults.kills.films import Films, digest
from faults.kills.house import PATIENCE_S, House, name_of
from faults.kills.moments import Moment, another_in, shortly_after
from faults.kills.trial import Doing, Outcome
from matinee.kit import copies, migrate
from matinee.kit.jobs import duty

TITLES = 3
OLDEST = {"embedded": "0009", "cluster": "0017"}
"""The oldest shape that a database of today can be taken back to. Before 0018 nobody had a library
in PostgreSQL."""
POINTS = ("copying", "copied", "some are done", "any")
_LONGEST_S = 2.0
_ROWS = (
    "SELECT id, name FROM user_account ORDER BY id",
    "SELECT id, title, added_at FROM media ORDER BY id",
    "SELECT id, media_id, key, fingerprint, size_bytes FROM asset ORDER BY id",
    "SELECT profile_id, media_id, position_s, completed FROM progress ORDER BY media_id",
)
Facts = list[list[tuple[object, ...]]]


@dataclass
class Migrating:
    """A library that is taken back to an older shape, again and again."""

    house: House
    films: Films
    expected: dict[str, str] = field(default_factory=dict[str, str])

    def begin(self) -> None:
        """Bring in what must not be lost."""
        one = self.house
        for n in range(TITLES):
            upload = Upload(name_of(random.Random(n), n), self.films.next())
            insist(one, upload.go_on)
            self.expected[upload.title] = digest(upload.content)
        trial.settled(one, but="")
        for item in one.ask("GET", "/api/media")["items"]:
            path = f"/api/media/{item['id']}/progress"
            one.ask("PUT", path, json={"position_s": 1.0, "duration_s": 2.0})

    def run(self, n: int, chance: random.Random) -> Outcome:
        """Go back to an older version, start this one, kill it on the way, and start it again."""
        one = self.house
        older = chance.choice([r for r in migrate.revisions()[:-1] if r >= OLDEST[one.set_up]])
        one.stop()
        self._take_back(older)
        before = self._facts()
        moment = self._moment(POINTS[n % len(POINTS)], older, chance)
        one.begin()
        outcome = trial.kill(one, "server", moment, Doing())
        if "worker" in one.parts:  # the one before was written where there is no table of them now
            until(lambda: duty.workers(one.db), "a worker runs", PATIENCE_S)
        outcome.at += f" from {older}" if outcome.wrong else ""
        if self._facts() != before:
            outcome.wrong.append(f"the rows of {older} are not all there")
        outcome.wrong += self._copies(older, before)
        outcome.wrong += [
            *looking.whole(one), *looking.titles(one, self.expected),
            *looking.shown(one, self.expected), *looking.jobs_failed(one),
            *looking.left_over(one), *self._copies(older, before),
        ]  # fmt: skip
        return outcome

    def _engine(self) -> Engine:
        return create_engine(self.house.db.url, poolclass=NullPool)

    def _take_back(self, older: str) -> None:
        """Bring the database into an older shape, with nothing beside it."""
        config = Config()
        config.set_main_option("script_location", str(migrate.MIGRATIONS))
        config.attributes["url"] = self.house.settings.database
        command.downgrade(config, older)
        shutil.rmtree(self.house.data / "backups", ignore_errors=True)

    def _facts(self) -> Facts:
        engine = self._engine()
        try:
            with engine.connect() as opened:
                return [[tuple(row) for row in opened.execute(text(one))] for one in _ROWS]
        finally:
            engine.dispose()

    def _moment(self, point: str, older: str, chance: random.Random) -> Moment:
        folder = self.house.data / "backups"
        if point == "copying":
            return shortly_after(chance, point, another_in(folder, ".db.partial"))
        if point == "copied":
            return shortly_after(chance, point, another_in(folder, ".db"))
        if point == "some are done":
            later = [r for r in migrate.revisions() if r > older]
            return shortly_after(chance, point, self._at(chance.choice(later)))
        begun = another_in(folder, ".db.partial")
        return Moment(point, begun, chance.uniform(0, _LONGEST_S))

    def _at(self, revision: str) -> Callable[[], bool]:
        return lambda: (migrate.current_revision(self.house.settings) or "") >= revision

    def _copies(self, older: str, before: Facts) -> Iterator[str]:
        """Say what is wrong with the copy that was made before the first step."""
        made = [one for one in copies.every(self.house.settings)
                if one.label.startswith("before-")]  # fmt: skip
        if not any(one.revision == older for one in made):
            yield f"there is no copy of what was at {older}"
        for one in made:
            if one.sha256 is None or not copies.is_as_made(one):
                yield f"{one.name}: half a copy counts as one"
                continue
            with closing(sqlite3.connect(f"file:{one.path}?mode=ro", uri=True)) as opened:
                verdict = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
                held = [opened.execute(row).fetchall() for row in _ROWS]
            if verdict != "ok":
                yield f"{one.name}: {verdict}"
            if [len(rows) for rows in held] != [len(rows) for rows in before]:
                yield f"{one.name}: it has not all rows"
