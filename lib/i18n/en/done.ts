/** What REST answers as `message` when something was done. */
export const done = {
  conversation_started: "Conversation created",
  message_sent: "Message sent",
};
