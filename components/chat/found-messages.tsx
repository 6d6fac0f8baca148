"use client";

import { Button } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import { FoundRow } from "./found-row";
import type { MessageSearch } from "./use-message-search";

type FoundMessagesProps = { search: MessageSearch; query: string; me: number };

/** Under the people of the list: the messages of all conversations in which the words stand. */
export function FoundMessages({ search, query, me }: FoundMessagesProps) {
  const { t } = useI18n();
  const { hits, more, adding, state, loadMore, again } = search;
  if (state === "failed")
    return (
      <div role="alert" className="grid justify-items-center gap-2 px-5 py-4 text-soft text-sm">
        {t("actions.search_failed")}
        <Button variant="soft" onClick={again}>
          {t("actions.again")}
        </Button>
      </div>
    );
  if (hits.length === 0)
    return (
      <p role="status" className="px-5 py-3 text-soft text-sm empty:hidden">
        {state === "searching" ? t("actions.searching") : ""}
      </p>
    );
  return (
    <section aria-labelledby="found-messages" aria-busy={state === "searching"} className="mt-2">
      <h2 id="found-messages" className="px-5 py-1.5 font-semibold text-sm text-soft">
        {t("actions.found_messages")}
      </h2>
      <ul className="grid grid-cols-1 gap-0.5">
        {hits.map(({ message, other_user }) => (
          <FoundRow key={message.id} message={message} other={other_user} me={me} query={query} />
        ))}
      </ul>
      {more && (
        <div className="grid justify-items-center pt-2">
          <Button variant="quiet" pending={adding} onClick={() => void loadMore()}>
            {t("actions.more")}
          </Button>
        </div>
      )}
    </section>
  );
}
