"""Requests over TLS, direct and through a proxy, on a certificate made for the test."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from tests.net.rough_server import answer
from tui.net.client import Client, Limits
from tui.net.failures import TimedOut, Unreachable

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl is not here: it makes the certificate")
Reader, Writer = asyncio.StreamReader, asyncio.StreamWriter


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file with a key and its own certificate, for this machine and for news.test."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = [
        str(OPENSSL),
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=test",
    ]
    names = "subjectAltName=IP:127.0.0.1,DNS:news.test"
    subprocess.run(
        [*command, "-addext", names, "-keyout", key, "-out", cert], check=True, capture_output=True
    )
    both = folder / "both.pem"
    both.write_bytes(key.read_bytes() + cert.read_bytes())
    return both


class Site:
    """A site over TLS, and a proxy that leads every host to it."""

    def __init__(self) -> None:
        self.connections = 0
        self.tunnels: list[str] = []
        self.port = self.proxy_port = 0

    async def serve(self, reader: Reader, writer: Writer) -> None:
        self.connections += 1
        with closing(writer):
            while await reader.readline():
                while (await reader.readline()).strip():
                    pass
                writer.write(answer("well"))

    async def tunnel(self, reader: Reader, writer: Writer) -> None:
        self.tunnels.append((await reader.readuntil(b"\r\n\r\n")).split()[1].decode())
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        there_reader, there = await asyncio.open_connection("127.0.0.1", self.port)
        with closing(writer), closing(there):
            await asyncio.wait(
                [asyncio.create_task(_pour(reader, there)), asyncio.create_task(_pour(there_reader, writer))],
                return_when=asyncio.FIRST_COMPLETED,
            )


async def _pour(reader: Reader, writer: Writer) -> None:
    while data := await reader.read(65_536):
        writer.write(data)


@asynccontextmanager
async def site(certificate: Path) -> AsyncIterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    made = Site()
    serving = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=context)
    leading = await asyncio.start_server(made.tunnel, "127.0.0.1", 0)
    made.port = serving.sockets[0].getsockname()[1]
    made.proxy_port = leading.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        serving.close()
        leading.close()


def test_a_trusted_site_answers_and_its_connection_is_kept(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    async def scene() -> None:
        async with site(certificate) as there, Client() as client:
            for _ in range(3):
                reply = await client.get(f"https://127.0.0.1:{there.port}/feed")
                assert reply.body == b"well"
            assert there.connections == 1

    asyncio.run(scene())


def test_a_proxy_sees_the_host_and_no_more(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    async def scene() -> None:
        async with site(certificate) as there, Client(proxy=f"http://127.0.0.1:{there.proxy_port}") as client:
            for _ in range(2):
                assert (await client.get("https://news.test/feed")).body == b"well"
            assert there.tunnels == ["news.test:443"]

    asyncio.run(scene())


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(certificate: Path) -> None:
    async def scene() -> None:
        async with site(certificate) as there, Client() as client:
            with pytest.raises(Unreachable, match=r"The certificate of 127\.0\.0\.1 can't be trusted"):
                await client.get(f"https://127.0.0.1:{there.port}/")

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("hello", "failure", "says"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Unreachable, "does not speak TLS"),
        (b"", TimedOut, "did not open a connection"),
    ],
)
def test_a_site_without_tls_says_so(hello: bytes, failure: type[Unreachable], says: str) -> None:
    async def serve(reader: Reader, writer: Writer) -> None:
        writer.write(hello)
        await reader.read()
        writer.close()

    async def scene() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with Client(limits=Limits(connect=0.3)) as client:
            with pytest.raises(failure, match=says):
                await client.get(f"https://127.0.0.1:{port}/")
        server.close()

    asyncio.run(scene())
