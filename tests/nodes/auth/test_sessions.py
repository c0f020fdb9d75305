"""Sessions: going on, ending, and everybody hearing of it."""

from __future__ import annotations

import asyncio

from backend.auth_node.sessions import GRACE, LIFETIME
from backend.common.settings import Settings
from tests.conftest import Clock
from tests.nodes.auth.conftest import PASSWORD, Answer, School, open_school, refused


async def _login(school: School) -> Answer:
    answer: Answer = (await school.login("admin", "admin123")).json()
    return answer


async def _refresh(school: School, token: str) -> Answer:
    answer = await school.post("/refresh", {"refresh_token": token})
    body: Answer = answer.json()
    return body


async def _feed(school: School, after: int = 0, wait: float = 0) -> Answer:
    answer = await school.call("GET", "/internal/feed", params={"after": after, "wait": wait})
    body: Answer = answer.json()
    return body


async def _works(school: School, access_token: str) -> bool:
    answer = await school.call("GET", "/me", token=access_token)
    return answer.status_code == 200


async def test_refreshing_gives_new_tokens_of_the_same_session(school: School) -> None:
    first = await _login(school)
    school.clock.advance(500)
    second = await _refresh(school, first["refresh_token"])
    assert second["refresh_token"] != first["refresh_token"]
    school.clock.advance(200)
    assert not await _works(school, first["access_token"])
    assert await _works(school, second["access_token"])
    third = await _refresh(school, second["refresh_token"])
    assert await _works(school, third["access_token"])


async def test_a_lost_answer_may_be_asked_for_again_for_a_moment(school: School) -> None:
    first = await _login(school)
    lost = await _refresh(school, first["refresh_token"])
    school.clock.advance(GRACE)
    again = await _refresh(school, first["refresh_token"])
    assert again["refresh_token"] == lost["refresh_token"]
    assert "access_token" in await _refresh(school, again["refresh_token"])


async def test_twenty_tabs_that_refresh_at_once_all_stay_logged_in(school: School) -> None:
    first = await _login(school)
    answers = await asyncio.gather(*(_refresh(school, first["refresh_token"]) for _ in range(20)))
    assert len({answer["refresh_token"] for answer in answers}) == 1
    school.clock.advance(GRACE + 1)
    assert "access_token" in await _refresh(school, answers[7]["refresh_token"])


async def test_a_used_refresh_token_shown_later_ends_the_session(school: School) -> None:
    first = await _login(school)
    second = await _refresh(school, first["refresh_token"])
    school.clock.advance(GRACE + 1)
    thief = await school.post("/refresh", {"refresh_token": first["refresh_token"]})
    assert refused(thief, 401, "token_invalid")
    assert not await _works(school, second["access_token"])
    owner = await school.post("/refresh", {"refresh_token": second["refresh_token"]})
    assert refused(owner, 401, "token_invalid")
    assert len((await _feed(school))["events"]) == 1


async def test_a_session_ends_a_day_after_its_login(school: School) -> None:
    token = (await _login(school))["refresh_token"]
    school.clock.advance(LIFETIME - 100)
    answer = await _refresh(school, token)
    assert answer["expires_in"] == 100
    school.clock.advance(101)
    late = await school.post("/refresh", {"refresh_token": answer["refresh_token"]})
    assert refused(late, 401, "token_expired")


async def test_logging_out_counts_at_once_and_ends_that_session_alone(school: School) -> None:
    here, there = await _login(school), await _login(school)
    answer = await school.post("/logout", token=here["access_token"])
    assert answer.status_code == 204
    assert not await _works(school, here["access_token"])
    assert "code" in await _refresh(school, here["refresh_token"])
    assert await _works(school, there["access_token"])


async def test_a_logout_wakes_the_nodes_that_follow_the_feed(school: School) -> None:
    verifier = school.house.applications["data_node"].state.frame.verifier
    token = (await _login(school))["access_token"]
    identity = await verifier.identify(token)
    waiting = asyncio.create_task(_feed(school, wait=20))
    await asyncio.sleep(0.05)
    await school.post("/logout", token=token)
    feed = await asyncio.wait_for(waiting, 5)
    assert feed == {
        "events": [
            {
                "number": 1,
                "kind": "session_ended",
                "session": identity.session,
                "until": identity.expires,
            }
        ],
        "last": 1,
    }
    assert await _feed(school, after=1) == {"events": [], "last": 1}


async def test_the_feed_forgets_what_has_expired_and_never_reuses_a_number(
    school: School,
) -> None:
    for _ in range(2):
        await school.post("/logout", token=(await _login(school))["access_token"])
        school.clock.advance(601)
    await school.post("/logout", token=(await _login(school))["access_token"])
    assert [event["number"] for event in (await _feed(school))["events"]] == [3]


async def test_a_reader_that_is_ahead_of_the_feed_is_told_to_start_anew(school: School) -> None:
    answer = await school.call("GET", "/internal/feed", params={"after": 7})
    assert refused(answer, 410, "feed_gap")


async def test_after_a_restart_ended_sessions_stay_ended_and_others_go_on(
    settings: Settings, clock: Clock
) -> None:
    async with open_school(settings, clock) as school:
        ended, kept = await _login(school), await _login(school)
        await school.post("/logout", token=ended["access_token"])
    async with open_school(settings, clock) as school:
        assert not await _works(school, ended["access_token"])
        assert await _works(school, kept["access_token"])
        assert "access_token" in await _refresh(school, kept["refresh_token"])


async def test_changing_the_password_ends_all_other_sessions(school: School) -> None:
    here, there = await _login(school), await _login(school)
    change = {"old": "admin123", "new": PASSWORD}
    answer = await school.post("/me/password", change, token=here["access_token"])
    assert answer.status_code == 204
    assert await _works(school, here["access_token"])
    assert not await _works(school, there["access_token"])
    assert "code" in await _refresh(school, there["refresh_token"])
    assert refused(await school.login("admin", "admin123"), 401, "wrong_credentials")
    assert (await school.login("admin", PASSWORD)).status_code == 200
    me = await school.call("GET", "/me", token=here["access_token"])
    assert me.json()["must_change_password"] is False


async def test_a_bad_password_change_changes_nothing(school: School) -> None:
    token = (await _login(school))["access_token"]
    for change, status, code in (
        ({"old": "wrong password", "new": PASSWORD}, 401, "wrong_credentials"),
        ({"old": "admin123", "new": "short"}, 422, "weak_password"),
        ({"old": "admin123", "new": "admin123"}, 422, "weak_password"),
        ({"old": "admin123"}, 422, "invalid_fields"),
    ):
        assert refused(await school.post("/me/password", change, token=token), status, code)
    assert await _works(school, token)


async def test_tokens_nobody_gave_out_are_refused(school: School) -> None:
    for token in ("", ".", "a.b", "x" * 512, (await _login(school))["access_token"]):
        answer = await school.post("/refresh", {"refresh_token": token or "-"})
        assert refused(answer, 401, "token_invalid")
    right = (await _login(school))["refresh_token"]
    family = right.partition(".")[0]
    forged = await school.post("/refresh", {"refresh_token": f"{family}.forged"})
    assert refused(forged, 401, "token_invalid")
