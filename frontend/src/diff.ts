/** What changed between two texts, in stretches of words and of the white space between them, as the result page shows it. */

export interface Change {
  readonly removed: string;
  readonly added: string;
  readonly kept: boolean;
}

type Add = (removed: string, added: string, kept: boolean) => void;

const LARGEST = 1_000_000; // cells of the table of distances; above, what both texts begin and end with is left out of it

/** The fewest words to replace, remove and add that make one text of the other; between equals the result page's choice. */
export function wordChanges(before: string, after: string): Change[] {
  const [mine, theirs] = [pieces(before), pieces(after)];
  const [start, end] = mine.length * theirs.length > LARGEST ? alike(mine, theirs) : [0, 0];
  const changes: Change[] = [];
  const add: Add = (removed, added, kept) => {
    const last = changes.at(-1);
    if (last?.kept === kept) changes.splice(-1, 1, { removed: last.removed + removed, added: last.added + added, kept });
    else changes.push({ removed, added, kept });
  };
  for (const word of mine.slice(0, start)) add(word, word, true);
  for (const step of steps(mine.slice(start, mine.length - end), theirs.slice(start, theirs.length - end))) add(...step);
  for (const word of mine.slice(mine.length - end)) add(word, word, true);
  return changes;
}

function pieces(text: string): string[] {
  return text.normalize("NFC").match(/\s+|\S+/gu) ?? [];
}

/** How many pieces both texts begin with, and how many they end with. */
function alike(mine: readonly string[], theirs: readonly string[]): [number, number] {
  const most = Math.min(mine.length, theirs.length);
  let [start, end] = [0, 0];
  while (start < most && mine[start] === theirs[start]) start += 1;
  while (end < most - start && mine.at(-1 - end) === theirs.at(-1 - end)) end += 1;
  return [start, end];
}

/** One shortest way from the first text to the second, followed back from the end of a table of distances. */
function steps(mine: readonly string[], theirs: readonly string[]): Parameters<Add>[] {
  const wide = theirs.length + 1;
  const table = new Uint16Array((mine.length + 1) * wide);
  const at = (i: number, j: number): number => table[i * wide + j] ?? 0;
  for (let i = 0; i <= mine.length; i += 1) {
    for (let j = 0; j <= theirs.length; j += 1) {
      const here = i * wide + j;
      if (!i || !j) table[here] = i + j;
      else if (mine[i - 1] === theirs[j - 1]) table[here] = at(i - 1, j - 1);
      else table[here] = 1 + Math.min(at(i - 1, j), at(i, j - 1), at(i - 1, j - 1));
    }
  }
  const way: Parameters<Add>[] = [];
  let [i, j] = [mine.length, theirs.length];
  while (i || j) {
    const [word, other] = [mine[i - 1] ?? "", theirs[j - 1] ?? ""];
    if (i && (!j || at(i, j) === 1 + at(i - 1, j))) {
      way.push([word, "", false]);
      i -= 1;
    } else if (j && (!i || at(i, j) === 1 + at(i, j - 1))) {
      way.push(["", other, false]);
      j -= 1;
    } else {
      way.push([word, other, word === other]);
      i -= 1;
      j -= 1;
    }
  }
  return way.reverse();
}

/** Words of a text; runs without white space, eojeol in Korean. */
export function words(text: string): string[] {
  return text.match(/\S+/gu) ?? [];
}
