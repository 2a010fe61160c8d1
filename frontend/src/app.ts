/** What every page needs. */
import "./page.ts";
import "./copy-link.ts";
import "./active-minutes.ts";
import "./exam-clock.ts";
