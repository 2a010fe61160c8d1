/**
 * <audio-player>: plays the recording inside it by buttons, and by keys while the text beside it is typed. Places can be
 * marked to come back to; they are no part of the answer. Without this script the browser's own player stands there.
 */
import { define, element, Strings } from "../dom.ts";
import { type Action, chord, keyOf, pressed } from "../keys.ts";
import { Polite } from "../polite.ts";
import { shortcutsAreOn } from "../preferences.ts";
import "../zoom-picture.ts";

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const JUMP = 2; // seconds

class AudioPlayer extends HTMLElement {
  #audio!: HTMLAudioElement;
  #strings!: Strings;
  #status = new Polite();
  #play!: HTMLButtonElement;
  #mark!: HTMLButtonElement;
  #speed = element("span", { class: "player-speed" });
  #clock = element("span", { class: "player-clock" });
  #track = element("input", { type: "range", class: "player-track", min: 0, max: 1, step: 0.1, value: 0 });
  #places = element("ul", { class: "row player-places", hidden: true });

  connectedCallback(): void {
    const audio = this.querySelector("audio");
    if (!audio || this.#audio) return;
    this.#audio = audio;
    this.#strings = new Strings(this);
    this.#dress();
    this.#listen();
    this.#show();
  }

  #dress(): void {
    const tool = (key: string, act: () => unknown): HTMLButtonElement => {
      const button = element("button", { type: "button", class: "button plain compact" }, this.#strings.say(key));
      button.addEventListener("click", act);
      return button;
    };
    this.#play = tool("play", () => this.#toggle());
    this.#play.classList.add("player-play");
    this.#mark = tool("mark", () => this.#markPlace());
    this.#track.setAttribute("aria-label", this.#strings.say("track"));
    this.#places.setAttribute("aria-label", this.#strings.say("places"));
    const speeds = element("span", { class: "row player-speeds", role: "group", "aria-label": this.#strings.say("speeds") },
      tool("slower", () => this.#faster(-1)), this.#speed, tool("faster", () => this.#faster(1)));
    const bar = element("div", { class: "player", role: "group", "aria-label": this.#strings.say("player") },
      element("div", { class: "player-line" }, this.#track, this.#clock),
      element("div", { class: "row widget-tools" }, this.#play, tool("back", () => this.#jump(-JUMP)), tool("forward", () => this.#jump(JUMP)), speeds, this.#mark),
      this.#places, this.#status.line);
    this.#audio.controls = false;
    this.#audio.hidden = true;
    (this.#audio.closest("p") ?? this.#audio).after(bar);
  }

  #listen(): void {
    for (const event of ["timeupdate", "loadedmetadata", "durationchange", "seeked", "play", "pause", "ended", "ratechange"]) {
      this.#audio.addEventListener(event, () => this.#show());
    }
    // The track is no part of the form: what is moved there must not look like a change of the answer.
    for (const event of ["input", "change"]) this.#track.addEventListener(event, (moved) => moved.stopPropagation());
    this.#track.addEventListener("input", () => {
      this.#audio.currentTime = Number(this.#track.value);
    });
    this.addEventListener("keydown", (event) => {
      if (this.#key(event)) event.preventDefault();
    });
  }

  #key(event: KeyboardEvent): boolean {
    if (isKey(event, "player.toggle")) return this.#toggle();
    if (isKey(event, "player.back")) return this.#jump(-JUMP);
    if (isKey(event, "player.forward")) return this.#jump(JUMP);
    if (isKey(event, "player.slower")) return this.#faster(-1);
    if (isKey(event, "player.faster")) return this.#faster(1);
    return isKey(event, "player.mark") && this.#markPlace();
  }

  #toggle(): true {
    if (this.#audio.paused) {
      if (this.#audio.ended) this.#audio.currentTime = 0;
      this.#audio.play().catch(() => undefined); // <missing-media> tells what is wrong
    } else {
      this.#audio.pause();
    }
    return true;
  }

  #jump(seconds: number): true {
    const end = this.#audio.duration || 0;
    this.#audio.currentTime = Math.min(end, Math.max(0, this.#audio.currentTime + seconds));
    this.#status.later(time(this.#audio.currentTime));
    return true;
  }

  #faster(by: -1 | 1): true {
    const at = SPEEDS.indexOf(this.#audio.playbackRate);
    this.#audio.playbackRate = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + by))] ?? 1;
    this.#status.say(this.#strings.say("speed", { speed: this.#audio.playbackRate }));
    return true;
  }

  #markPlace(): true {
    const at = this.#audio.currentTime;
    const go = element("button", { type: "button", class: "button plain compact", "aria-label": this.#strings.say("go", { time: time(at) }) }, time(at));
    go.addEventListener("click", () => {
      this.#audio.currentTime = at;
      this.#status.say(time(at));
    });
    const remove = element("button", { type: "button", class: "button plain compact", "aria-label": this.#strings.say("drop", { time: time(at) }) }, "×");
    const place = element("li", { "data-at": at }, go, remove);
    remove.addEventListener("click", () => {
      place.remove();
      this.#places.hidden = !this.#places.children.length;
      this.#mark.focus();
    });
    const later = [...this.#places.children].find((other) => Number((other as HTMLElement).dataset["at"]) > at);
    this.#places.insertBefore(place, later ?? null);
    this.#places.hidden = false;
    this.#status.say(this.#strings.say("marked", { time: time(at) }));
    return true;
  }

  #show(): void {
    const { currentTime, paused, playbackRate } = this.#audio;
    const duration = Number.isFinite(this.#audio.duration) ? this.#audio.duration : 0;
    this.#play.textContent = this.#strings.say(paused ? "play" : "pause");
    this.#speed.textContent = `${playbackRate}×`;
    this.#clock.textContent = `${time(currentTime)} / ${time(duration)}`;
    this.#track.max = String(duration || 1);
    this.#track.value = String(currentTime);
    this.#track.setAttribute("aria-valuetext", this.#strings.say("at", { time: time(currentTime), whole: time(duration) }));
  }
}

function time(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Also while an input method composes, as it does after nearly every Korean syllable, where the key can't be meant for it. */
function isKey(event: KeyboardEvent, action: Action): boolean {
  if (pressed(event, action)) return true;
  return event.isComposing && (event.ctrlKey || event.altKey || event.metaKey) && shortcutsAreOn() && chord(event) === keyOf(action);
}

define("audio-player", AudioPlayer);
