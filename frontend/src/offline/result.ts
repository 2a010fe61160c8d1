// One file's verdict as it is shown: the banner, what the certificate says, and every check in plain words.
import { told } from "./dates.ts";
import { type Child, element, sign } from "./dom.ts";
import type { Report } from "./examine.ts";
import type { Document, Kept, Language } from "./kept.ts";

const SIGNS = new Map([
  [true, "✓"],
  [false, "✕"],
  [null, "?"],
]);

/** What became of one file: a report, or why it could not be examined. */
export interface Answer {
  file: string;
  report?: Report;
  unreadable?: string;
  taken?: Date; // a list of revocations that was taken in, signed then
}

/** A sentence with its %(name)s filled in. */
export const filled = (sentence: string, values: Record<string, string>): string =>
  sentence.replace(/%\((\w+)\)s/gu, (_, name: string) => values[name] ?? "");

/** An answer as a section whose heading can take the focus. */
export function shown(answer: Answer, kept: Kept, language: Language, now: Date): HTMLElement {
  const { page, states, unreadable } = kept.words[language];
  const section = element("section", { class: "result", "data-state": answer.report?.state ?? (answer.taken ? "list" : "unreadable") });
  if (answer.taken) {
    section.append(banner("ok", page.list_taken!, filled(page.list_taken_text!, { time: told(answer.taken, language) }), answer.file));
  } else if (answer.unreadable) {
    section.append(banner("miss", page.unreadable!, unreadable[answer.unreadable] ?? unreadable.no_certificate!, answer.file));
  } else if (answer.report) {
    const { report } = answer;
    const [tone, title, text] = states[report.state]!;
    const values = { time: told(now, language), day: String(report.certificate?.validUntil ?? "").slice(0, 10), count: String(report.checks.length) };
    section.append(banner(tone, title, filled(text, values), answer.file));
    section.append(...body(report, kept, language));
  }
  return section;
}

function banner(tone: string, title: string, text: string, file: string): HTMLElement {
  const words = element("div", {}, element("h2", { tabindex: "-1" }, title), element("p", {}, text), element("p", { class: "small file-name" }, file));
  return element("div", { class: `verdict ${tone}` }, sign(tone), words);
}

function body(report: Report, kept: Kept, language: Language): HTMLElement[] {
  const { page } = kept.words[language];
  const { certificate } = report;
  const parts: HTMLElement[] = [];
  if (certificate && isDemonstration(certificate, kept))
    parts.push(element("div", { class: "notice warning" }, element("p", {}, page.demonstration!)));
  if (certificate) {
    parts.push(element("dl", { class: "definitions" }, ...facts(certificate, page)));
    if (report.checks.some(({ code }) => code === "print")) parts.push(element("p", {}, page.compare!));
  } else parts.push(element("p", {}, page.nothing_shown!));
  parts.push(element("h3", {}, page.checked!), checkList(report, kept, language));
  return parts;
}

function checkList(report: Report, kept: Kept, language: Language): HTMLElement {
  const { checks } = kept.words[language];
  const rows = report.checks.map(({ code, passed }) => {
    const [name, ...sentences] = checks[code] ?? [code, "", "", ""];
    const sentence = detail(code, passed, report, kept, language) ?? sentences[passed === null ? 2 : passed ? 0 : 1]!;
    const tone = passed === null ? "" : passed ? "ok" : "miss";
    return element(
      "li",
      { "data-check": code, "data-passed": String(passed) },
      element("span", { class: `sign ${tone}`, "aria-hidden": "true" }, SIGNS.get(passed)!),
      element("span", {}, name),
      element("span", { class: "quiet" }, sentence),
    );
  });
  return element("ul", { class: "checks" }, ...rows);
}

/** What a check says more exactly here than in general. */
function detail(code: string, passed: boolean | null, report: Report, kept: Kept, language: Language): string | null {
  const { page } = kept.words[language];
  if (code === "revocation" && report.list) {
    const times = { from: told(report.list.from, language), until: told(report.list.until, language) };
    return filled(passed === null ? page.list_stale! : passed ? page.not_revoked! : page.revoked!, times);
  }
  if (code === "log" && kept.log) {
    const time = told(new Date(kept.log.read_at), language);
    if (passed && report.place !== null) return filled(page.logged!, { entry: String(report.place + 1), time });
    return kept.log.leaves ? filled(page.not_logged!, { time }) : page.log_too_long!;
  }
  if (code === "issuer" && passed) return kept.issuer;
  return null;
}

function isDemonstration(certificate: Document, kept: Kept): boolean {
  const evidence = certificate.evidence as Document[];
  return String((certificate.issuer as Document).id).includes("localhost") || evidence.some((one) => String(one.narrative).includes(kept.demonstration));
}

/** What the certificate says, by the fields this page knows. */
function facts(certificate: Document, page: Record<string, string>): Child[] {
  const subject = certificate.credentialSubject as Document;
  const achievement = subject.achievement as Document;
  const name = (subject.identifier as Document[]).find((one) => one.identityType === "name" && one.hashed === false);
  const described = achievement.resultDescription as Document[];
  const rows: [string, Child][] = [
    [page.name!, element("b", {}, String(name?.identityHash ?? ""))],
    [page.certificate!, `${String(certificate.name)} · ${filled(page.serial!, { serial: String(subject.licenseNumber) })}`],
    [page.issued_by!, String((certificate.issuer as Document).name)],
    [page.issued_on!, `${String(certificate.validFrom).slice(0, 10)} ~ ${String(certificate.validUntil).slice(0, 10)}`],
  ];
  for (const result of subject.result as Document[]) {
    const meaning = described.find((one) => one.id === result.resultDescription);
    if (!meaning) continue;
    const cut = typeof meaning.requiredValue === "string" ? filled(page.cut!, { cut: meaning.requiredValue }) : "";
    const range = meaning.valueMax ? ` (${String(meaning.valueMin)}–${String(meaning.valueMax)}${cut && `, ${cut}`})` : cut && ` (${cut})`;
    rows.push([String(meaning.name), element("span", {}, element("b", {}, String(result.value)), element("span", { class: "small quiet" }, range))]);
  }
  for (const one of certificate.evidence as Document[]) rows.push([String(one.name), String(one.narrative)]);
  rows.push([page.criteria!, String((achievement.criteria as Document).narrative)]);
  return rows.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]);
}
