import { Mark } from "@/components/ui/mark";

/** The mark, a name and one line: how every page before the chats begins. */
export function AuthHeading({ title, line }: { title: string; line: string }) {
  return (
    <header className="mb-7 grid justify-items-center gap-2 text-center">
      <Mark size={72} className="mb-2 text-brand" />
      <h1 className="font-semibold text-2xl">{title}</h1>
      <p className="text-soft">{line}</p>
    </header>
  );
}
