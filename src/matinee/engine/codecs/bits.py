"""Reading single bits, as video headers are written."""


class Bits:
    """A big-endian bit reader. Reading past the end raises ValueError."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = len(data) * 8

    def read(self, count: int) -> int:
        """Return the next `count` bits as an unsigned number."""
        if count > self._left:
            raise ValueError("the header ends too early")
        self._left -= count
        return (self._value >> self._left) & ((1 << count) - 1)

    def flag(self) -> bool:
        """Return the next bit."""
        return bool(self.read(1))

    def ue(self) -> int:
        """Return an unsigned Exp-Golomb number (H.264 9.1)."""
        zeros = 0
        while not self.flag():
            zeros += 1
            if zeros > 32:
                raise ValueError("a number in the header is too long")
        return (1 << zeros) - 1 + (self.read(zeros) if zeros else 0)

    def se(self) -> int:
        """Return a signed Exp-Golomb number (H.264 9.1.1)."""
        code = self.ue()
        return (code + 1) // 2 if code & 1 else -(code // 2)


def unescaped(nal: bytes) -> bytes:
    """Return a NAL unit without its emulation prevention bytes (H.264 7.4.1)."""
    return nal.replace(b"\0\0\3", b"\0\0")
