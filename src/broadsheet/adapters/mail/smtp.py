"""One mail to one subscriber through the operator's relay, and what exactly became of it.

This is the one use of smtplib.  The relay's address is the operator's own, often inside the house or on this machine,
which the guard of ``adapters/web`` forbids; so it is not asked through it.  In return this file connects to that
address alone, follows nothing, and says nothing that an article wrote but the finished message.

The message is handed over without its last line.  Until that line is sent the relay must throw away what it has
(RFC 5321, 4.1.1.4), so ``commit`` is called just before: what can still fail after it is only the answer.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable

from broadsheet.adapters.mail.answer import Answer, DoorShutError
from broadsheet.adapters.mail.settings import MailSettings, address
from broadsheet.adapters.secret import from_environment
from broadsheet.errors import ConfigError
from broadsheet.failpoints import failpoint

_OK = 250
_READY = 354
_CLOSING = 421
TOLD = 200
"""Characters of a relay's answer that are told on."""


class Relay:
    """``(recipient, message, commit) -> Answer``, over a connection that is made when needed, and anew now and then.

    Raises DoorShutError when the relay cannot be reached, is not to be trusted or does not want us at all.
    """

    def __init__(self, settings: MailSettings) -> None:
        """Raises ConfigError when the password or the certificates are not where they should be."""
        self._settings = settings
        self._from = address(settings.bounces or settings.sender, "[deliver.mail] sender")[1]
        self._password = from_environment(settings.password_env, "[deliver.mail] password_env") if settings.user else ""
        self._tls = _context(settings.ca) if settings.security != "none" else None
        self._smtp: smtplib.SMTP | None = None
        self._left = 0

    def __call__(self, recipient: str, message: bytes, commit: Callable[[], None]) -> Answer:
        """Send ``message`` (CRLF lines) to ``recipient``."""
        smtp = self._connected()
        committed = False
        try:
            options = ["SMTPUTF8"] if not (self._from + recipient).isascii() else []
            if options and not smtp.has_extn("smtputf8"):
                return Answer("refused", "the relay does not take addresses outside ASCII (SMTPUTF8)")
            code, told = smtp.mail(self._from, options)
            if code != _OK:
                if code // 100 == 5:
                    raise DoorShutError(f"the relay refuses the sender {self._from} ({_say(code, told)})")
                return self._no(code, told)
            code, told = smtp.rcpt(recipient)
            if code not in (_OK, 251):
                return self._no(code, told)
            failpoint("mail.addressed")
            code, told = smtp.docmd("DATA")
            if code != _READY:
                return self._no(code, told)
            smtp.send(_stuffed(message))
            failpoint("mail.handed_over")
            commit()
            committed = True
            smtp.send(b".\r\n")
            failpoint("mail.ended")
            code, told = smtp.getreply()
            failpoint("mail.answered")
            if code == _OK:
                self._left -= 1
                return Answer("sent", _say(code, told))
            return self._no(code, told)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self._drop()
            if committed:
                return Answer("undecided", f"the connection ended before the answer did ({_plain(error)})")
            return Answer("later", f"the connection ended before the mail was whole ({_plain(error)})")

    def greet(self) -> str:
        """Connect as for a mail, send none, and return how the relay calls itself."""
        smtp = self._connected()
        told = (smtp.ehlo_resp or smtp.helo_resp or b"").decode("utf-8", "replace").partition("\n")[0]
        self.close()
        return told

    def close(self) -> None:
        """Say goodbye."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._smtp.close()
            self._smtp = None

    def _no(self, code: int, told: bytes) -> Answer:
        """Make the connection ready for the next mail, and return what a refusal means: 5xx for good, else for now."""
        if code == _CLOSING or code < 0:
            self._drop()
        else:
            try:
                assert self._smtp is not None
                self._smtp.rset()
            except (smtplib.SMTPException, OSError):
                self._drop()
        return Answer("refused" if code // 100 == 5 else "later", _say(code, told))

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is not None and self._left <= 0:
            self.close()
        if self._smtp is None:
            self._smtp = self._connect()
            self._left = self._settings.per_connection
            failpoint("mail.connected")
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        at, name = self._settings, self._from.rpartition("@")[2]
        where = f"{at.host}:{at.port}"
        smtp: smtplib.SMTP | None = None
        try:
            if at.security == "tls":
                smtp = smtplib.SMTP_SSL(at.host, at.port, name, timeout=at.timeout, context=self._tls)
            else:
                smtp = smtplib.SMTP(at.host, at.port, name, timeout=at.timeout)
            if smtp.sock is not None:
                # The last line of a mail is a packet of its own.  With Nagle's algorithm it would lie here until the
                # relay's system acknowledges the rest, which it may put off (RFC 1122, 4.2.3.2).
                smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            smtp.ehlo_or_helo_if_needed()
            if at.security == "starttls":
                smtp.starttls(context=self._tls)  # raises where the relay has none: nothing is said in the clear
                smtp.ehlo()
            if self._password:
                smtp.login(at.user, self._password)
        except (smtplib.SMTPException, OSError) as error:
            if smtp is not None:
                smtp.close()
            raise DoorShutError(f"{where} cannot be used: {_plain(error)}{self._remedy(error)}") from error
        return smtp

    def _remedy(self, error: Exception) -> str:
        """Return what an operator can do about a door that is shut; nothing where that is not known."""
        at = self._settings
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return f"; look at user ({at.user}) and at the environment variable {at.password_env}"
        if isinstance(error, ssl.SSLCertVerificationError):
            return "; host must be the name in its certificate, and ca names the file of an authority of your own"
        if isinstance(error, smtplib.SMTPNotSupportedError):  # of smtplib's, for want of STARTTLS or of AUTH
            return f"; is {at.port} its port, and {at.security!r} its security? Nothing was said in the clear"
        if isinstance(error, ssl.SSLError) and at.security == "tls":
            return '; does it want security = "starttls" at this port?'
        silent = isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError)
        if silent and at.security == "starttls":
            return '; a relay that is silent at first may want security = "tls" at this port'
        return ""


def _stuffed(message: bytes) -> bytes:
    """Return ``message`` with a second point before each line that begins with one (RFC 5321, 4.5.2)."""
    return (b"." if message.startswith(b".") else b"") + message.replace(b"\n.", b"\n..")


def _context(ca: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca:
        try:
            context.load_verify_locations(cafile=ca)
        except (OSError, ssl.SSLError) as error:
            raise ConfigError(f"holds no certificates ({error})", subject=f"[deliver.mail] ca: {ca}") from error
    return context


def _say(code: int, told: bytes) -> str:
    text = " ".join(told.decode("utf-8", "replace").split())
    return f"{code} {text}"[:TOLD] if code > 0 else "the connection ended"


def _plain(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        told = error.smtp_error
        return _say(error.smtp_code, told if isinstance(told, bytes) else str(told).encode())
    return (str(error) or type(error).__name__)[:TOLD]
