"""What entries are made of: the short ways give what the long ways give."""

from __future__ import annotations

from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.parse_entry import absolute, join
from tui.text import LONGEST_URL, safe_url

PIECES = st.text(st.sampled_from("ab9/._~%+,=@-&?:;#[]() \té"), max_size=30)
ADDRESSES = st.builds(
    "{}://{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["h.example", "h:80", ""]),
    PIECES,
)


@given(ADDRESSES)
def test_a_whole_address_is_resolved_to_what_it_is(address: str) -> None:
    base = "http://base.example/feed"
    expected = safe_url(address) or safe_url(resolved(base, address.strip()))
    assert absolute(base, address) == expected
    if not address.partition("://")[2].startswith("/"):  # those are mended
        assert join(base, address) == resolved(base, address)


def resolved(base: str, address: str) -> str:
    while ":///" in address[:9]:
        address = address.replace(":///", "://", 1)
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def test_an_endless_address_is_none() -> None:
    assert absolute("", "http://h.example/" + "a" * LONGEST_URL) == ""


def test_a_relative_address_hangs_from_the_base() -> None:
    assert absolute("http://h.example/a/b", "../c") == "http://h.example/c"
