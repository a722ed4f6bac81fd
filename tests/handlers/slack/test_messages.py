from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafts import confesses, is_draft, nods, untagged
from handlers.slack.keeping import key_of, place_of, worth_keeping
from handlers.slack.messages import Deletion, Edit, Post, meaning_of
from handlers.slack.places import Place

OURS = "B0BOT"
PHOTO = {"id": "F1", "name": "marche.png"}
OTHER = {"id": "F2", "name": "affiche.png"}
DELETED = {"id": "F1", "mode": "tombstone"}


def written(text: str = "Pour samedi", **more: object) -> dict[str, Any]:
    return {"type": "message", "channel": "C1", "user": "U1", "ts": "17.000100", "text": text, **more}


def changed(after: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    told = {"type": "message", "subtype": "message_changed", "channel": "C1", "ts": "18.000100", "hidden": True}
    return told | {"message": after, "previous_message": before}


def test_a_message_is_a_post() -> None:
    meaning = meaning_of(written("Tom &amp; <https://exemple.org|Jerry>", files=[PHOTO], subtype="file_share"), OURS)
    assert isinstance(meaning, Post)
    assert meaning.place == Place("C1", "17.000100")
    assert (meaning.user, meaning.files) == ("U1", (PHOTO,))
    assert meaning.text.startswith("Tom & Jerry")


def test_an_answer_knows_its_thread_and_a_first_message_stands_in_none() -> None:
    answer = meaning_of(written(thread_ts="16.000100"), OURS)
    root = meaning_of(written(thread_ts="17.000100"), OURS)
    assert isinstance(answer, Post)
    assert answer.place.root == "16.000100"
    assert isinstance(root, Post)
    assert root.place.root == ""


@pytest.mark.parametrize("more", [{"bot_id": "B9"}, {"user": ""}, {"hidden": True}], ids=["bot", "nobody", "hidden"])
def test_what_no_human_being_wrote_means_nothing(more: dict[str, object]) -> None:
    assert meaning_of(written() | more, OURS) is None


@pytest.mark.parametrize("subtype", ["channel_join", "channel_topic", "bot_message", "reminder_add", "of-tomorrow"])
def test_what_slack_writes_itself_means_nothing(subtype: str) -> None:
    assert meaning_of(written(subtype=subtype), OURS) is None


def test_other_words_are_an_edit() -> None:
    meaning = meaning_of(changed(written("Pour dimanche"), written()), OURS)
    assert isinstance(meaning, Edit)
    assert meaning.text_changed
    assert not meaning.files_changed


def test_a_preview_of_a_link_changes_nothing() -> None:
    assert meaning_of(changed(written(attachments=[{"id": 1}]), written()), OURS) is None


def test_a_deleted_file_is_an_edit_although_the_message_still_names_it() -> None:
    meaning = meaning_of(changed(written(files=[DELETED, OTHER]), written(files=[PHOTO, OTHER])), OURS)
    assert isinstance(meaning, Edit)
    assert meaning.files_changed
    assert meaning.post.files == (OTHER,)


def test_a_file_that_was_deleted_before_changes_nothing_any_more() -> None:
    assert meaning_of(changed(written(files=[DELETED], attachments=[{}]), written(files=[DELETED])), OURS) is None


def test_a_post_keeps_a_deleted_file_only_where_it_has_no_other() -> None:
    both, alone = meaning_of(written(files=[DELETED, OTHER]), OURS), meaning_of(written(files=[DELETED]), OURS)
    assert isinstance(both, Post)
    assert both.files == (OTHER,)
    assert isinstance(alone, Post)
    assert alone.files == (DELETED,)


def test_a_deletion_says_which_message_and_whether_it_was_ours() -> None:
    told = {"type": "message", "subtype": "message_deleted", "channel": "C1", "deleted_ts": "17.000100"}
    theirs, ours = written(), written(bot_id=OURS)
    assert meaning_of(told | {"previous_message": theirs}, OURS) == Deletion(Place("C1", "17.000100"), ours=False)
    assert meaning_of(told | {"previous_message": ours}, OURS) == Deletion(Place("C1", "17.000100"), ours=True)
    assert meaning_of(told, OURS) == Deletion(Place("C1", "17.000100"), ours=False)


def test_a_message_with_answers_is_deleted_by_becoming_a_tombstone() -> None:
    tombstone = {"subtype": "tombstone", "user": "USLACKBOT", "hidden": True, "ts": "17.000100", "text": "…"}
    meaning = meaning_of(changed(tombstone | {"thread_ts": "17.000100"}, written()), OURS)
    assert meaning == Deletion(Place("C1", "17.000100"), ours=False)


@pytest.mark.parametrize("tag", ["#brouillon", "#draft", "#Brouillon", "#DRAFT :"])
def test_a_tag_makes_a_draft_and_is_no_part_of_it(tag: str) -> None:
    text = f"{tag} Samedi, rendez-vous au marché."
    assert is_draft(text, 0)
    assert untagged(text) == "Samedi, rendez-vous au marché."


@pytest.mark.parametrize("text", ["un brouillon", "#brouillons", "voir mairie#draft", "", "#draftsman"])
def test_what_merely_looks_like_a_tag_makes_none(text: str) -> None:
    assert not is_draft(text, 0)


def test_a_text_is_a_draft_from_the_length_that_is_set() -> None:
    assert is_draft("x" * 200, 200)
    assert not is_draft("x" * 199 + " ", 200)
    assert not is_draft("x" * 9_999, 0)


@given(st.text(max_size=80))
def test_a_text_without_a_tag_stays_as_it_is(text: str) -> None:
    if not is_draft(text, 0):
        assert untagged(text) == text.strip()


@given(st.text(max_size=80), st.sampled_from(["#brouillon", "#draft"]))
def test_a_tag_in_front_always_counts_and_always_goes(text: str, tag: str) -> None:
    assert is_draft(f"{tag} {text}", 0)
    assert f"{tag} " not in untagged(f"{tag} {text}")[:12] or tag in text


@pytest.mark.parametrize("text", ["ok", "OK pour moi", "Oui !", "validé", ":+1:", "✅", "👍 super", "approved"])
def test_a_word_of_approval_is_noticed(text: str) -> None:
    assert nods(text)


@pytest.mark.parametrize("text", ["okapi", "ouistiti", "On attend l’ok de Domi", "Ok. " + "Mais encore ? " * 9])
def test_what_merely_contains_one_is_not(text: str) -> None:
    assert not nods(text)


def test_a_word_about_an_ai_is_noticed() -> None:
    assert confesses("fait avec ChatGPT")
    assert not confesses("fait avec Claire")


KEYS = ["user", "text", "ts", "thread_ts", "bot_id", "subtype"]
SUBTYPES = st.sampled_from([None, "file_share", "thread_broadcast", "message_changed", "message_deleted", "other"])
FILES = st.lists(st.dictionaries(st.sampled_from(["id", "mode", "name"]), st.text(max_size=5)), max_size=3)


def messages() -> st.SearchStrategy[dict[str, Any]]:
    parts = st.dictionaries(st.sampled_from(KEYS), st.text(max_size=8) | st.none(), max_size=6)
    return st.builds(lambda some, files: some | {"files": files}, parts, FILES)


@given(messages(), messages(), SUBTYPES)
def test_whatever_slack_sends_means_something_or_nothing(
    one: dict[str, Any], other: dict[str, Any], subtype: str | None
) -> None:
    event = one | {"type": "message", "channel": "C1", "subtype": subtype, "message": one, "previous_message": other}
    meaning = meaning_of(event, OURS)
    assert meaning is None or isinstance(meaning, Post | Edit | Deletion)
    assert isinstance(worth_keeping(event), bool)
    assert str(place_of(event)).startswith("slack:C1/")


@given(st.text(min_size=1, max_size=8), st.text(min_size=1, max_size=8))
def test_a_message_is_known_by_its_own_name_whoever_tells_of_it(one: str, other: str) -> None:
    live, history = written() | {"event_ts": "17.000100", "client_msg_id": one}, written()
    assert key_of(one, live) == key_of(other, live) == key_of("", history)


def test_an_edit_is_known_by_what_it_says_whoever_tells_of_it() -> None:
    first = written("b", edited={"ts": "18.000000"}, files=[PHOTO])
    keys = [
        key_of("Ev1", changed(after, written("a")))
        for after in (
            first,
            first | {"text": "c"},
            first | {"edited": {"ts": "19.000000"}},
            first | {"files": [DELETED]},
            first | {"subtype": "tombstone"},
        )
    ]
    assert len(set(keys)) == 5
    assert key_of("", changed(first, written("z"))) == keys[0]


def test_whatever_else_is_known_by_the_id_of_its_event() -> None:
    assert key_of("Ev1", {"type": "user_change"}) == "Ev1"
    assert key_of("Ev1", {"type": "message", "subtype": "message_deleted", "channel": "C1"}) == "Ev1"


def test_what_happens_in_one_thread_is_acted_on_in_its_order() -> None:
    root, answer = written(), written(ts="18.000100", thread_ts="17.000100")
    gone = {"type": "message", "subtype": "message_deleted", "channel": "C1", "deleted_ts": "17.000100"}
    places = {place_of(event) for event in (root, answer, changed(root, root), gone)}
    assert places == {"slack:C1/17.000100"}


@pytest.mark.parametrize(
    ("event", "kept"),
    [
        (written(), True),
        (written(bot_id="B9"), False),
        (changed(written(bot_id=OURS), written(bot_id=OURS)), False),
        ({"type": "message", "subtype": "message_deleted", "previous_message": written(bot_id=OURS)}, True),
        ({"type": "file_shared", "file_id": "F1"}, False),
        ({"type": "app_mention", "text": "aide"}, False),
    ],
    ids=["a person", "a machine", "our own edits", "our own card deleted", "file_shared", "mention"],
)
def test_only_what_may_come_to_something_is_put_on_record(event: dict[str, Any], kept: bool) -> None:
    assert worth_keeping(event) is kept
