"use client";

import { MessageButton } from "@/components/friends/message-button";
import { PersonRow } from "@/components/friends/person-row";
import { RelationActions, relationText } from "@/components/friends/relation-actions";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FormError } from "@/components/ui/form-error";
import { useI18n } from "@/components/ui/i18n";
import { SearchField } from "@/components/ui/search-field";
import { SkeletonRow } from "@/components/ui/skeleton";
import type { Profile } from "@/lib/contracts/users";
import { type Found, usePeopleSearch } from "./use-people-search";

export function SearchScreen({ query, initial }: { query: string; initial: Found }) {
  const { t } = useI18n();
  const { typed, setTyped, found, asking, failure, refresh, submit, more } = usePeopleSearch(query, initial);
  const words = typed.trim();
  const settled = words !== "" && found.query === words && asking !== "first";
  return (
    <>
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <SearchField
            label={t("search.field")}
            placeholder={t("search.placeholder")}
            value={typed}
            onValue={setTyped}
            maxLength={64}
            autoFocus={query === ""}
          />
        </form>
      </search>
      <p role="status" className="sr-only">
        {settled ? t("search.results_count", { count: found.people.length }) : ""}
      </p>
      <div className="mt-3 grid gap-3">
        <FormError>{failure}</FormError>
        {failure && (
          <Button variant="soft" className="justify-self-center" onClick={submit}>
            {t("common.retry")}
          </Button>
        )}
        {found.people.length > 0 && (
          <ul aria-label={t("search.results")} aria-busy={asking === "first"} className="grid gap-2.5">
            {found.people.map((person) => (
              <Result key={person.id} person={person} onChange={() => refresh(person.id)} />
            ))}
          </ul>
        )}
        {found.next && settled && (
          <Button variant="soft" className="justify-self-center" pending={asking === "more"} onClick={more}>
            {t("common.load_more")}
          </Button>
        )}
        {words === "" && <EmptyState drawing="friends" title={t("search.start.title")} text={t("search.start.text")} />}
        {settled && !failure && found.people.length === 0 && (
          <EmptyState
            drawing="nothing"
            title={t("search.nothing.title", { query: found.query })}
            text={t("search.nothing.text")}
          />
        )}
        {words !== "" && !settled && !failure && found.people.length === 0 && (
          <div aria-busy="true">
            <SkeletonRow />
            <SkeletonRow />
            <SkeletonRow />
          </div>
        )}
      </div>
    </>
  );
}

function Result({ person, onChange }: { person: Profile; onChange: () => Promise<void> }) {
  const { t } = useI18n();
  const { relation } = person;
  const state = relationText[relation];
  const actions = <RelationActions person={person} narrow onChange={onChange} />;
  const pending = relation === "request_sent" || relation === "request_received";
  return (
    <PersonRow
      person={person}
      online={person.online}
      line={
        relation === "request_received" ? (
          state && t(state)
        ) : (
          <span className="flex">
            <bdi className="cut">@{person.username}</bdi>
            {state && <span className="shrink-0 whitespace-pre"> · {t(state)}</span>}
          </span>
        )
      }
      beside={
        <>
          {relation !== "self" && relation !== "blocked" && <MessageButton userId={person.id} narrow />}
          {!pending && actions}
        </>
      }
    >
      {pending && actions}
    </PersonRow>
  );
}
