import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import type { User } from "@/lib/contracts/users";

type PersonRowProps = {
  person: User;
  online?: boolean;
  /** The line under the name. */
  line: ReactNode;
  /** Short actions, beside the name on every screen. */
  beside?: ReactNode;
  /** Actions in words; on a phone they stand under the person, side by side. */
  children?: ReactNode;
};

/** A person in a list: who it is leads to the profile, then what can be done. */
export function PersonRow({ person, online, line, beside, children }: PersonRowProps) {
  return (
    <li className="flex animate-rise items-center gap-x-1.5 gap-y-2.5 rounded-field border border-line bg-surface px-3 py-3 max-sm:flex-wrap">
      <Link
        href={`/profile/${person.username}`}
        className="me-1.5 flex min-w-0 flex-1 items-center gap-3.5 rounded-surface"
      >
        <Avatar id={person.id} name={person.name} src={person.avatar} online={online} />
        <span className="grid min-w-0 leading-normal rtl:leading-relaxed">
          <bdi className="cut font-semibold">{person.name}</bdi>
          <span className="truncate text-sm text-soft">{line}</span>
        </span>
      </Link>
      {beside}
      {children && (
        <div className="flex items-center gap-1.5 max-sm:basis-full max-sm:*:min-w-0 max-sm:*:flex-1">{children}</div>
      )}
    </li>
  );
}
