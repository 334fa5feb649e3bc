"""A real WordPress from Debian's packages: ``with WordPress(folder) as site``.

No web server and no root: ``mariadbd`` on a socket in the folder, a copy of the
packaged tree with a ``wp-config.php`` of its own, and PHP's built-in server.
``python -m tests.servers.wordpress`` serves one until it is interrupted.
"""

from __future__ import annotations

import getpass
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

from tests.servers.processes import Server, free_port

TREE = Path("/usr/share/wordpress")
ADMIN = "editor"
PASSWORD = "Harbour-Lights-41"  # of a site that lives for one test run

_CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}');
define('WP_ENVIRONMENT_TYPE', 'local');          // application passwords without https
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('AUTH_KEY', 'a'); define('SECURE_AUTH_KEY', 'b'); define('LOGGED_IN_KEY', 'c');
define('NONCE_KEY', 'd'); define('AUTH_SALT', 'e'); define('SECURE_AUTH_SALT', 'f');
define('LOGGED_IN_SALT', 'g'); define('NONCE_SALT', 'h');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""

_APPLICATION_PASSWORD = """
require 'wp-load.php';
[, $user, $name, $app] = $argv;
$id = username_exists($user) ?: wp_create_user($user, wp_generate_password(), "$user@reader.example");
echo WP_Application_Passwords::create_new_application_password($id, ['name' => $name, 'app_id' => $app])[0];
"""


def missing() -> str:
    """Why WordPress can't be started here; "" when it can."""
    lacking = [name for name in ("mariadbd", "mariadb-install-db", "php") if not _program(name)]
    if not (TREE / "wp-load.php").exists():
        lacking.append("wordpress")
    return f"WordPress needs Debian's packages: {', '.join(lacking)} not found" if lacking else ""


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


class WordPress:
    """A freshly installed site at ``url``, with methods that write through its REST interface."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._servers: list[Server] = []
        self.url = f"http://127.0.0.1:{free_port()}"

    def __enter__(self) -> WordPress:
        try:
            self._socket = self._start_database()
            self._start_php(self._socket)
            self._install()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._servers:
            self._servers.pop().stop()

    def learn_addresses(self) -> None:
        """Makes the addresses of categories lead somewhere: a new site knows only those of posts."""
        self._php("require 'wp-load.php'; flush_rewrite_rules();")

    # --- writing ------------------------------------------------------------------

    def category(self, name: str, description: str = "") -> int:
        return int(self._write("categories", name=name, description=description)["id"])

    def post(self, title: str, content: str, **more: Any) -> dict[str, Any]:
        """The new post as WordPress answers it: ``id``, ``link``, …"""
        return self._write("posts", title=title, content=content, status="publish", **more)

    def edit(self, post: int, **changes: Any) -> dict[str, Any]:
        return self._write(f"posts/{post}", **changes)

    def comment(self, post: int, author: str, text: str, parent: int = 0) -> int:
        return int(
            self._write(
                "comments",
                post=post,
                content=text,
                status="approved",
                parent=parent,
                author_name=author,
                author_email=f"{author}@reader.example",
            )["id"]
        )

    def comments(self, post: int, texts: Sequence[str]) -> None:
        """Many comments at once, by one process on the server."""
        script = """require 'wp-load.php'; foreach (json_decode($argv[2]) as $text)
            wp_insert_comment(['comment_post_ID' => (int) $argv[1], 'comment_content' => $text,
                               'comment_author' => 'mira', 'comment_approved' => 1]);"""
        self._php(script, str(post), json.dumps(texts))

    def comments_of(self, post: int) -> list[dict[str, Any]]:
        """Every comment of a post as WordPress tells its editor: approved or not, the oldest first."""
        query = {"post": post, "status": "any", "context": "edit", "order": "asc"}
        path = f"{self._rest}/wp/v2/comments"
        answer = httpx.get(path, params=query, auth=(ADMIN, self._application_password), timeout=30)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()
        return found

    def application_password(self, user: str, name: str = "tests", app_id: str = "") -> str:
        """A new application password of a user, who is made a subscriber where there is none."""
        return self._php(_APPLICATION_PASSWORD, user, name, app_id)

    def application_passwords(self, user: str) -> list[str]:
        """The names of a user's application passwords."""
        script = """require 'wp-load.php';
            $all = WP_Application_Passwords::get_user_application_passwords(username_exists($argv[1]));
            echo json_encode(array_column($all, 'name'));"""
        names: list[str] = json.loads(self._php(script, user))
        return names

    def revoke(self, user: str) -> None:
        """Takes all application passwords from a user, as they can in their profile."""
        script = """require 'wp-load.php';
            WP_Application_Passwords::delete_all_application_passwords(username_exists($argv[1]));"""
        self._php(script, user)

    def set_option(self, name: str, value: str) -> None:
        """Changes a setting, such as ``comment_previously_approved``."""
        self._sql(f"UPDATE wp_options SET option_value = '{value}' WHERE option_name = '{name}'")

    def let_time_pass(self) -> None:
        """Makes every comment two hours old: to WordPress who writes twice in fifteen seconds is a flood."""
        self._sql("UPDATE wp_comments SET comment_date_gmt = comment_date_gmt - INTERVAL 2 HOUR")

    def _sql(self, statement: str) -> None:
        client = ["mariadb", "--no-defaults", f"--socket={self._socket}", "-uroot"]
        subprocess.run([*client, "-e", statement, "wordpress"], capture_output=True, check=True)

    def _php(self, script: str, *arguments: str) -> str:
        command = ["php", "-r", script, "--", *arguments]
        done = subprocess.run(command, cwd=self._tree, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def _write(self, what: str, **values: Any) -> dict[str, Any]:
        answer = httpx.post(
            self._rest + f"/wp/v2/{what}", json=values, auth=(ADMIN, self._application_password), timeout=30
        )
        answer.raise_for_status()
        made: dict[str, Any] = answer.json()
        return made

    # --- starting -----------------------------------------------------------------

    def _start_database(self) -> Path:
        data, socket = self._folder / "database", self._folder / "db.sock"
        user = f"--user={getpass.getuser()}"
        arguments = ["--no-defaults", f"--datadir={data}", user, "--auth-root-authentication-method=normal"]
        install = [_program("mariadb-install-db") or "", *arguments, "--skip-test-db"]
        # Databases that share a folder for their temporary tables delete each other's as they start.
        own = {**os.environ, "TMPDIR": str(self._folder)}
        made = subprocess.run(install, capture_output=True, text=True, check=False, env=own)
        assert made.returncode == 0, f"{made.stdout}\n{made.stderr}"
        command = [_program("mariadbd") or "", "--no-defaults", f"--datadir={data}", f"--socket={socket}"]
        command += [
            f"--tmpdir={self._folder}",
            "--skip-networking",
            f"--pid-file={self._folder / 'db.pid'}",
            user,
        ]
        server = Server(command, self._folder / "database.log")
        self._servers.append(server)
        create = ["mariadb", "--no-defaults", f"--socket={socket}", "-uroot", "-e"]
        create.append("create database if not exists wordpress character set utf8mb4")
        server.wait(lambda: subprocess.run(create, capture_output=True, check=False).returncode == 0)
        return socket

    def _start_php(self, socket: Path) -> None:
        self._tree = self._folder / "site"
        shutil.copytree(TREE, self._tree, symlinks=False, ignore_dangling_symlinks=True)
        config = self._tree / "wp-config.php"
        config.unlink(missing_ok=True)
        config.write_text(_CONFIG.format(socket=socket, url=self.url), encoding="utf-8")
        command = ["php", "-d", "sendmail_path=/bin/true", "-S", self.url.removeprefix("http://")]
        command += ["-t", str(self._tree)]
        environment = {**os.environ, "PHP_CLI_SERVER_WORKERS": "3"}
        server = Server(command, self._folder / "php.log", environment)
        self._servers.append(server)
        server.wait(self._answers)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/wp-admin/install.php", timeout=30).status_code == 200
        except httpx.TransportError:
            return False

    def _install(self) -> None:
        form = {
            "weblog_title": "The Quay",
            "user_name": ADMIN,
            "admin_password": PASSWORD,
            "admin_password2": PASSWORD,
            "admin_email": "editor@quay.example",
            "blog_public": "1",
            "Submit": "Install WordPress",
        }
        answer = httpx.post(f"{self.url}/wp-admin/install.php?step=2", data=form, timeout=60)
        answer.raise_for_status()
        self._application_password = self.application_password(ADMIN)
        # Never a guessed path: under plain permalinks the root is ?rest_route=.
        self._rest = httpx.get(self.url, timeout=30).links["https://api.w.org/"]["url"].rstrip("/")


def main() -> None:
    """Serves a WordPress with one post until it is interrupted."""
    import signal
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="wireroom-wordpress-") as folder, WordPress(Path(folder)) as site:
        post = site.post("The first boat", "<p>It left at dawn.</p>")
        site.comment(post["id"], "mira", "Was it on time?")
        print(f"ready {site.url} (log in as {ADMIN} with {PASSWORD})", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()
