"""Addresses: hosts in any script, logins that stay hidden, and what a sentence shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.net.address import _taken_apart, is_loopback, is_own, join, keeps_login, parse_address, shown
from tui.net.failures import BadAddress
from tui.text import clean


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("http://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a?b=c#d", "https://example.org/a?b=c"),
        ("http://example.org:8080?q", "http://example.org:8080/?q"),
        (" http://example.org/a b/ü ", "http://example.org/a%20b/%C3%BC"),
        ("http://example.org/%C3%BC", "http://example.org/%C3%BC"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://BÜCHER.example/", "http://xn--bcher-kva.example/"),
        ("http://новости.рф/", "http://xn--b1amnebsh.xn--p1ai/"),
        ("http://☃.example/", "http://xn--n3h.example/"),
        ("http://日本。example/", "http://xn--wgv71a.example/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("http://my_host.example/", "http://my_host.example/"),
        ("HTTP://ada:pass@example.org/", "http://example.org/"),
    ],
)
def test_what_is_asked(typed: str, url: str) -> None:
    assert parse_address(typed).url == url


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "example.org",
        "//example.org/",
        "http://",
        "http:///feed",
        "http://exa mple.org/",
        "http://example.org:99999/",
        "http://example.org:port/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://exa\x00mple.org/",
        "http://example.org/\r\nX-Evil: 1",
        "http://good.example\\@evil.example\\x/",
        "http://a..b/",
        "http://" + "a" * 64 + ".example/",
        "http://example.org/" + "a" * 9_000,
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
    ],
)
def test_what_can_not_be_asked(typed: str) -> None:
    with pytest.raises(BadAddress):
        parse_address(typed)


def test_a_login_is_decoded_and_kept_apart() -> None:
    address = parse_address("http://ada%40x:p%3Ass@example.org/feed")
    assert address.login == "ada@x:p:ss"
    assert address.url == "http://example.org/feed"
    assert address.url_with_login == "http://ada%40x:p%3Ass@example.org/feed"


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("http://a.example/", "http://a.example/x", True),
        ("http://a.example/", "https://a.example/x", True),
        ("https://a.example/", "http://a.example/x", False),
        ("http://a.example/", "http://a.example:81/x", False),
        ("http://a.example:81/", "https://a.example/x", False),
        ("http://a.example/", "http://b.a.example/", False),
        ("http://127.0.0.1/", "http://localhost/", False),
    ],
)
def test_who_may_see_a_login(old: str, new: str, kept: bool) -> None:
    assert keeps_login(parse_address(old), parse_address(new)) is kept


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("/x", "http://a.example/x"),
        ("x?y", "http://a.example/d/x?y"),
        ("?y", "http://a.example/d/e?y"),
        ("//b.example/x", "http://b.example/x"),
        ("https://eve:eve@b.example/x", "https://b.example/x"),
    ],
)
def test_joining(reference: str, url: str) -> None:
    joined = join(parse_address("http://a.example/d/e?f"), reference)
    assert (joined.url, joined.login) == (url, "")


@pytest.mark.parametrize(
    "host",
    ["localhost", "news.localhost", "127.0.0.1", "127.1", "0x7f.1", "2130706433", "::1", "0.0.0.0", "::"],
)
def test_this_machine(host: str) -> None:
    assert is_loopback(host)
    assert is_own(host)


def test_other_machines() -> None:
    assert is_own("169.254.169.254")
    assert is_own("::ffff:127.0.0.1")
    for host in (
        "example.org",
        "10.0.0.1",
        "localhost.example.org",
        "1e100.net",
        "xn--n3h.example",
        "8.8.8.8",
    ):
        assert not is_own(host)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://ada:secret@example.org/feed?key=hidden#x", "example.org/feed"),
        ("https://example.org/", "example.org"),
        ("example.org/x", "example.org/x"),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("http://example.org/" + "a" * 200, "example.org/" + "a" * 67 + "…"),
        ("http://a@b:c@d/x", "d/x"),
    ],
)
def test_what_a_sentence_shows(url: str, said: str) -> None:
    assert shown(url) == said


@given(st.text(max_size=200) | st.text(max_size=60).map(lambda text: f"http://{text}"))
def test_any_text_is_an_address_or_a_named_failure(text: str) -> None:
    said = f"{shown(text)}."
    assert clean(said) == said
    try:
        address = parse_address(text)
    except BadAddress:
        return
    assert address.url.isascii()
    assert address.url.isprintable()
    assert parse_address(address.url).url == address.url


@given(
    st.builds(
        "{}://{}{}{}".format,
        st.sampled_from(["http", "https", "HTTP", "ftp"]),
        st.sampled_from(
            ["h.example", "127.0.0.1", "a" * 64, "x..y", "H.example", "u:p@h.example", "[::1]", ""]
        ),
        st.sampled_from(["", ":80", ":443", ":8080", ":0", ":99999"]),
        st.text(st.sampled_from("/ab9._~%+,=@&:-?#;[é "), max_size=12).map(lambda rest: rest and f"/{rest}"),
    )
)
def test_an_ordinary_address_is_what_taking_it_apart_gives(url: str) -> None:
    try:
        expected = _taken_apart(url)
    except BadAddress:
        with pytest.raises(BadAddress):
            parse_address(url)
    else:
        assert parse_address(url) == expected
