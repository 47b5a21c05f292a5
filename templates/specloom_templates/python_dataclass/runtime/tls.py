"""TLS settings as `verify=` and `cert=` give them."""

from __future__ import annotations

import os
import ssl

from .errors import ConfigurationError

__all__ = ["Cert", "Verify", "context"]

Verify = bool | str | ssl.SSLContext
"""True: the system's authorities; a path: those of a file or folder; False: none is
checked; or a context of one's own."""

Cert = str | tuple[str, str]
"""A client certificate: a PEM file with its key, or the paths of both."""


def context(verify: Verify, cert: Cert | None) -> ssl.SSLContext:
    """The TLS context for these settings. Raises `ConfigurationError` where a file
    cannot be used."""
    if isinstance(verify, ssl.SSLContext):
        result = verify
    else:
        try:
            if isinstance(verify, str):
                folder = os.path.isdir(verify)
                result = ssl.create_default_context(
                    cafile=None if folder else verify, capath=verify if folder else None
                )
            else:
                result = ssl.create_default_context()
        except (OSError, ssl.SSLError) as error:
            raise ConfigurationError(
                f"verify={verify!r} cannot be used: {error}"
            ) from error
        if verify is False:
            result.check_hostname = False
            result.verify_mode = ssl.CERT_NONE
    if cert is not None:
        try:
            result.load_cert_chain(*((cert,) if isinstance(cert, str) else cert))
        except (OSError, ssl.SSLError) as error:
            raise ConfigurationError(f"cert= cannot be used: {error}") from error
    return result
