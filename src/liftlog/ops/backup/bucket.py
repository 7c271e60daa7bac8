"""Backups in a bucket of S3, or of what speaks like it."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from liftlog.ops.backup.errors import BackupError, NoSuchFileError
from liftlog.settings import Settings

if TYPE_CHECKING:
    from obstore.store import S3Store

# A bucket takes 10,000 parts, so this is the 160th part of a terabyte at most, and two at a time are
# what a backup needs of memory.
PART_BYTES = 16 << 20
PARTS_AT_A_TIME = 2
CHUNK_BYTES = 1 << 20
REQUEST_S = 120
RETRIES = 4
RETRY_S = 60
_CODE = re.compile(r"<Code>(\w+)</Code>")
_REASONS = {
    "NoSuchBucket": "the bucket is not there",
    "AccessDenied": "the key may not do that",
    "InvalidAccessKeyId": "the key is not known there",
    "SignatureDoesNotMatch": "the secret does not belong to the key",
}


class S3Bucket:
    """Files under a prefix. What is written is checked by the server against its SHA-256."""

    def __init__(self, where: str, settings: Settings) -> None:
        self._where = where.rstrip("/")
        self._store = _store(where, settings)
        self._settings = (
            f"LIFTLOG_BACKUP_TO, AWS_REGION ({settings.aws_region}), LIFTLOG_S3_ENDPOINT "
            f"({settings.s3_endpoint or 'not set'}) and AWS_ACCESS_KEY_ID"
        )

    def __str__(self) -> str:
        return self._where

    def prepare(self) -> None:
        """A file is there once it was sent as a whole, so that nothing can be left half done."""

    def files(self) -> list[str]:
        import obstore

        with self._translated():
            return sorted(
                str(one["path"]) for one in obstore.list_with_delimiter(self._store)["objects"]
            )

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        import obstore

        with self._translated():
            obstore.put(
                self._store,
                name,
                iter(chunks),
                chunk_size=PART_BYTES,
                max_concurrency=PARTS_AT_A_TIME,
            )

    def reading(self, name: str) -> Iterator[bytes]:
        import obstore

        with self._translated(name):
            for chunk in obstore.get(self._store, name).stream(min_chunk_size=CHUNK_BYTES):
                yield bytes(chunk)

    def remove(self, name: str) -> None:
        import obstore

        with self._translated():
            obstore.delete(self._store, name)

    @contextmanager
    def _translated(self, name: str | None = None) -> Iterator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, OSError) as error:
            code = _CODE.search(str(error))
            if name is not None and code and code[1] == "NoSuchKey":
                raise NoSuchFileError(f"{self._where}/{name} is not there.") from error
            reason = _REASONS.get(code[1], code[1]) if code else _first_line(error)
            raise BackupError(
                f"{self._where} can't be used: {reason}. Check {self._settings}."
            ) from error


def _store(where: str, settings: Settings) -> "S3Store":
    try:
        from obstore.store import S3Store
    except ModuleNotFoundError as error:
        raise BackupError(
            "Backups in S3 need the package obstore: install liftlog[s3], or obstore beside LiftLog."
        ) from error
    parts = urlsplit(where)
    given = {
        "access_key_id": settings.aws_access_key_id,
        "secret_access_key": settings.aws_secret_access_key,
        "endpoint": settings.s3_endpoint,
    }
    return S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        region=settings.aws_region,
        # Without a key of ours the machine's own identity counts, where it has one.
        **{name: value for name, value in given.items() if value},  # type: ignore[arg-type] # All are text.
        checksum_algorithm="SHA256",
        client_options={
            "allow_http": settings.s3_endpoint.startswith("http://"),
            "timeout": timedelta(seconds=REQUEST_S),
        },
        retry_config={"max_retries": RETRIES, "retry_timeout": timedelta(seconds=RETRY_S)},
    )


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0].rstrip(".") or type(error).__name__
