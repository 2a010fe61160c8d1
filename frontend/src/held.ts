/**
 * A sheet that is held in view while the page scrolls has a scroll bar of its own where it is taller than the window. Then
 * it has to be reachable by keyboard, and to have a name; where it is not, a stop more would be in the way.
 */
export function keepReachable(sheet: HTMLElement): void {
  const look = (): void => {
    const scrolls = getComputedStyle(sheet).overflowY === "auto" && sheet.scrollHeight > sheet.clientHeight + 1;
    if (scrolls) {
      sheet.tabIndex = 0;
      sheet.setAttribute("role", "group"); // not one landmark more
      sheet.setAttribute("aria-label", sheet.querySelector("h2, legend")?.textContent ?? "");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) sheet.removeAttribute(name);
    }
  };
  const observer = new ResizeObserver(look);
  for (const part of [sheet, ...sheet.children]) observer.observe(part);
}

/** Scrolls the nearest box that holds the element and scrolls by itself, never the page. */
export function bringIntoBox(part: Element): void {
  for (let box = part.parentElement; box && box !== document.body; box = box.parentElement) {
    if (getComputedStyle(box).overflowY !== "auto" || box.scrollHeight <= box.clientHeight) continue;
    const [inner, outer] = [part.getBoundingClientRect(), box.getBoundingClientRect()];
    if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top;
    else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom;
    return;
  }
}
