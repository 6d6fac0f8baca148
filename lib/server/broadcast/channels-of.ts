import { channelName } from "@/lib/contracts/channels";
import type { EventName, NidaEvent } from "@/lib/contracts/events";

/** What both people of a conversation may know, and so is heard on its channel too; all else is one person's own. */
const shared = new Set<EventName>([
  "message.sent",
  "message.updated",
  "conversation.read",
  "conversation.delivered",
  "typing",
]);

/**
 * One event in Pusher's terms: the channels of the conversation and of each person it is for. An event for one device
 * names it in its data, because a person's channel is heard by all of their devices.
 */
export function inPusherTerms(event: NidaEvent): { channels: string[]; name: string; data: object } {
  const { name, data, to, conversation_id, device_id } = event;
  const both = conversation_id !== undefined && shared.has(name) ? [channelName.conversation(conversation_id)] : [];
  return {
    channels: [...both, ...to.map(channelName.user)],
    name,
    data: device_id ? { ...data, device_id } : data,
  };
}
