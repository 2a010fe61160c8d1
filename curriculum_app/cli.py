"""The `curriculum` command."""

import click

from curriculum_app import create_app
from curriculum_app.audit.commands import trail
from curriculum_app.content.commands import content
from curriculum_app.credentials import key_commands  # noqa: F401  its commands hang themselves on `credentials`
from curriculum_app.credentials.audit_commands import audit_log
from curriculum_app.credentials.commands import credentials
from curriculum_app.credentials.preview import certificates
from curriculum_app.learning.commands import load
from curriculum_app.measurement.commands import ceiling
from curriculum_app.operations.commands import erasures, prepare, regrade
from curriculum_app.organisations.commands import organisation
from curriculum_app.practice.commands import grade
from curriculum_app.verification.commands import offline_page, verify


@click.group()
@click.pass_context
def main(context: click.Context) -> None:
    """A school for AI trainers: content, and running the site."""
    context.obj = create_app  # commands of lower rooms make the application without importing what wires it


main.add_command(content)
main.add_command(prepare)
main.add_command(organisation)
main.add_command(credentials)
main.add_command(certificates)
main.add_command(grade)
main.add_command(regrade)
main.add_command(erasures)
main.add_command(verify)
main.add_command(trail)
content.add_command(load)
content.add_command(ceiling)
credentials.add_command(audit_log)
credentials.add_command(offline_page)
