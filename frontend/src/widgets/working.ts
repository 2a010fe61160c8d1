/** What stands around the form of an exercise or a question: its draft, its history, its keys, and what did not load. */
import "../draft.ts";
import "../form-history.ts";
import "../key-sheet.ts";
import "../missing-media.ts";
