"""`kill -9` while adding, publishing, encoding, writing progress, backing up and migrating.

Each is a real server (on the cluster: server, worker and PostgreSQL in turn) that is killed at
random, started again, and looked at: nothing acknowledged lost, nothing half made shown, nothing
left over after one `matinee doctor --fix`, and jobs that go on.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from tests.ingest import website

from faults.kills.adding import Adding
from faults.kills.backing import Backing
from faults.kills.encoding import Encoding
from faults.kills.films import Films
from faults.kills.house import house
from faults.kills.migrating import Migrating
from faults.kills.progress import Progress
from faults.kills.publishing import Publishing
from faults.kills.trial import repeat
from faults.table import How, Row


def run(how: How) -> Iterator[Row]:
    """Kill each of the six."""
    for one in KILLS.values():
        yield one(how)


def adding(how: How) -> Row:
    """Kill while films come in three ways at once."""
    with ExitStack() as stack:
        one = stack.enter_context(house(how, "adding"))
        site = stack.enter_context(website.serve())
        return repeat(how, "adding", Adding(one, Films(one.folder), site).run)


def publishing(how: How) -> Row:
    """Kill at each step of one film on its way through the gate."""
    with house(how, "publishing") as one:
        return repeat(how, "publishing", Publishing(one, Films(one.folder)).run)


def encoding(how: How) -> Row:
    """Kill while a title is prepared."""
    with house(how, "encoding") as one:
        prepared = Encoding(one)
        prepared.begin()
        return repeat(how, "encoding", prepared.run)


def progress(how: How) -> Row:
    """Kill while positions are written."""
    with house(how, "progress") as one:
        watched = Progress(one, Films(one.folder))
        watched.begin()
        return repeat(how, "writing progress", watched.run)


def backing(how: How) -> Row:
    """Kill while a copy is made, or let go."""
    with house(how, "backing") as one:
        copied = Backing(one, Films(one.folder))
        copied.begin()
        return repeat(how, "backing up", copied.run)


def migrating(how: How) -> Row:
    """Kill while the database of an older version is brought up to this one."""
    with house(how, "migrating") as one:
        upgraded = Migrating(one, Films(one.folder))
        upgraded.begin()
        return repeat(how, "migrating", upgraded.run)


KILLS: dict[str, Callable[[How], Row]] = {
    "adding": adding,
    "publishing": publishing,
    "encoding": encoding,
    "progress": progress,
    "backing": backing,
    "migrating": migrating,
}
