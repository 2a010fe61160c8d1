"""The roads through every form of the site, which are walked with and without what no form asks for."""

from tests.security.roads import account, bench, course, lessons, life, practice, project, returning

ROADS = {
    "through the course": course.through_the_course,
    "through the exam": course.through_the_exam,
    "of the certificate": course.of_the_certificate,
    "of a cohort": course.of_a_cohort,
    "of a renewal": life.of_a_renewal,
    "of a name": life.of_a_name,
    "of an issue": life.of_an_issue,
    "of signing up": account.of_signing_up,
    "of signing in": account.of_signing_in,
    "of the profile": account.of_the_profile,
    "through a lesson": lessons.through_a_lesson,
    "of a visitor": lessons.of_a_visitor,
    "of practice": practice.of_practice,
    "of appeals": practice.of_appeals,
    "of reviews": returning.of_reviews,
    "of judging again": returning.of_judging_again,
    "of placement": returning.of_placement,
    "through the project": project.through_the_project,
    "of the bench": bench.of_the_bench,
}
