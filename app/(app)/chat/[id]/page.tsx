import { notFound } from "next/navigation";
import { ConversationScreen } from "@/components/chat/conversation-screen";
import { getConversation, listMessages } from "@/lib/domain/chat";
import { signedIn } from "@/lib/server/page";
import { resources } from "@/lib/server/resources";

/** At least this many messages come with the page; more, up to the most there can be, if more are unread. */
const FIRST_PAGE = 50;
const MOST = 100;

async function read(id: number) {
  const { run } = await signedIn();
  try {
    const conversation = await run(getConversation, { conversation_id: id });
    const limit = Math.min(MOST, Math.max(FIRST_PAGE, conversation.unread_count + 20));
    // Peeking: it is read once it was on screen, and it was not yet.
    const first = await run(listMessages, { conversation_id: id, limit, peek: true });
    return { conversation, first };
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** Someone else's conversation, and what is no number at all, does not exist for the reader. */
function isRefusal(error: unknown): boolean {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return code === "not_found" || code === "validation_failed";
}

export default async function ConversationPage({ params }: { params: Promise<{ id: string }> }) {
  const found = await read(Number((await params).id));
  if (!found) notFound();
  const { maxUploadBytes } = resources().settings;
  return <ConversationScreen key={found.conversation.id} {...found} fileLimit={maxUploadBytes} />;
}
