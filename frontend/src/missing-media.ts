/** <missing-media>: says in words, at the place, which picture or recording did not load, and loads it again when asked. */
import { define, element, Strings } from "./dom.ts";

class MissingMedia extends HTMLElement {
  #strings!: Strings;

  connectedCallback(): void {
    this.#strings = new Strings(this);
    const main = document.querySelector("main") ?? document.body;
    // An error of a resource does not bubble; and what failed before this script ran is found by asking again, from the cache.
    main.addEventListener("error", (event) => event.target instanceof Element && this.#failed(event.target), true);
    for (const shown of main.querySelectorAll<HTMLImageElement | SVGImageElement>("img, svg image")) {
      const probe = new Image();
      probe.addEventListener("error", () => this.#failed(shown));
      probe.src = address(shown);
    }
    for (const player of main.querySelectorAll<HTMLMediaElement>("audio, video")) if (player.error) this.#failed(player);
  }

  #failed(shown: Element): void {
    const place = shown.closest("svg, audio, video, picture") ?? shown;
    if (!place.matches("img, svg, picture, audio, video") || place.nextElementSibling?.matches(".missing")) return;
    const again = element("button", { type: "button", class: "button plain compact" }, this.#strings.say("again"));
    const said = element("span", { class: "notice warning missing", role: "status" }, this.#sentence(shown), " ", again);
    again.addEventListener("click", () => {
      focusOn(place); // the button that had it goes
      said.remove();
      load(shown);
    });
    place.after(said);
  }

  #sentence(shown: Element): string {
    if (shown.matches("audio, video, source")) return this.#strings.say("recording");
    const alt = shown.getAttribute("alt") ?? shown.closest("svg")?.getAttribute("aria-label") ?? "";
    return alt ? this.#strings.say("picture", { alt }) : this.#strings.say("picture_bare");
  }
}

function address(shown: Element): string {
  return shown.getAttribute(shown instanceof SVGElement ? "href" : "src") ?? "";
}

function focusOn(place: Element): void {
  if (!(place instanceof HTMLElement || place instanceof SVGElement)) return;
  if (place.tabIndex < 0) place.setAttribute("tabindex", "-1");
  place.focus();
}

function load(shown: Element): void {
  const name = shown instanceof SVGElement ? "href" : "src";
  const wanted = address(shown);
  shown.removeAttribute(name);
  shown.setAttribute(name, wanted);
  const player = shown.closest<HTMLMediaElement>("audio, video");
  if (player) player.load();
}

define("missing-media", MissingMedia);
