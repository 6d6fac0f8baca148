import { z } from "zod";
import * as calls from "@/lib/contracts/calls";
import * as channels from "@/lib/contracts/channels";
import * as chat from "@/lib/contracts/chat";
import * as exported from "@/lib/contracts/export";
import * as friends from "@/lib/contracts/friends";
import * as marks from "@/lib/contracts/marks";
import * as users from "@/lib/contracts/users";

/** The schemas that the document gives a name of their own; each name is what the contracts call it. */
const named = {
  ...pick(users, ["User", "Profile", "Me", "Session", "SignedIn", "Relation"]),
  ...pick(friends, ["Friend", "FriendRequest", "FriendRequests"]),
  ...pick(chat, ["MessageType", "Message", "Attachment", "Quote", "Reaction", "Conversation", "ConversationChange"]),
  ...pick(chat, ["FoundMessage", "ReadReceipt", "DeliveryReceipt"]),
  ...pick(marks, ["Mark", "StarredMessage"]),
  ...pick(calls, ["CallStatus", "EndReason", "Call", "CurrentCall", "LoggedCall", "CallReport", "Signal"]),
  ...pick(calls, ["IceServer", "IceServers"]),
  ...pick(channels, ["BroadcastingAddress", "ChannelAuthorization", "UserAuthentication", "SocketTicket"]),
  ...pick(exported, ["Export", "ExportedConversation", "ExportedUpload"]),
};

function pick<M, const K extends keyof M>(module: M, names: K[]): Pick<M, K> {
  return Object.fromEntries(names.map((name) => [name, module[name]])) as Pick<M, K>;
}

/** Makes the names known to `z.toJSONSchema`, which then refers to what has one. */
export function registerNames(): void {
  for (const [id, schema] of Object.entries(named)) {
    z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id });
  }
}
