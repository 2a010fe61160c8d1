"""`curriculum verify`: check a certificate without the school's server, by what was kept of it."""

import sys
from pathlib import Path

import click
from flask_babel import gettext

from curriculum_app.credentials.commands import MakeApp
from curriculum_app.database import utc_now
from curriculum_app.verification import evidence, offline
from curriculum_app.verification.checking import State
from curriculum_app.verification.examining import Report, Trust, Unreadable, by_list, examine, keys_of
from curriculum_app.verification.words import STATES, UNREADABLE, told
from curriculum_app.web.language import LANGUAGES, speaking

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXITS = {State.VALID: 0, State.UNDECIDED: 2}
SIGNS = {True: "✓", False: "✕", None: "?"}

@click.command()
@click.argument("certificate", type=FILE)
@click.option("--did-doc", required=True, type=FILE, help="The school's DID document, from its /.well-known/did.json.")
@click.option("--status-list", type=FILE, help="Its signed list of revocations; without it nobody can say whether it was revoked.")
@click.option("--authority", multiple=True, type=FILE, help="The authority of its seals, from its /.well-known/seal-ca.pem; for PDFs.")
@click.option("--log-proof", type=FILE, help="Its place in the public log, from /log/inclusion/<its id>.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="In which to answer.")
def verify(
    certificate: Path, did_doc: Path, status_list: Path | None, authority: tuple[Path, ...], log_proof: Path | None, language: str
) -> None:  # fmt: skip
    """Check a certificate's PDF, JSON or JWT offline. Exits 0 if valid, 1 if not, 2 if it could not be read or checked in full."""
    with speaking(language):
        try:
            report = _examined(certificate, did_doc, status_list, authority, log_proof)
        except Unreadable as unreadable:
            click.echo(str(UNREADABLE[unreadable.code]), err=True)
            sys.exit(2)
        _say(report)
    sys.exit(EXITS.get(report.state, 1))


@click.command("offline-page")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write it.")
@click.option("--language", type=click.Choice(LANGUAGES), default="ko", help="In which it begins; it speaks both.")
@click.pass_obj
def offline_page(make_app: MakeApp, out: Path, language: str) -> None:
    """Write the page that checks certificates without this site: one HTML file with today's keys, lists and log."""
    with make_app().app_context():
        try:
            made = offline.page(language, utc_now())
        except FileNotFoundError:
            sys.exit("The page has not been built: run script/setup.")
    out.write_bytes(made)
    click.echo(f"{out}: {len(made):,} bytes. Its lists of revocations are good for three days.")


def _examined(
    certificate: Path, did_doc: Path, status_list: Path | None, authorities: tuple[Path, ...], log_proof: Path | None
) -> Report:  # fmt: skip
    now = utc_now()
    issuer, _ = keys_of(did_doc.read_bytes())
    known = evidence.known_of(did_doc.read_bytes())
    proof = evidence.evidence_of(log_proof.read_bytes()) if log_proof else None
    revoked = by_list(status_list.read_bytes(), issuer, known.asserting, now) if status_list else lambda _: None
    trust = Trust(
        issuer, known.all, tuple(one.read_bytes() for one in authorities), revoked, evidence.doubts(known, proof),
        evidence.logged(known, proof) if proof else None,
    )  # fmt: skip
    return examine(certificate.read_bytes(), trust, now)


def _say(report: Report) -> None:
    click.echo(f"{STATES[report.state][1]}\n")
    for check, name, sentence in told(report.checks):
        click.echo(f"{SIGNS[check.passed]} {name}: {sentence}")
    click.echo(f"\n{gettext('Whether it is suspended for the time being stands only on its page at the school.')}")
    if report.certificate:
        if report.certificate.is_demonstration:
            click.echo(f"\n{gettext('This is a demonstration: it proves no ability and has no force.')}")
        subject, dates = report.certificate.credentialSubject, (report.certificate.validFrom[:10], report.certificate.validUntil[:10])
        score = gettext("%(score)s of 100 points", score=report.certificate.result("score"))
        click.echo(f"\n{report.certificate.holder}\n{report.certificate.name}, {gettext('No. %(serial)s', serial=subject.licenseNumber)}")
        click.echo(f"{report.certificate.issuer.name}, {' ~ '.join(dates)}\n{score}, {gettext('pass %(cut)s', cut=report.certificate.cut)}")
        for meaning, value in report.certificate.further_results:
            click.echo(f"{meaning}: {value}")
        for evidence in report.certificate.evidence:
            click.echo(evidence.narrative)
