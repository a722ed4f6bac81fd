"""An outside witness: the Slack emulator of the npm package `emulate` 0.12.2, written by people who never saw our code.

    with Emulator() as slack:
        slack.events_to(url)
        slack.upload("camille", slack.approval, {"affiche.png": content}, "pour demain")
        slack.replies(slack.approval, thread)

Where there is no Node 20, or no network on the first run, whoever asks is skipped. It starts in a tenth of a second.

What it can witness
    Events over HTTP, signed (v0); each call of the Web API returns once the app was told of what it caused.
    Files: the three-call upload, `file_created`, `file_shared` and `message`/`file_share` in this order, `files.info`,
    download with a bearer token, `file_deleted`.
    Threads, edits of one's own messages only, deletions, reactions, pins, direct and ephemeral messages, metadata.
    Scopes (`missing_scope` with `needed` and `provided`), private channels closed to who is not a member.
    Modals and home: triggers live three seconds and serve once, a stack of three, `hash_conflict`.

Where it is not Slack
    Not there (HTTP 404): Socket Mode, clicks, commands and shortcuts, `usergroups.*`, `users.conversations`,
    `blocks.validate`. Block Kit and modals are hardly checked: sixty blocks of an unknown type are posted.
    No event is ever sent again, whatever the answer (the app has ten seconds), nor doubled or out of order. Every event
    reaches the app, also from channels that it is not in; one subscribes to types (`message`), not to Slack's
    `message.groups`.
    Events lack `api_app_id`, `authorizations`, `channel_type` and mostly `event_ts`; the app's own messages have its
    `user` but neither `bot_id` nor `app_id`. The team is always T000000001; ids of people and channels are drawn anew.
    An unknown token is taken for the admin's, without scopes: `missing_scope`, never `invalid_auth`. No header
    `x-oauth-scopes`. Download: no token gives 401 in plain text, an unknown one 200 in JSON (Slack: a login page).
    A name with a letter beyond Latin-1 (`œ`) breaks `url_private_download` (500), though not `url_private`.
    The media type is guessed from the name (WebP and CSV are `application/octet-stream`); no thumbnails, no
    `original_w`; bytes are kept as they came (Slack strips EXIF); an empty file is taken; shares are there at once.
    A thread that does not exist can be answered, `conversations.replies` of it is empty, `reply_broadcast` is only
    kept; `oldest` and `latest` are ignored. No rate limits but 5000 calls an hour, then 403 in JSON.
    Arguments are read from the body of a POST only; slack_sdk sends GET and queries, as Slack allows, so `start.mjs`
    turns these into a POST: of that, the emulator is no witness.
"""
