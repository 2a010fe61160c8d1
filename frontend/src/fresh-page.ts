/**
 * This page as the server would show it now, in the background: with a new token after the old one has expired, and with
 * the state another tab has kept. It is parsed by the browser itself, since Trusted Types forbid doing that from a string.
 */

export type Fresh =
  | { readonly sort: "page"; readonly form: HTMLFormElement }
  | { readonly sort: "signed-out" | "other-person" | "away" };

/** The page, or why there is none: nobody is signed in, somebody else is, or the line is away. */
export function freshPage(reader: string): Promise<Fresh> {
  return new Promise((resolve) => {
    const asked = new XMLHttpRequest();
    asked.open("GET", location.pathname + location.search);
    asked.responseType = "document";
    asked.timeout = 15_000;
    asked.onerror = asked.ontimeout = () => resolve({ sort: "away" });
    asked.onload = () => resolve(asked.status >= 500 ? { sort: "away" } : read(asked.responseXML, reader));
    asked.send();
  });
}

function read(page: Document | null, reader: string): Fresh {
  const form = page?.querySelector<HTMLFormElement>("form[data-hand-in]");
  const whose = page?.querySelector<HTMLElement>("exercise-draft")?.dataset["reader"];
  if (!form || !whose) return { sort: "signed-out" };
  return whose === reader ? { sort: "page", form } : { sort: "other-person" };
}

/** Takes over the token of a fresh page. */
export function renewToken(fresh: HTMLFormElement): void {
  const token = fresh.querySelector<HTMLInputElement>("input[name=csrf_token]")?.value;
  if (!token) return;
  for (const field of document.querySelectorAll<HTMLInputElement>("input[name=csrf_token]")) field.value = token;
  document.querySelector("meta[name=csrf-token]")?.setAttribute("content", token);
}
