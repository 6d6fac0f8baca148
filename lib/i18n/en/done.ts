/** What REST answers as `message` when something was done. */
export const done = {
  conversation_started: "Conversation created",
  reported: "Thank you. The operator of this server has been told.",
  message_sent: "Message sent",
};
