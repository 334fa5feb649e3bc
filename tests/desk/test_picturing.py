"""Picture files: fetched once, within limits, and kept as long as there is room."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.scratch import new_store
from tests.ui.pages import Site
from tui.config import Settings, home
from tui.desk import Desk
from tui.desk.picture_cache import PictureCache
from tui.desk.picturing import MOST_BYTES, PrivatePicture
from tui.net.failures import BadAddress, NotFound, TooLarge


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        yield served


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    new_store(tmp_path / "wireroom.db")
    opened = Desk.open(home(str(tmp_path)), Settings())
    yield opened
    opened.close()


def test_a_picture_is_asked_for_once_and_then_on_disk(desk: Desk, site: Site) -> None:
    site.pages["/a.png"] = ("image/png", b"pixels")
    for _ in range(2):
        assert desk.picture(f"{site.url}/a.png", site.url).result() == b"pixels"
    assert site.asked == ["/a.png"]
    kept = list((desk.home.cache / "pictures").iterdir())
    assert [file.read_bytes() for file in kept] == [b"pixels"]
    assert kept[0].stat().st_mode & 0o077 == 0


def test_what_is_no_picture_is_given_but_not_kept(desk: Desk, site: Site) -> None:
    site.pages["/a.png"] = ("text/html", b"<html>Log in</html>")
    for _ in range(2):
        assert desk.picture(f"{site.url}/a.png", site.url).result().startswith(b"<html>")
    assert site.asked == ["/a.png", "/a.png"]


def test_a_failure_is_the_networks_own(desk: Desk, site: Site) -> None:
    with pytest.raises(NotFound):
        desk.picture(f"{site.url}/gone.png", site.url).result()
    with pytest.raises(BadAddress):
        desk.picture("file:///etc/passwd", site.url).result()
    site.pages["/large.png"] = ("image/png", bytes(MOST_BYTES + 1))
    with pytest.raises(TooLarge):
        desk.picture(f"{site.url}/large.png", site.url).result()


@pytest.mark.parametrize("page", ["https://example.org/story", "", "https://127.0.0.1.example.org/"])
def test_a_site_can_not_have_this_machine_asked(desk: Desk, site: Site, page: str) -> None:
    site.pages["/a.png"] = ("image/png", b"pixels")
    with pytest.raises(PrivatePicture):
        desk.picture(f"{site.url}/a.png", page).result()
    assert site.asked == []


def names(folder: Path, *urls: str) -> list[str]:
    cache = PictureCache(folder)
    return [url for url in urls if cache.get(url) is not None]


def age(folder: Path, seconds: int) -> None:
    """Makes everything in the folder so much older."""
    for file in folder.iterdir():
        used = file.stat().st_mtime - seconds
        os.utime(file, (used, used))


def test_the_least_recently_used_go_when_there_is_no_room(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path, most=100)
    for url in ("a", "b", "c"):
        cache.put(url, bytes(30))
        age(tmp_path, 60)
    assert cache.get("a") == bytes(30)
    cache.put("d", bytes(30))
    assert names(tmp_path, "a", "b", "c", "d") == ["a", "c", "d"]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 100


def test_what_is_larger_than_the_cache_takes_nobodys_place(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path, most=100)
    cache.put("a", bytes(30))
    cache.put("b", bytes(101))
    assert names(tmp_path, "a", "b") == ["a"]


def test_a_folder_that_can_not_be_made_is_a_cache_that_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = PictureCache(tmp_path / "file" / "pictures")
    cache.put("a", b"pixels")
    assert cache.get("a") is None
