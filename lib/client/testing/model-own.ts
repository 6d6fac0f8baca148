import type { ConversationChange, ConversationSettings } from "@/lib/contracts/chat";
import type { Mark } from "@/lib/contracts/marks";

type OwnEvent =
  | { name: "message.marked"; data: Mark }
  | { name: "conversation.changed"; data: Omit<ConversationChange, "read_seq"> };

/** What one person alone has set and marked in a conversation, as their devices are told of it. */
export class ModelOwn {
  cleared_seq = 0;
  settings: ConversationSettings = {
    ...{ request: false, pinned: false, muted_until: null, archived: false, draft: "", draft_at: null },
  };
  marks_rev = 0;
  private marks = new Map<number, Mark>();

  constructor(
    private readonly id: number,
    private readonly tell: (event: OwnEvent) => void,
  ) {}

  set(change: Partial<ConversationSettings>): void {
    this.settings = { ...this.settings, ...change };
    const { id: conversation_id, cleared_seq, settings } = this;
    this.tell({ name: "conversation.changed", data: { conversation_id, cleared_seq, ...settings } });
  }

  clear(last_seq: number): void {
    this.cleared_seq = last_seq;
    this.set({ pinned: false, archived: false, draft: "" });
  }

  star(message_id: number): void {
    const was = this.marks.get(message_id);
    this.mark({ message_id, starred_at: was?.starred_at ? null : new Date(0).toISOString(), hidden: false });
  }

  hide(message_id: number): void {
    this.mark({ message_id, starred_at: null, hidden: true });
  }

  isHidden(message_id: number): boolean {
    return this.marks.get(message_id)?.hidden ?? false;
  }

  /** Every mark changed since a rev, in the order of change. */
  since(rev: number): Mark[] {
    return [...this.marks.values()].filter((mark) => mark.rev > rev).sort((a, b) => a.rev - b.rev);
  }

  private mark(mark: Pick<Mark, "message_id" | "starred_at" | "hidden">): void {
    if (this.isHidden(mark.message_id)) return;
    this.marks_rev += 1;
    const data = { ...mark, conversation_id: this.id, rev: this.marks_rev };
    this.marks.set(mark.message_id, data);
    this.tell({ name: "message.marked", data });
  }
}
