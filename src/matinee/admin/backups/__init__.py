"""Backups: copies of the database, made every night and by hand, and the way back.

What a copy is, and how one is made, is the ground floor's (`kit.copies`), since one is made before
every upgrade too. Here is what people see of them: which are kept, what a restore would do, and
the restore itself.
"""

from matinee.admin.backups import listing, sending, stored
from matinee.admin.backups.actions import make
from matinee.admin.backups.leftovers import left_over
from matinee.admin.backups.pending import RestartAsked, carry_out
from matinee.admin.backups.restoring import Restored, look, restore, restored_at
from matinee.admin.backups.values import Held, Rehearsal

__all__ = [
    "Held",
    "Rehearsal",
    "RestartAsked",
    "Restored",
    "carry_out",
    "left_over",
    "listing",
    "look",
    "make",
    "restore",
    "restored_at",
    "sending",
    "stored",
]
