"""``wireroom comments``: a thread with all its pages, at its site or elsewhere."""

from __future__ import annotations

from pathlib import Path

from tests.commands import Prompt
from tests.talk.services import LobstersService, Remark, WordPressService
from tests.ui.pages import Site


def reader(folder: Path, **sites: str) -> Prompt:
    nowhere = dict.fromkeys(("hackernews", "lobsters", "lemmy"), "http://127.0.0.1:9") | sites
    lines = "".join(f'{name} = "{url}"\n' for name, url in nowhere.items())
    (folder / "settings.toml").write_text(f"[sites]\n{lines}")
    return Prompt(folder)


def test_a_page_says_where_its_comments_are_and_all_are_printed(tmp_path: Path) -> None:
    with WordPressService() as service, Site() as site:
        service.remarks = [
            Remark(n, n // 2 if n > 200 else 0, html=f"<p>Remark {n}.</p>") for n in range(1, 251)
        ]
        site.article("/pact", "The pact", *["The cities signed it after a long night of talks. " * 3] * 4)
        kind, page = site.pages["/pact"]
        links = f"<link rel='https://api.w.org/' href='{service.url}/index.php?rest_route=/'>"
        links += f"<link rel=shortlink href='{service.url}/?p=7'>"
        site.pages["/pact"] = (kind, page.replace(b"</head>", links.encode() + b"</head>"))
        printed = reader(tmp_path)("comments", f"{site.url}/pact", "--json")
        assert printed.status == 0, printed.err
        assert {one["id"] for one in printed.objects} == {str(n) for n in range(1, 251)}
        assert {one["service"] for one in printed.objects} == {"wordpress"}


def test_elsewhere_asks_others_and_says_so(tmp_path: Path) -> None:
    with LobstersService() as service:
        service.remarks = [Remark(1), Remark(2, 1, author="oleg")]
        prompt = reader(tmp_path, lobsters=service.url)
        url = "https://harbour.example/2026/pact"
        printed = prompt("comments", url, "--elsewhere")
        assert printed.status == 0, printed.err
        assert "Lobsters · ▲42 · 12 Nov 2026 · Ferry pact signed" in printed.out
        assert "│ oleg" in printed.out
        assert "Lobsters (127.0.0.1" in printed.err
        assert "Hacker News (127.0.0.1:9) was asked." in printed.err
        assert [one["parent"] for one in prompt("comments", url, "--elsewhere", "--json").objects] == [
            None,
            "1",
        ]
        nothing = prompt("comments", "https://unknown.example/", "--elsewhere")
        assert (nothing.status, nothing.out) == (1, "")
        assert "discussed nowhere that was asked" in nothing.err


def test_settings_that_name_no_service_are_said(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[sites]\ntwitter = "https://t.example"\n')
    told = Prompt(tmp_path)("comments", "https://a.example/", "--elsewhere")
    assert told.status == 1
    assert "'twitter', which is no discussion service" in told.err
