"""Backups in S3: against a real server of its protocol, over HTTP on loopback."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3
import httpx2
import pytest
from tools.ports import free_port

from liftlog.ops.backup import catalog
from liftlog.ops.backup.bucket import PART_BYTES, S3Bucket
from liftlog.ops.backup.errors import BackupError, NoSuchFileError
from liftlog.ops.backup.manifest import BackupState
from liftlog.ops.backup.storage import place_of, whole
from liftlog.settings import Settings
from tests.backup.making import backed_up
from tests.gym import Gym
from tests.processes.running import until

pytestmark = pytest.mark.database

REGION, KEY, SECRET = "us-east-1", "a-key", "a-secret"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def answers() -> bool:
        try:
            return httpx2.get(address, timeout=5).status_code < 500
        except httpx2.TransportError:
            return False

    try:
        assert until(answers, within_s=60)
        httpx2.put(f"{address}/backups").raise_for_status()
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def settings(endpoint: str, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        s3_endpoint=endpoint,
        aws_region=REGION,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
    )


@pytest.fixture
def bucket(settings: Settings, request: pytest.FixtureRequest) -> S3Bucket:
    """A prefix of its own for each test."""
    return S3Bucket(f"s3://backups/{request.node.name}/liftlog", settings)


def seen_by_aws(endpoint: str) -> object:
    """The same server as Amazon's own library sees it."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name=REGION,
    )


def test_a_backup_in_a_bucket_is_proven_from_what_the_bucket_gives_back(
    gym: Gym, bucket: S3Bucket
) -> None:
    made = backed_up(gym, bucket)
    assert made.proof.state is BackupState.PROVEN, made.proof.said
    assert bucket.files() == sorted([made.dump, made.file, "status.json"])
    assert catalog.newest_proven(bucket) == made
    assert catalog.tidy(bucket, daily=1, weekly=0) == []


def test_what_is_sent_comes_back_and_the_server_has_checked_it(
    bucket: S3Bucket, endpoint: str, request: pytest.FixtureRequest
) -> None:
    pieces = [bytes([number]) * 1_000_003 for number in range(2 * PART_BYTES // 1_000_003 + 2)]
    bucket.write("large", iter(pieces))
    assert b"".join(bucket.reading("large")) == b"".join(pieces)
    head = seen_by_aws(endpoint).head_object(  # type: ignore[attr-defined] # boto3 makes it.
        Bucket="backups", Key=f"{request.node.name}/liftlog/large", ChecksumMode="ENABLED"
    )
    assert head["ContentLength"] == sum(map(len, pieces))
    assert head["ChecksumSHA256"]


def test_what_breaks_off_in_the_middle_is_not_there_at_all(bucket: S3Bucket, endpoint: str) -> None:
    def some() -> Iterator[bytes]:
        yield b"x" * (PART_BYTES + 1)
        raise BackupError("pg_dump failed.")

    with pytest.raises(BackupError, match="pg_dump failed"):
        bucket.write("half", some())
    assert bucket.files() == []
    unfinished = seen_by_aws(endpoint).list_multipart_uploads(Bucket="backups")  # type: ignore[attr-defined] # boto3 makes it.
    assert unfinished.get("Uploads", []) == []


def test_what_is_removed_is_gone_and_what_is_missing_is_said(bucket: S3Bucket) -> None:
    bucket.write("file", [b"x"])
    bucket.remove("file")
    with pytest.raises(NoSuchFileError, match="file is not there"):
        whole(bucket, "file")


def test_a_bucket_that_is_not_there_is_said_in_one_line(settings: Settings) -> None:
    with pytest.raises(BackupError, match="the bucket is not there") as said:
        place_of("s3://no-such-bucket", settings).write("file", [b"x"])
    assert "\n" not in said.value.message


def test_a_server_that_does_not_answer_is_said_in_one_line(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("liftlog.ops.backup.bucket.RETRIES", 0)
    away = replace(settings, s3_endpoint=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(BackupError, match="can't be used") as said:
        place_of("s3://backups", away).files()
    assert "\n" not in said.value.message
    assert SECRET not in said.value.message
    assert f"LIFTLOG_S3_ENDPOINT ({away.s3_endpoint})" in said.value.message
