"""Chats over Matrix: what the desk and the screen call. Everything else in here serves these.

Nothing is imported by importing this package; all of it runs on the engine's loop.

*Finding a homeserver and its rooms, without an account*

- ``discovery.discover(client, name) -> Homeserver``: from a server name, an address or a user id.
- ``looking_in.list_rooms(home, guests, own=None, search=, since=) -> RoomsPage``: the public rooms, asked
  for as nobody, as a guest, or with the stored account, whichever is allowed first.
- ``peek.Guests().at(home) -> Homeserver``, then ``peek.peek(home, room) -> Peek``: a world-readable room
  without joining it. ``Peek.view`` is a ``TimelineView``; ``more()`` goes back, ``follow()`` waits for news.
- ``story_rooms``: ``announced_rooms(article, html)`` and ``rooms_of_story(links, listed, url)`` (no request),
  ``rooms_about(home, url)`` (a search), ``start_room(session.create, story)``;
  ``directory.room_of_alias(home, alias)``.

``desk.chatting`` has the rooms (a story's first), logging in and registering, with the account kept.

*Accounts*

- ``login.log_in_forms(home)``, ``login.log_in(home, answers) -> Login``, ``login.log_out(session.home)``.
- ``register.register_form(home)``, ``register.register(home, answers) -> Login | str`` (what is left to do).

A ``Login``'s ``secrets["access_token"]`` is the only secret; ``Login.origin`` is the ``Homeserver.base``.

*Being there*

- ``store.ChatStore(home.data / "chats.db")``: one for all accounts.
- ``session.Session(client, login, store, tell)``: one for each account. ``await run()`` keeps it live until
  it is cancelled; ``tell`` gets a ``signals.ChatSignal`` (``LinkChanged``, ``RoomsChanged``,
  ``TimelineChanged``, ``Mentioned``, ``PutOut``) on the engine's loop, and is called at most ten
  times a second for a room in which much is said.
- From any thread: ``session.rooms()``, ``session.timeline(room) -> TimelineView``, ``session.status``.
  These are frozen, and cost nothing.
- On the loop: ``open``, ``more`` (history), ``fill`` (a gap), ``send``, ``edit``, ``redact``, ``react``,
  ``retry``, ``discard``, ``read``, ``typing``, ``members``, ``join``, ``create``, ``leave``, ``wake``.

A message that is written is in the timeline at once, with ``state`` "pending"; it becomes
"sent", or "failed" with a ``failure`` to be shown and ``retry`` or ``discard`` to be offered.
"""
