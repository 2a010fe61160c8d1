"""What an employer does with a list of certificates."""

import io
import re

from curriculum_app.web.access import Role
from tests.credentials.earning import work
from tests.security.roads.walking import road

LIST = "번호,이름\n2026-0001,김하늘\n"


@road("verification.lists", "verification.check_list", "verification.forget_list")
def of_a_list(walker):
    """A list is uploaded, checked and fetched; another one is deleted."""
    employer = walker.join("인사 담당", Role.EMPLOYER)
    for _ in range(2):
        employer.post("/verify/lists", {"sheet": (io.BytesIO(LIST.encode()), "list.csv")})
    walker.look()
    first, second = addresses(employer)
    employer.post(f"{first}/check")
    work()
    employer.get(f"{first}/results")
    employer.post(f"{second}/forget")
    return employer.get("/verify/lists").text.count("/verify/lists/")


def addresses(employer):
    return re.findall(r'href="(/verify/lists/[0-9a-f-]{36})"', employer.get("/verify/lists").text)
