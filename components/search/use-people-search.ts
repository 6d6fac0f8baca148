"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useConnected, useEvent } from "@/components/realtime/use-event";
import { useI18n } from "@/components/ui/i18n";
import { refusalOf } from "@/components/ui/use-attempt";
import { ApiError, api, type Page } from "@/lib/client/api";
import type { Profile } from "@/lib/contracts/users";

const WAIT_MS = 200;
const PER_PAGE = 20;

export interface Found {
  /** what these people were found by */
  query: string;
  people: Profile[];
  next: string | null;
}

type Asking = "first" | "more" | null;

const nobody: Found = { query: "", people: [], next: null };

const ask = (query: string, cursor: string | null, signal: AbortSignal): Promise<Page<Profile>> =>
  api("GET /users", { query, limit: PER_PAGE, cursor: cursor ?? undefined }, { signal });

function wordsInAddress(): string {
  return typeof window === "undefined" ? "" : (new URLSearchParams(window.location.search).get("query") ?? "");
}

/**
 * People found as one types: a pause of 200 ms asks, a newer question aborts an older one, the words stand in the
 * address, and whoever is shown stays true.
 */
export function usePeopleSearch(words: string, initial: Found) {
  const { t } = useI18n();
  // A page that is drawn anew while somebody types begins with what they had typed: the address holds it.
  const [typed, setTyped] = useState(() => words || wordsInAddress());
  const [found, setFound] = useState(initial);
  const [asking, setAsking] = useState<Asking>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const flight = useRef<{ query: string; controller: AbortController } | null>(null);
  const query = typed.trim();

  const search = useCallback(
    async (query: string, kind: "first" | "more" | "quiet", after: Found | null = null) => {
      flight.current?.controller.abort();
      const mine = { query, controller: new AbortController() };
      flight.current = mine;
      if (kind !== "quiet") setAsking(kind);
      setFailure(null);
      try {
        const page = await ask(query, after?.next ?? null, mine.controller.signal);
        const known = new Set(after?.people.map((person) => person.id));
        const people = [...(after?.people ?? []), ...page.items.filter((person) => !known.has(person.id))];
        setFound({ query, people, next: page.next_cursor });
      } catch (error) {
        if (!mine.controller.signal.aborted && kind !== "quiet") setFailure(refusalOf(error, t).message);
      } finally {
        if (flight.current === mine) {
          flight.current = null;
          setAsking(null);
        }
      }
    },
    [t],
  );

  useEffect(() => {
    if (flight.current?.query === query) return;
    flight.current?.controller.abort();
    flight.current = null;
    setAsking(null);
    setFailure(null);
    if (query === found.query) return;
    if (query === "") {
      window.history.replaceState(null, "", "/search");
      return setFound(nobody);
    }
    // Not at every key: the way here may still be under way, and a change of the address would draw the page anew.
    const timer = setTimeout(() => {
      window.history.replaceState(null, "", `/search?query=${encodeURIComponent(query)}`);
      void search(query, "first");
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [query, found.query, search]);
  useEffect(() => () => flight.current?.controller.abort(), []);

  const refresh = useCallback(async (id: number) => {
    let fresh: Profile | null = null;
    try {
      fresh = await api("GET /users/{user_id}", { user_id: id });
    } catch (error) {
      // Offline: the next connection asks again. Gone or blocked: the person is no longer to be found.
      if (!(error instanceof ApiError) || error.code !== "not_found") return;
    }
    const kept = fresh?.relation === "blocked" ? null : fresh;
    setFound((old) => ({
      ...old,
      people: old.people.flatMap((person) => (person.id === id ? (kept ?? []) : person)),
    }));
  }, []);
  const refreshShown = (id: number) => {
    if (found.people.some((person) => person.id === id)) void refresh(id);
  };
  useEvent("friend.requested", ({ user }) => refreshShown(user.id));
  useEvent("friend.accepted", ({ user }) => refreshShown(user.id));
  useEvent("friend.removed", ({ user_id }) => refreshShown(user_id));
  useEvent("block.changed", ({ user_id }) => refreshShown(user_id));
  useEvent("user.updated", ({ id }) => refreshShown(id));
  useEvent("presence", ({ user_id, online, last_seen_at }) =>
    setFound((old) => ({
      ...old,
      people: old.people.map((person) => (person.id === user_id ? { ...person, online, last_seen_at } : person)),
    })),
  );
  // After a gap, or where what the page brought is older than the socket: ask anew, quietly.
  useConnected(() => {
    if (found.query === "" || flight.current) return;
    if (found.people.length <= PER_PAGE) void search(found.query, "quiet");
    else for (const { id } of found.people) void refresh(id);
  });

  return {
    typed,
    setTyped,
    found,
    asking,
    failure,
    refresh,
    /** asks at once, as Enter does and "Try again" */
    submit: () => (query === "" ? undefined : void search(query, "first")),
    more: () => (asking ? undefined : void search(found.query, "more", found)),
  };
}
