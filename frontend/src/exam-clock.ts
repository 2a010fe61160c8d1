/**
 * <exam-clock data-seconds>: counts down what the server said was left when the page was made; this device's own clock is
 * not asked. Says aloud only that five minutes, one minute, and none are left.
 */
import { define, element, Strings } from "./dom.ts";

const TOLD = new Map([
  [300, "five"],
  [60, "one"],
  [0, "over"],
]);

class ExamClock extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    const strings = new Strings(this);
    const seconds = Number(this.dataset["seconds"]);
    const began = performance.now();
    const face = element("span", { role: "timer" });
    const spoken = element("span", { role: "status", class: "visually-hidden" });
    this.replaceChildren(face, spoken);
    const tick = (): void => {
      const left = Math.max(0, Math.round(seconds - (performance.now() - began) / 1000));
      const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      face.textContent = left > 0 ? strings.say("left", { time }) : strings.say("over");
      const told = TOLD.get(left);
      if (told) spoken.textContent = strings.say(told);
      if (left === 0) window.clearInterval(this.#timer);
    };
    this.#timer = window.setInterval(tick, 1000);
    tick();
  }

  disconnectedCallback(): void {
    window.clearInterval(this.#timer);
  }
}

define("exam-clock", ExamClock);
