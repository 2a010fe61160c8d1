/** Handing a form in by script, so that a lost line or an ended session leaves the page, and all that is typed, in place. */

export type Outcome =
  | { readonly sort: "done"; readonly location: string }
  | { readonly sort: "said"; readonly sentence: string } // the server said no, and why
  | { readonly sort: "page" } // the server has a page to show: errors, or that this is not possible
  | { readonly sort: "session" | "large" | "busy" | "away" };

/** Sends the form once; the same key counts once, however often it is sent. */
export async function handIn(form: HTMLFormElement, body: URLSearchParams): Promise<Outcome> {
  let answer: Response;
  try {
    const headers = { Accept: "application/json" };
    answer = await fetch(form.action, { method: "POST", headers, body, signal: AbortSignal.timeout(30_000) });
  } catch {
    return { sort: "away" };
  }
  if (answer.status === 400 || answer.status === 401) return { sort: "session" };
  if (answer.status === 413) return { sort: "large" };
  if (answer.status === 429 || answer.status >= 500) return { sort: "busy" };
  const said = await json(answer);
  if (answer.ok && said.location) return { sort: "done", location: said.location };
  return answer.status === 409 && said.detail ? { sort: "said", sentence: said.detail } : { sort: "page" };
}

/** What stands in a form, as it would be sent. */
export function bodyOf(form: HTMLFormElement, submitter: HTMLElement | null = null): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) if (typeof value === "string") body.append(name, value);
  return body;
}

/** The answer's JSON; an empty one where it has none. */
export async function json(answer: Response): Promise<Record<string, string | undefined>> {
  try {
    return (await answer.json()) as Record<string, string | undefined>;
  } catch {
    return {};
  }
}
