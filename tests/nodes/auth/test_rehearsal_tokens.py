"""Tokens of a rehearsal's synthetic students."""

from __future__ import annotations

from tests.nodes.auth.conftest import School, refused

TWO_HOURS = 7200


async def _scratch_term(school: School, students: int) -> dict[str, object]:
    answer = await school.house.client.post(
        "data_node",
        "/scratch-terms",
        json_data={"students": students, "sections": [{"name": "A/1", "capacity": 5}]},
        headers={"Authorization": f"Bearer {await school.admin()}"},
    )
    made: dict[str, object] = answer.raise_for_status().json()
    return made


async def test_an_administrator_gets_tokens_for_the_students_of_a_scratch_term(
    school: School,
) -> None:
    made = await _scratch_term(school, 5)
    path = f"/rehearsals/{made['term']}/tokens"
    token = await school.admin()
    pages = [
        (await school.call("POST", path, token=token, params={"limit": 3, "offset": at})).json()
        for at in (0, 3)
    ]
    assert [page["total"] for page in pages] == [5, 5]
    tokens = [entry for page in pages for entry in page["tokens"]]
    assert len({entry["student_id"] for entry in tokens}) == 5
    verifier = school.house.applications["data_node"].state.frame.verifier
    identity = await verifier.identify(tokens[4]["token"])
    assert (identity.role, identity.person) == ("student", tokens[4]["student_id"])
    assert (identity.account, identity.scratch_term) == (0, made["term_id"])
    assert identity.session == f"scratch-{made['term_id']}"
    assert identity.expires == school.clock.now + TWO_HOURS


async def test_a_synthetic_student_has_no_account_and_no_rights(school: School) -> None:
    made = await _scratch_term(school, 1)
    answer = await school.post(f"/rehearsals/{made['term']}/tokens", token=await school.admin())
    [entry] = answer.json()["tokens"]
    assert refused(await school.call("GET", "/me", token=entry["token"]), 401, "token_invalid")
    assert refused(
        await school.call("GET", "/users", token=entry["token"]), 403, "role_not_allowed"
    )
    assert (await school.post("/logout", token=entry["token"])).status_code == 204
    again = await school.call("GET", "/users", token=entry["token"])
    assert refused(again, 403, "role_not_allowed"), "one cannot log the others out"


async def test_real_and_unknown_terms_give_no_tokens(school: School) -> None:
    token = await school.admin()
    for code in ("F24", "../students", "%2e%2e", "x" * 64):
        answer = await school.post(f"/rehearsals/{code}/tokens", token=token)
        assert answer.status_code in (404, 409), answer.text
