import clsx from "clsx";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import type { User } from "@/lib/contracts/users";

/** Full screen on a phone, a card at the top end on a desktop. */
export const callCardClass = clsx(
  "fixed inset-0 z-50 grid h-dvh w-full text-ink grid-rows-[1fr_auto] justify-items-center overflow-y-auto text-center outline-none",
  "bg-paper bg-[radial-gradient(120%_60%_at_50%_0,var(--brand-wash),transparent)] px-8 pt-[min(120px,14dvh)]",
  "pb-[calc(56px+env(safe-area-inset-bottom))] animate-fade",
  "md:inset-auto md:end-7 md:top-7 md:h-fit md:w-[348px] md:animate-pop md:grid-rows-none md:rounded-float md:border md:border-line",
  "md:bg-surface md:bg-none md:p-6 md:shadow-float",
);

export type CallingFaceProps = {
  person: User;
  /** what is happening */
  children: ReactNode;
  /** rings that breathe with the ringtone */
  ringing: boolean;
  /** calls louder to the eye, because the ear hears nothing */
  loud?: boolean;
};

/** Who calls or is called: the large face with its rings, the name, and what is happening. */
export function CallingFace({ person, children, ringing, loud = false }: CallingFaceProps) {
  return (
    <div className="grid w-full content-start justify-items-center">
      <div aria-hidden="true" className="relative mb-6 grid size-[210px] place-items-center md:mb-2 md:size-[148px]">
        <Ring place="inset-[16px] md:inset-3.5" opacity="opacity-45" ringing={ringing} loud={loud} />
        <Ring place="inset-0" opacity="opacity-20" ringing={ringing} loud={loud} delayed />
        <Avatar id={person.id} name={person.name} src={person.avatar} size={140} className="md:hidden!" />
        <Avatar id={person.id} name={person.name} src={person.avatar} size={96} className="hidden! md:inline-block!" />
      </div>
      <h2 className="max-w-full text-balance font-semibold text-2xl leading-snug md:text-xl">
        <bdi>{person.name}</bdi>
      </h2>
      {children}
    </div>
  );
}

type RingProps = { place: string; opacity: string; ringing: boolean; loud: boolean; delayed?: boolean };

function Ring({ place, opacity, ringing, loud, delayed = false }: RingProps) {
  return (
    <>
      <span className={clsx("absolute rounded-full border-2 border-brand", place, opacity)} />
      {ringing && (
        <span
          className={clsx(
            "absolute animate-ring rounded-full",
            loud ? "bg-brand/40" : "border-2 border-brand",
            place,
            delayed && "[animation-delay:0.35s]",
          )}
        />
      )}
    </>
  );
}
