"""Which encoding a page is read in: the mark before all, then what the bytes are, then what is declared."""

from __future__ import annotations

import pytest

from tui.articles.encoding import decode_page

RUSSIAN = (
    "<p>Первый паром ушёл на рассвете, как всегда по вторникам, и начальник порта записал его номер.</p>"
)
JAPANESE = "<p>最初の船は夜明けに出た。港の主はその番号を書き留めた。いつものように。</p>"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_outweighs_all(codec: str) -> None:
    page = f"<meta charset=koi8-r>{RUSSIAN}".encode(codec)
    assert RUSSIAN in decode_page(page, "text/html; charset=windows-1251")


@pytest.mark.parametrize("declared", ["text/html; charset=iso-8859-1", "text/html", None])
def test_what_is_utf_8_is_read_as_it_whatever_is_declared(declared: str | None) -> None:
    assert RUSSIAN in decode_page(f"<meta charset=windows-1251>{RUSSIAN}".encode(), declared)


@pytest.mark.parametrize(
    ("codec", "text"), [("koi8-r", RUSSIAN), ("shift_jis", JAPANESE), ("euc-jp", JAPANESE)]
)
def test_the_header_comes_before_the_page_itself(codec: str, text: str) -> None:
    page = b"<meta charset=windows-1252>" + text.encode(codec)
    assert text in decode_page(page, f'text/html; charset="{codec}"')


@pytest.mark.parametrize(
    "declaration",
    [
        "<meta charset=windows-1251>",
        "<meta charset='win-1251'>",
        '<meta http-equiv="Content-Type" content="text/html; charset=cp1251">',
        '<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_the_page_may_declare_its_own(declaration: str) -> None:
    assert RUSSIAN in decode_page((declaration + RUSSIAN).encode("cp1251"), "text/html")


@pytest.mark.parametrize("label", ["rot13", "hex", "idna", "utf-7", "x-user-defined", "no-such-thing"])
def test_a_label_that_is_no_encoding_of_pages_is_not_believed(label: str) -> None:
    assert "Grüße" in decode_page(
        f"<meta charset={label}><p>Grüße</p>".encode(), f"text/html; charset={label}"
    )


def test_latin_1_means_what_browsers_mean_by_it() -> None:
    assert (
        decode_page(b"<p>\x93It left\x94 \x96 \x80 5</p>", "text/html; charset=iso-8859-1")
        == "<p>“It left” – € 5</p>"
    )


def test_what_cannot_be_decoded_does_not_stop_the_rest() -> None:
    found = decode_page(b"\xfd\xfd<p>text</p>", "text/html; charset=utf-8")
    assert found == "\ufffd\ufffd<p>text</p>"
