import type { Presence, Word } from "./words";

/** Why somebody is no longer at another node: they left it, or it is gone itself and this node has to say so. */
export type Went = "left" | "orphaned" | "mourned elsewhere";

/** Told of changes at the other nodes, which count together as one place. */
export interface RosterListener {
  /** nobody else had them there before */
  came?(place: string, who: string, info: unknown): void;
  /** no other node has them there any more */
  went?(place: string, who: string, why: Went): void;
  /** other nodes had taken this one for dead, and have told its people's friends */
  doubted?(): void;
}

/** Who is where: what this node says of its own people, and what the others say of theirs. */
export interface Roster {
  enter(place: string, who: string, info?: unknown): void;
  leave(place: string, who: string): void;
  isElsewhere(place: string, who: string): boolean;
  /** what each of the other nodes says of them there */
  infos(place: string, who: string): unknown[];
  /** all who are there at other nodes, once each */
  elsewhere(place: string): Map<string, unknown>;
  listen(listener: RosterListener): void;
}

type Places = Map<string, Map<string, unknown>>;

/** A roster, and its half that listens to the other nodes. */
export interface SharedRoster extends Roster {
  heard(from: string, word: Word): void;
  /** what is known of a node may be wrong from now on */
  doubt(node: string): void;
  /** whether a node has said all of its roster */
  knows(node: string): boolean;
  /** a node is gone */
  drop(node: string, why: Went): void;
  doubted(): void;
  own(): Presence[];
}

export function createRoster(send: (word: Word) => unknown): SharedRoster {
  const own: Places = new Map();
  const others = new Map<string, { places: Places; whole: boolean }>();
  const listeners: RosterListener[] = [];

  const isElsewhere = (place: string, who: string) =>
    [...others.values()].some(({ places }) => places.get(place)?.has(who));
  const of = (node: string) => {
    const known = others.get(node) ?? { places: new Map(), whole: false };
    others.set(node, known);
    return known;
  };
  const come = (node: string, [place, who, info]: Presence) => {
    const isNew = !isElsewhere(place, who);
    put(of(node).places, place, who, info);
    if (isNew) for (const { came } of listeners) came?.(place, who, info);
  };
  const go = (node: string, place: string, who: string, why: Went) => {
    if (!remove(of(node).places, place, who) || isElsewhere(place, who)) return;
    for (const { went } of listeners) went?.(place, who, why);
  };
  const replace = (node: string, presences: Presence[]) => {
    const kept: Places = new Map();
    for (const [place, who, info] of presences) put(kept, place, who, info);
    for (const [place, who] of all(of(node).places)) if (!kept.get(place)?.has(who)) go(node, place, who, "left");
    for (const presence of presences) come(node, presence);
    of(node).whole = true;
  };

  return {
    isElsewhere,
    infos: (place, who) =>
      [...others.values()].flatMap(({ places }) => (places.get(place)?.has(who) ? [places.get(place)?.get(who)] : [])),
    elsewhere: (place) => new Map([...others.values()].flatMap(({ places }) => [...(places.get(place) ?? [])])),
    listen: (listener) => void listeners.push(listener),
    enter(place, who, info = null) {
      put(own, place, who, info);
      send({ kind: "enter", presence: [place, who, info] });
    },
    leave(place, who) {
      if (remove(own, place, who)) send({ kind: "leave", place, who });
    },
    heard(from, word) {
      if (word.kind === "enter") come(from, word.presence);
      if (word.kind === "leave") go(from, word.place, word.who, "left");
      if (word.kind === "roster") replace(from, word.presences);
    },
    doubt(node) {
      of(node).whole = false;
    },
    knows: (node) => others.get(node)?.whole ?? false,
    drop(node, why) {
      for (const [place, who] of all(of(node).places)) go(node, place, who, why);
      others.delete(node);
    },
    doubted() {
      for (const { doubted } of listeners) doubted?.();
    },
    own: () => all(own),
  };
}

/** The roster of a node that has no others. */
export const lonelyRoster = (): Roster => createRoster(() => {});

function put(places: Places, place: string, who: string, info: unknown): void {
  const there = places.get(place) ?? new Map<string, unknown>();
  places.set(place, there.set(who, info));
}

function remove(places: Places, place: string, who: string): boolean {
  const there = places.get(place);
  if (!there?.delete(who)) return false;
  if (there.size === 0) places.delete(place);
  return true;
}

const all = (places: Places): Presence[] =>
  [...places].flatMap(([place, there]) => [...there].map(([who, info]): Presence => [place, who, info]));
