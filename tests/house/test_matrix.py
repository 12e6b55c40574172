"""Every route as every member of the cast, in their own association and in the other one.

A route without an entry here fails, so that each new one declares who may use it.
"""

from dataclasses import dataclass

import pytest

from kairanban.access.rules import GRANTS_AT_GROUP
from kairanban.app import routes
from kairanban.core.clock import DAY, Moment
from kairanban.core.ids import CircularId
from kairanban.core.roles import Role
from kairanban.core.tasks import Task
from kairanban.web.routing import GuardedRoute, Open
from tests.conftest import TODAY
from tests.groups import group_circular, group_draft, groups, serve, signed_in
from tests.house.paths import asking, fill, is_drafting
from tests.visiting import Visit
from tests.world import HOUSEHOLDS, OFFICERS, World

pytestmark = pytest.mark.anyio

RESIDENTS = frozenset({*HOUSEHOLDS, "mori"})
EVERYBODY = RESIDENTS | frozenset(OFFICERS)

# Midorigaoka's people who may do a task there.
ALLOWED: dict[Task, frozenset[str]] = {
    Task.DRAFT: frozenset({"yamada", "ito", "kimura"}),
    Task.PUBLISH: frozenset({"yamada", "ito"}),
    Task.FOLLOW_UP: frozenset({"yamada", "ito"}),
    Task.FOLLOW_UP_BLOCK: frozenset({"abe"}),
    # The next head of a group, and its officers; in Midorigaoka's own circulars they see nothing.
    Task.SEE_PROGRESS: frozenset(),
    Task.POST_NOTICE: frozenset({"nakajima"}),
    Task.SEE_ROSTER: frozenset({"yamada", "ito"}),
    Task.CHANGE_ROSTER: frozenset({"yamada", "ito"}),
    Task.EXPORT_ROSTER: frozenset({"yamada"}),
    Task.ERASE_HOUSEHOLD: frozenset({"yamada"}),
    Task.KEEP_RECORDS: frozenset({"yamada"}),
    Task.PRINT_CARDS: frozenset({"yamada", "ito"}),
    Task.APPROVE_DEVICES: frozenset({"yamada", "ito", "abe"}),
    Task.APPOINT: frozenset({"yamada"}),
    Task.SEE_HANDOVER: frozenset({"yamada", "ito"}),
    Task.HAND_OVER: frozenset({"yamada", "ito"}),
    Task.ANSWER_REQUESTS: frozenset({"yamada", "ito"}),
    Task.ASK_ASSOCIATIONS: frozenset({"shimizu"}),
    Task.ARRANGE_PLACES: frozenset({"shimizu"}),
    Task.APPOINT_FOR_TOWN: frozenset({"shimizu"}),
    Task.NAME_KEEPER: frozenset({"shimizu"}),
    Task.ISSUE_CARDS: frozenset({"yamada", "ito"}),
    Task.ANSWER_CALLS: frozenset({"abe"}),
    Task.ANSWER_WAITING_CALLS: frozenset({"yamada", "ito"}),
    # The municipality sees one row of totals on the board.
    Task.START_SAFETY_CHECK: frozenset({"yamada", "ito", "abe", "shimizu"}),
    Task.START_TOWN_CHECK: frozenset({"shimizu"}),
    Task.ANSWER_HELP: frozenset({"yamada", "ito", "abe"}),
    Task.VISIT: frozenset({"nagai"}),
    Task.OVERSEE: frozenset({"shimizu"}),
    Task.OPERATE: frozenset({"okada"}),
}

# Pages about the visitor's own data, open to everybody who may enter anywhere.
OWN_THINGS = {
    "/approvals",
    "/office",
    "/step-up",
    "/circulars",
    "/office/leaving",
    "/away",
    "/events",
    "/now",
    "/our-home",
    "/events/calendars",
    "/call",
    "/call/removal",
    "/call/number",
    "/calls",
    "/safety",
    "/safety/help",
    "/office/notices",
    "/office/notices/removal",
    "/looks",
    "/own-data",
    "/family",
    "/family/links",
    "/household",
    "/household/confirmation",
    "/household/particulars",
    "/household/members",
    "/own-data/paper",
    "/own-data/paper.pdf",
    "/own-data/file",
    "/own-data/requests",
    "/breaches",
    "/data-rules/paper",
    "/data-rules/paper.pdf",
    "/hiding",
    "/hiding/keeper",
    "/hiding/end",
    "/keys",
    "/invitation/joining",
    "/keys/confirmation",
    "/consents",
    "/board",
    "/board/paper",
    "/board/paper.pdf",
    "/board/reachability",
    "/settings/paper",
    "/board/emergency",
    "/board/emergency/{household:int}",
    "/board/emergency/{household:int}/closing",
    "/emergency-looks",
    "/board/report",
    "/board/report/paper",
    "/board/report.pdf",
    "/board/report/table",
    "/consents/sheet",
    "/consents/sheet.pdf",
    "/settings/notices",
    "/settings/notices/mail",
    "/settings/notices/device/removal",
    "/settings/notices/trial",
    "/notices/subscription",
    "/notices/subscription/removal",
}
# Redirects to a page with its own check.
LEADS_ON = {
    "/circulars/{circular:int}/acknowledgement",
    "/circulars/{circular:int}/answer",
    "/safety/{check:int}/answer",
}


@dataclass(frozen=True)
class Case:
    method: str
    path: str
    needs: Open | Task | tuple[Task, ...]


CASES = [
    Case(method, route.path, route.needs)
    for route in routes()
    if isinstance(route, GuardedRoute) and route.needs is not Open.PUBLIC
    for method in sorted((route.methods or set()) - {"HEAD"})
]


def test_every_task_of_a_route_is_in_the_matrix() -> None:
    used = {task for case in CASES for task in _tasks(case) if isinstance(case.needs, (Task, tuple))}
    assert used <= ALLOWED.keys()


GETS = [case for case in CASES if case.method == "GET"]
POSTS = [case for case in CASES if case.method != "GET"]


@pytest.mark.parametrize("case", GETS, ids=lambda case: case.path)
async def test_nobody_can_read_without_permission(looked_at: World, case: Case) -> None:
    await _try_everybody(looked_at, case)


@pytest.mark.parametrize("case", POSTS, ids=lambda case: case.path)
async def test_nobody_can_change_without_permission(world: World, case: Case) -> None:
    await _try_everybody(world, case)


async def _try_everybody(world: World, case: Case) -> None:
    """Try as everybody: without permission 401, 403 or 404, never a page, a redirect or a server error."""
    path = await fill(world, case.path)
    for who in [*sorted(EVERYBODY), None]:
        async with Visit(world, who) as browser:
            answer = await (
                browser.get(path) if case.method == "GET" else browser.post(path, {"go": "draft"})
            )
        assert answer.status_code < 500, (who, answer.text[-500:])
        if who is None:
            assert answer.status_code == 401
        elif not _may(who, case):
            refused = (401, 403, 404, 409) if "{batch" in case.path else (401, 403, 404)
            assert answer.status_code in refused, (who, answer.status_code)


@pytest.mark.parametrize(
    "case",
    [c for c in CASES if "{" in c.path and isinstance(c.needs, (Task, tuple))],
    ids=lambda case: f"{case.method} {case.path}",
)
async def test_officers_of_the_other_association_find_nothing(looked_at: World, case: Case) -> None:
    """One town is enough, since they change nothing."""
    world = looked_at
    path = await fill(world, case.path)
    async with Visit(world, "ono") as browser:
        answer = await (browser.get(path) if case.method == "GET" else browser.post(path, {"go": "draft"}))
    assert answer.status_code in (404, 409) if "{batch" in case.path else answer.status_code == 404


async def test_people_with_permission_are_admitted(looked_at: World) -> None:
    """The same routes work with permission, so that the refusals above mean something."""
    world = looked_at
    for case in CASES:
        if case.method != "GET" or not isinstance(case.needs, (Task, tuple)) or "{batch" in case.path:
            continue
        # A poster can be printed, and long work seen, only by the session that began it.
        if "{poster" in case.path or "{long_work" in case.path:
            continue
        # Files are temporary; a slip exists only after a correction, a notice of a recovery after both sides agreed.
        if "{file" in case.path or case.path.endswith(
            ("/slip", "/slip.pdf", "/recovery/notice", "/recovery/notice.pdf")
        ):
            continue
        path = await fill(world, case.path)
        for who in sorted(set().union(*(ALLOWED[task] for task in _tasks(case)))):
            async with Visit(world, who) as browser:
                answer = await browser.get(path)
            assert answer.status_code in (200, 303), (path, who, answer.status_code)


@pytest.fixture(scope="module")
async def grouped(looked_at: World) -> World:
    await groups(looked_at)
    begins = Moment(TODAY + 10 * DAY)
    await serve(looked_at, "next", "次 代表", Role.CHAIR, "elders", starts=begins)
    looked_at.actors["next"] = await signed_in(looked_at, "next")
    return looked_at


# A group's people, and what they do there: its head, and who heads it next.
AT_GROUP = {"endo": GRANTS_AT_GROUP[Role.CHAIR], "next": GRANTS_AT_GROUP[Role.SUCCESSOR]}
TASKED = [case for case in CASES if isinstance(case.needs, (Task, tuple))]


@pytest.mark.parametrize(
    "case", [case for case in TASKED if "{" in case.path], ids=lambda case: f"{case.method} {case.path}"
)
async def test_officers_of_a_group_find_nothing_of_their_association_and_of_other_groups(
    grouped: World, case: Case
) -> None:
    world = grouped
    paths = [await fill(world, case.path)]
    if "{circular" in case.path:
        theirs = await _of_group(world, case, "goto", "children")
        paths.append(await fill(world, case.path, circular=theirs))
    for path in paths:
        for who in AT_GROUP:
            async with Visit(world, who) as browser:
                answer = await (
                    browser.get(path) if case.method == "GET" else browser.post(path, {"go": "draft"})
                )
            refused = (403, 404, 409) if "{batch" in case.path else (403, 404)
            assert answer.status_code in refused, (path, who, answer.status_code)


@pytest.mark.parametrize(
    "case",
    [case for case in TASKED if "{circular" in case.path],
    ids=lambda case: f"{case.method} {case.path}",
)
async def test_officers_of_a_group_do_with_its_circulars_what_their_office_grants(
    grouped: World, case: Case
) -> None:
    """A permission that is asked at the association instead of the group would refuse the head here."""
    world = grouped
    id = await _of_group(world, case, "endo", "elders")
    given: dict[str, object] = {"circular": id}
    if "{building" in case.path or "{attachment" in case.path:
        return
    path = await fill(world, case.path, **given)
    for who, granted in AT_GROUP.items():
        async with Visit(world, who) as browser:
            answer = await (
                browser.get(path) if case.method == "GET" else browser.post(path, {"go": "draft"})
            )
        assert answer.status_code < 500, path
        admitted = bool(granted & set(_tasks(case)))
        # Position and route sheet of a block are its leader's; a slip exists only after a correction.
        if admitted and not case.path.endswith(("/slip", "/slip.pdf")) and "/position" not in case.path:
            assert answer.status_code not in (403, 404), (path, who, answer.status_code)
        elif not admitted:
            assert answer.status_code in (403, 404), (path, who, answer.status_code)


async def _of_group(world: World, case: Case, by: str, place: str) -> CircularId:
    drafting = is_drafting(case.path)
    if drafting:
        return await group_draft(world, by, place)
    return await group_circular(world, by, place, **asking(case.path))


async def test_the_head_of_a_group_opens_its_patterns_and_archive(grouped: World) -> None:
    for case in TASKED:
        if case.method != "GET" or not set(_tasks(case)) & {Task.DRAFT} or "{circular" in case.path:
            continue
        for place, answers in (("elders", (200,)), ("children", (403, 404)), ("midorigaoka", (403, 404))):
            if "{own" in case.path:
                answers = (403, 404)
            path = await fill(grouped, case.path, association=grouped.places[place])
            async with Visit(grouped, "endo") as head:
                assert (await head.get(path)).status_code in answers, path


def _tasks(case: Case) -> tuple[Task, ...]:
    if isinstance(case.needs, tuple):
        # Municipalities use these pages too, but this draft is the association's.
        return tuple(task for task in case.needs if task is not Task.ASK_ASSOCIATIONS)
    return (case.needs,) if isinstance(case.needs, Task) else ()


def _may(who: str, case: Case) -> bool:
    if case.needs is Open.SIGNED_IN:
        return True
    if case.needs is Open.HOUSEHOLD:
        own = case.path in OWN_THINGS or case.path.startswith("/devices")
        return who in RESIDENTS and (who != "mori" or own or (case.method == "GET" and case.path in LEADS_ON))
    if case.path in OWN_THINGS and who == "ono":
        return True
    # A supporter of the other association answers callbacks and visits there.
    if (
        who == "hayashi"
        and case.path in OWN_THINGS
        and {Task.VISIT, Task.ANSWER_CALLS, Task.ANSWER_HELP} & set(_tasks(case))
    ):
        return True
    return any(who in ALLOWED[task] for task in _tasks(case)) or (who == "ono" and case.path == "/circulars")
