/** What every page needs. */
import "./page.ts";
import "./copy-link.ts";
import "./print-page.ts";
import "./watch-progress.ts";
import "./active-minutes.ts";
import "./exam-clock.ts";
