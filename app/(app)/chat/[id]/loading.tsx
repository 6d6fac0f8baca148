import { ConversationSkeleton } from "@/components/chat/conversation-skeleton";

export default function ConversationLoading() {
  return <ConversationSkeleton />;
}
