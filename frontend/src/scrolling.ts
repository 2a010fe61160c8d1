/** A part of the page that scrolls by itself can be reached by keyboard and has a name, and only while it does scroll. */
export function reachWhileScrolling(part: HTMLElement | null): void {
  const heading = part?.querySelector<HTMLElement>("h2");
  if (!part || !heading) return;
  new ResizeObserver(() => {
    const scrolls = part.scrollHeight > part.clientHeight + 1 && getComputedStyle(part).overflowY === "auto";
    if (scrolls) {
      heading.id ||= `scrolling-${[...document.querySelectorAll("h2")].indexOf(heading as HTMLHeadingElement)}`;
      part.tabIndex = 0;
      part.setAttribute("role", "region");
      part.setAttribute("aria-labelledby", heading.id);
    } else {
      for (const name of ["tabindex", "role", "aria-labelledby"]) part.removeAttribute(name);
    }
  }).observe(part);
}
