/** <zoom-picture>: the picture in it can be enlarged. */
import { define, element, Strings } from "./dom.ts";
import { Polite } from "./polite.ts";
import { Zoom } from "./zoom.ts";

class ZoomPicture extends HTMLElement {
  connectedCallback(): void {
    const picture = this.querySelector("img");
    if (!picture || this.querySelector(".zoom-view")) return;
    const status = new Polite();
    const stage = element("div", { class: "zoom-stage" }, picture);
    const view = element("div", {}, stage);
    const zoom = new Zoom(view, stage, new Strings(this), status);
    this.replaceChildren(element("div", { class: "row widget-tools" }, zoom.larger, zoom.smaller, status.line), view);
  }
}

define("zoom-picture", ZoomPicture);
