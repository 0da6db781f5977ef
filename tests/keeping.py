"""What a library keeps, in its folder or in a bucket: where tests look, and what they take away."""

from pathlib import Path

from matinee.kit.services import Services
from tests.waiting import until


def keys(services: Services, under: str) -> list[str]:
    """Return what is kept under a folder of the library, as `media/<asset>/original.mp4`."""
    if services.objects is not None:
        return sorted(found.key for found in services.objects.bucket.list(under))
    root = services.store.data
    files = sorted(path for path in (root / under).rglob("*") if path.is_file())
    return [path.relative_to(root).as_posix() for path in files]


def names(services: Services, under: str) -> list[str]:
    """Return the names in a folder of the library."""
    depth = len(Path(under).parts)
    return sorted({Path(key).parts[depth] for key in keys(services, under)})


def read(services: Services, key: str) -> bytes:
    """Return what is kept by a key."""
    if services.objects is None:
        return (services.store.data / key).read_bytes()
    found = services.objects.bucket.find(key)
    assert found is not None, key
    return services.objects.bucket.read(key, 0, found.size)


def lose(services: Services, key: str) -> bytes:
    """Lose what is kept by a key, as a disk or a bucket may; returns what it was."""
    objects = services.objects
    if objects is not None:  # small files are sent by themselves
        until(lambda: objects.bucket.find(key) is not None, 30)
    content = read(services, key)
    if objects is None:
        (services.store.data / key).unlink()
    else:
        objects.bucket.delete([key])
        objects.shelf.drop(key)
    return content


def put(services: Services, key: str, content: bytes) -> None:
    """Put back what was lost."""
    if services.objects is None:
        (services.store.data / key).write_bytes(content)
    else:
        services.objects.bucket.put_bytes(key, content)
