"use client";

import { Check } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useI18n } from "@/components/ui/i18n";
import { SearchField } from "@/components/ui/search-field";
import { refusalOf, useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { uuid } from "@/lib/client/uuid";
import type { Message } from "@/lib/contracts/chat";
import type { User } from "@/lib/contracts/users";
import { fold } from "@/lib/text/fold";
import { useConversations } from "./chat-hooks";
import { useChat } from "./conversations-provider";
import type { MessageDialogProps } from "./delete-dialog";

/** Whom one speaks with, the latest first, then one's other friends. */
function usePeople(): { people: User[]; nobody: string } {
  const { t } = useI18n();
  const conversations = useConversations();
  const [friends, setFriends] = useState<User[]>([]);
  // Nobody is said to be there no sooner than that is known.
  const [nobody, setNobody] = useState(t("common.loading"));
  useEffect(() => {
    const stop = new AbortController();
    // Whom one already speaks with is there without it.
    api("GET /friends", {}, { signal: stop.signal }).then(
      ({ items }) => {
        setFriends(items);
        setNobody(t("actions.forward_none"));
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setNobody(refusalOf(error, t).message);
      },
    );
    return () => stop.abort();
  }, [t]);
  const people = useMemo(() => {
    const known = conversations.map((conversation) => conversation.other_user);
    const ids = new Set(known.map((person) => person.id));
    return [...known, ...friends.filter((friend) => !ids.has(friend.id))];
  }, [conversations, friends]);
  return { people, nobody };
}

/** Sends a message on to one person after another, each with a button of their own. */
export function ForwardDialog({ message, open, onOpenChange }: MessageDialogProps) {
  const { t } = useI18n();
  const { people, nobody } = usePeople();
  const [query, setQuery] = useState("");
  const wanted = fold(query);
  const found = people.filter((person) => fold(`${person.name} ${person.username}`).includes(wanted));
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("actions.forward_title")}>
      <SearchField label={t("actions.forward_search")} value={query} onValue={setQuery} />
      {found.length === 0 ? (
        <p className="py-6 text-center text-soft">{nobody}</p>
      ) : (
        <ul className="-mx-3 grid max-h-[46dvh] gap-0.5 overflow-y-auto overscroll-contain">
          {found.map((person) => (
            <Recipient key={person.id} person={person} message={message} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Recipient({ person, message }: { person: User; message: Message }) {
  const { t } = useI18n();
  const { actions } = useChat();
  const { pending, refusal, attempt } = useAttempt();
  const [sent, setSent] = useState(false);
  // The same for every try, so that it arrives once.
  const clientId = useRef(uuid());
  const send = async () => {
    if (await attempt(() => actions.forward(message, { user_id: person.id }, clientId.current))) setSent(true);
  };
  const { name } = person;
  return (
    <li className="flex items-center gap-3 px-3 py-1.5">
      <Avatar id={person.id} name={name} src={person.avatar} size={38} />
      <span className="grid min-w-0 flex-1">
        <bdi className="cut font-medium">{name}</bdi>
        {refusal && (
          <span role="alert" className="text-no-ink text-sm">
            {refusal.message}
          </span>
        )}
      </span>
      {sent ? (
        <span role="status" className="flex min-h-11 items-center gap-1.5 px-4 text-[0.9375rem] text-yes-ink">
          <Check aria-hidden="true" size={18} />
          <span aria-hidden="true">{t("actions.sent")}</span>
          <span className="sr-only">{t("actions.forward_sent", { name })}</span>
        </span>
      ) : (
        <Button variant="soft" pending={pending} onClick={send} aria-label={t("actions.forward_send", { name })}>
          {t("actions.send")}
        </Button>
      )}
    </li>
  );
}
