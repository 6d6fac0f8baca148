import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import type { User } from "@/lib/contracts/users";

type PersonRowProps = {
  person: User;
  online?: boolean;
  /** The line under the name. */
  line: ReactNode;
  /** The actions go under the person on a phone, because they are long. */
  stacked?: boolean;
  children: ReactNode;
};

/** A person in a list: who it is leads to the profile, then what can be done. */
export function PersonRow({ person, online, line, stacked = false, children }: PersonRowProps) {
  return (
    <li
      className={clsx(
        "flex animate-rise items-center gap-x-3 gap-y-2 rounded-field border border-line bg-surface py-3 ps-3.5 pe-2.5",
        stacked && "max-sm:flex-wrap",
      )}
    >
      <Link
        href={`/profile/${person.username}`}
        className={clsx("flex min-w-0 flex-1 items-center gap-3.5 rounded-surface", stacked && "max-sm:basis-full")}
      >
        <Avatar id={person.id} name={person.name} src={person.avatar} online={online} />
        <span className="grid min-w-0 leading-normal rtl:leading-relaxed">
          <bdi className="truncate font-semibold">{person.name}</bdi>
          <span className="truncate text-sm text-soft">{line}</span>
        </span>
      </Link>
      <div className={clsx("flex shrink-0 items-center gap-1.5", stacked && "max-sm:flex-1 max-sm:flex-wrap")}>
        {children}
      </div>
    </li>
  );
}
