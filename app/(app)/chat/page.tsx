import { PickConversation } from "@/components/chat/pick-conversation";

export default function ChatPage() {
  return <PickConversation />;
}
