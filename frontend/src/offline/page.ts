// The page itself: takes files that are dropped or chosen, examines them one after another, and says what they are worth.
import { told } from "./dates.ts";
import { type Child, element } from "./dom.ts";
import { examined } from "./examine.ts";
import { kept as read, type Language, Unreadable } from "./kept.ts";
import { logOf } from "./log.ts";
import { isPdf } from "./pdf.ts";
import { parsed } from "./reading.ts";
import { type Answer, filled, shown } from "./result.ts";
import { isList, listsOf, readList } from "./status.ts";

const kept = read();
const MOST = 200; // files at once
const at = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;

let language: Language = navigator.language.startsWith("ko") ? "ko" : navigator.language.startsWith("en") ? "en" : kept.language;
let answers: Answer[] = [];
let examinedAt = new Date();
const lists = await listsOf(kept);
const log = logOf(kept);

/** What a file is worth. A list of revocations is taken in where the school signed it. */
async function answerTo(file: File): Promise<Answer> {
  try {
    if (file.size > kept.limits.pdf) throw new Unreadable("too_large");
    const data = new Uint8Array(await file.arrayBuffer());
    if (!isPdf(data) && data.length <= kept.limits.list && looksLikeList(data)) {
      const list = await readList(data, kept);
      if (list.until <= new Date()) throw new Unreadable("stale_status_list");
      lists.add(list);
      return { file: file.name, taken: list.from };
    }
    return { file: file.name, report: await examined(data, kept, lists, log, new Date()) };
  } catch (error) {
    return { file: file.name, unreadable: error instanceof Unreadable ? error.code : "no_certificate" };
  }
}

function looksLikeList(data: Uint8Array): boolean {
  try {
    return isList(parsed(data, kept.limits.list));
  } catch {
    return false;
  }
}

async function take(files: File[]): Promise<void> {
  if (files.length === 0) return;
  const { page } = kept.words[language];
  at("busy").textContent = page.busy!;
  answers = [];
  for (const file of files.slice(0, MOST)) answers.push(await answerTo(file));
  examinedAt = new Date();
  at("busy").textContent = files.length > MOST ? filled(page.too_many!, { most: String(MOST) }) : "";
  draw();
  at("results").querySelector("h2")?.focus();
}

/** Everything in the language that was chosen. */
function draw(): void {
  const { page } = kept.words[language];
  const other = language === "ko" ? "en" : "ko";
  document.documentElement.lang = language;
  document.title = `${page.title!} · ${kept.school[language]}`;
  at("school").textContent = kept.school[language];
  at("language").textContent = other === "ko" ? "한국어" : "English";
  at("language").lang = other;
  for (const place of document.querySelectorAll<HTMLElement>("[data-word]"))
    place.textContent = filled(page[place.dataset.word!] ?? "", { time: told(new Date(kept.made_at), language), school: kept.school[language] });
  at("results").replaceChildren(...answers.map((answer) => shown(answer, kept, language, examinedAt)));
  at("trust").replaceChildren(...trust());
}

/** Whom and what this page trusts, each with its date. */
function trust(): Child[] {
  const { page } = kept.words[language];
  const rows: [string, string][] = [
    [page.made!, told(new Date(kept.made_at), language)],
    [page.issuer!, kept.issuer],
    [page.keys!, Object.values(kept.keys).join(" ")],
    ...lists.all().map((list): [string, string] => [
      page.list!,
      filled(page.list_dates!, { from: told(list.from, language), until: told(list.until, language) }) + ` ${list.id}`,
    ]),
  ];
  if (log && kept.log) rows.push([page.log!, filled(page.log_size!, { size: String(log.size), time: told(new Date(kept.log.read_at), language) })]);
  return rows.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]);
}

at("language").addEventListener("click", () => {
  language = language === "ko" ? "en" : "ko";
  draw();
});
at<HTMLInputElement>("file").addEventListener("change", (event) => {
  const input = event.currentTarget as HTMLInputElement;
  const files = [...(input.files ?? [])];
  input.value = "";
  void take(files);
});
for (const name of ["dragover", "drop"])
  addEventListener(name, (event) => {
    event.preventDefault();
    if (name === "drop") void take([...((event as DragEvent).dataTransfer?.files ?? [])]);
  });
draw();
