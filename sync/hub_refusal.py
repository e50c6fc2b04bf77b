"""What a hub answers when it will not."""

CODES = (
    "unknown-device", "revoked", "out-of-scope", "bad-signature", "malformed", "too-large",
    "fork", "gap", "busy", "unknown-invitation", "used-invitation",
)  # fmt: skip


class HubRefusal(Exception):
    """A hub refuses; ``code`` is one of ``CODES`` and all that the asker is told."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
