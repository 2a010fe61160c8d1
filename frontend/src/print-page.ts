/** <print-page hidden>: its button prints the page; where no script runs it stays hidden, and the browser's own menu prints. */
import { define } from "./dom.ts";

class PrintPage extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false;
    this.querySelector("button")?.addEventListener("click", () => window.print());
  }
}

define("print-page", PrintPage);
