"""Files that only the holder of a key can read, in the format of age (age-encryption.org/v1).

It is authenticated piece by piece (ChaCha20-Poly1305 over 64 KiB), so a file that was changed or
cut off is never read as if it were whole, and what is sealed here opens with the program `age`
where there is no Matinee any more: `age -d -i KEY FILE`.
"""

import importlib
import os
from pathlib import Path
from typing import Any, Final

from matinee.kit.errors import Invalid, Unavailable

SUFFIX: Final = ".age"
_MARK: Final = b"age-encryption.org/v1\n"
_SECRET: Final = "AGE-SECRET-KEY-1"  # noqa: S105 - how a key begins
_KEY_BYTES: Final = 64 * 1024


def is_sealed(path: Path) -> bool:
    """Say whether a file is sealed, by how it begins."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MARK)) == _MARK
    except OSError:
        return False


def make_key(path: Path) -> str:
    """Write a new key to a file that is not there yet, readable by its owner alone; returns the
    part of it that may be told. Raises Invalid."""
    identity = _age().x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as cause:
        raise Invalid(
            f"The key cannot be written to {path}: {cause.strerror}.",
            fix="Name a file that is not there yet, in a folder that can be written.",
            code="backup_key_unwritable",
        ) from cause
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# public key: {public}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def seal(source: Path, target: Path, key_file: Path) -> None:
    """Write `source` sealed to `target`. Raises Unavailable where the key cannot be used."""
    recipients = [one.to_public() for one in _keys(key_file)]
    with source.open("rb") as plain, target.open("wb") as sealed:
        _age().encrypt_io(plain, sealed, recipients)
        sealed.flush()
        os.fsync(sealed.fileno())


def unseal(source: Path, target: Path, key_file: Path | None) -> None:
    """Write what is sealed in `source` to `target`.

    Raises Unavailable without a key, Invalid with another one or where the file is not whole.
    """
    if key_file is None:
        raise Unavailable(
            f"{source.name} is encrypted, and no key is set.",
            fix="Set MATINEE_BACKUP_KEY_FILE to the key it was made with.",
            code="backup_key_missing",
        )
    keys, age = _keys(key_file), _age()
    try:
        with source.open("rb") as sealed, target.open("wb") as plain:
            age.decrypt_io(sealed, plain, keys)
    except (age.DecryptError, ValueError) as cause:
        target.unlink(missing_ok=True)
        raise _refusal(source, cause) from cause
    except OSError as cause:
        target.unlink(missing_ok=True)
        if cause.errno is not None:  # the disk's own words
            raise
        raise _refusal(source, cause) from cause


def _refusal(source: Path, cause: Exception) -> Invalid:
    if "matching key" in str(cause).lower():
        return Invalid(
            f"{source.name} was encrypted with another key.",
            fix="Set MATINEE_BACKUP_KEY_FILE to the key it was made with.",
            code="backup_key_wrong",
        )
    return Invalid(
        f"{source.name} is damaged or cut off: it cannot be decrypted to its end.",
        fix="Choose another copy.",
        code="backup_damaged",
    )


def _age() -> Any:
    """Return the library: its own words for types leave most of it out."""
    return importlib.import_module("pyrage")


def _keys(path: Path) -> list[Any]:
    x25519 = _age().x25519
    try:
        if path.stat().st_size > _KEY_BYTES:
            raise ValueError("too large")
        lines = [one.strip() for one in path.read_text("ascii").splitlines()]
        found = [x25519.Identity.from_str(one) for one in lines if one.startswith(_SECRET)]
        if not found:
            raise ValueError("no key")
    except Exception as cause:
        why = cause.strerror if isinstance(cause, OSError) else "it holds no key of age"
        raise Unavailable(
            f"The key of backups, {path}, cannot be used: {why}.",
            fix="MATINEE_BACKUP_KEY_FILE names a file made with `matinee backup --new-key FILE`, "
            "or with age-keygen.",
            code="backup_key_unusable",
        ) from cause
    return list(found)
