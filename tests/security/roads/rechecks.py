"""A re-check, from the wish to the holder's answer."""

from curriculum_app.web.access import Role
from tests.credentials.earning import earn, work
from tests.security.roads.walking import road


@road("rechecks.ask", "rechecks.agree", "rechecks.decline", "exams.hand_in")
def of_a_recheck(walker):
    """An employer asks twice; the holder says no, then agrees and hands in."""
    learner, employer = walker.trainee(), walker.teacher("채용", Role.EMPLOYER)
    learner.here.account = learner.account
    credential = earn(learner.here)
    address = employer.post(f"/verify/{credential.id}/recheck").headers["Location"]
    learner.post(f"{address}/decline")
    address = employer.post(f"/verify/{credential.id}/recheck").headers["Location"]
    question = learner.post(f"{address}/agree").headers["Location"]
    learner.post(question.rsplit("/", 1)[0])
    work()
