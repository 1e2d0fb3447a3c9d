"""Every error that Broadsheet raises on purpose.

    BroadsheetError             what a person did or owns is not right; the message says what to do
     +-- UsageError             the command line asks for something that is not there        (exit 2)
     |    +-- ConfigError       a configuration, desk or sources file is wrong               (exit 2)
     |    +-- RefusedError      what an editor typed is not borne out by its source        (exit 2)
     +-- NoEditionError         no edition could be made: nothing to print, nowhere to write (exit 3)
     |    +-- EmptyDayError     the sources were read, and nothing was published
     |    +-- StorageError      the output folder cannot be written or read
     +-- EngineError            a worker died or an engine is not installed                  (exit 3)
     +-- DeliveryError          an edition could not be sent at all; what was sent is noted   (exit 3)
     +-- PublishError           a publisher could not write its output; the edition itself is safe (exit 3)

Trouble that a run expects (a dead feed, a page without text) is not an exception: it is a ``types.Failure`` value, told
in the ledger.  Anything else that is raised is a bug, and stops the run loudly.
"""

from __future__ import annotations


class BroadsheetError(Exception):
    """The root: ``subject`` is the file, source or option at fault; ``remedy`` what the reader can do."""

    exit_code = 3

    def __init__(self, message: str, *, subject: str = "", remedy: str = "") -> None:
        super().__init__(message, subject, remedy)
        self.message = message
        self.subject = subject
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.subject}: {self.message}" if self.subject else self.message
        return f"{head}\n  -> {self.remedy}" if self.remedy else head

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.subject, self.remedy)


def _rebuild(kind: type[BroadsheetError], message: str, subject: str, remedy: str) -> BroadsheetError:
    """Unpickle an error with its subject, whichever process raised it."""
    return kind(message, subject=subject, remedy=remedy)


class UsageError(BroadsheetError):
    """The command line asks for something that is not there."""

    exit_code = 2


class RefusedError(UsageError):
    """What an editor typed is not borne out by the source; nothing was changed."""


class ConfigError(UsageError):
    """A configuration, desk or sources file is wrong."""


class NoEditionError(BroadsheetError):
    """No edition could be made, and nothing was left half-written."""


class EmptyDayError(NoEditionError):
    """The sources were read, and none of them had anything for the hours of the edition: no trouble, and no news."""


class StorageError(NoEditionError):
    """The output folder cannot be written or read."""


class EngineError(BroadsheetError):
    """A worker died, or an engine is not installed."""


class PublishError(BroadsheetError):
    """A publisher could not write its output; the edition itself is safe."""


class DeliveryError(BroadsheetError):
    """An edition could not be sent at all; what was sent is noted in the outbox."""
