/** Which relations may join which entities, as grading/links.py has it: the server refuses what does not fit. */

export interface Entity {
  readonly id: string;
  readonly number: number;
  readonly label: string;
  readonly quote: string;
}

export interface Relation {
  readonly id: string;
  readonly name: string;
  readonly directed: boolean;
  readonly heads: readonly string[];
  readonly tails: readonly string[];
}

/** What a task is about: who may be linked, and how. */
export interface Diagram {
  readonly entities: readonly Entity[];
  readonly relations: readonly Relation[];
}

/** Two entities and how they are related; empty where nothing is chosen yet. */
export interface Link {
  readonly head: string;
  readonly type: string;
  readonly tail: string;
}

export class Links {
  readonly entities: readonly Entity[];
  readonly relations: readonly Relation[];

  constructor({ entities, relations }: Diagram) {
    this.entities = entities;
    this.relations = relations;
  }

  type(id: string): Relation | undefined {
    return this.relations.find((relation) => relation.id === id);
  }

  /** An entity with its number, as everywhere on the page. */
  name(id: string): string {
    const entity = this.entities.find((one) => one.id === id);
    return entity ? `${entity.quote} (${entity.number})` : "…";
  }

  /** A link as results show it. */
  inWords({ head, type, tail }: Link): string {
    const relation = this.type(type);
    const line = relation?.directed === false ? "—" : "→";
    return `${this.name(head)} ${line} ${relation?.name ?? "…"} ${line} ${this.name(tail)}`;
  }

  /** Whether the type of a link may join what is chosen of its ends; an end that is not chosen fits any. */
  fits({ head, type, tail }: Link): boolean {
    const relation = this.type(type);
    if (!relation || (head && head === tail)) return false;
    const [from, to] = [this.#label(head), this.#label(tail)];
    return joins(relation, from, to) || (!relation.directed && joins(relation, to, from));
  }

  /** The relations a link that was begun may still become. */
  offered(link: Link): readonly Relation[] {
    return this.relations.filter(({ id }) => (!link.type || link.type === id) && this.fits({ ...link, type: id }));
  }

  /** Whether two links say the same: without direction also the other way round. */
  same(one: Link, other: Link): boolean {
    if (one.type !== other.type) return false;
    if (one.head === other.head && one.tail === other.tail) return true;
    return this.type(one.type)?.directed === false && one.head === other.tail && one.tail === other.head;
  }

  #label(id: string): string {
    return this.entities.find((entity) => entity.id === id)?.label ?? "";
  }
}

function joins({ heads, tails }: Relation, from: string, to: string): boolean {
  const may = (labels: readonly string[], label: string): boolean => !label || !labels.length || labels.includes(label);
  return may(heads, from) && may(tails, to);
}
