import { channelName } from "@/lib/contracts/channels";
import type { NidaEvent } from "@/lib/contracts/events";

/** What belongs to a conversation, and so is heard on its channel too. */
const ofConversation = /^(message\..+|conversation\..+|typing)$/;

/**
 * One event in Pusher's terms: the channels of the conversation and of each person it is for. An event for one device
 * names it in its data, because a person's channel is heard by all of their devices.
 */
export function inPusherTerms(event: NidaEvent): { channels: string[]; name: string; data: object } {
  const { name, data, to, conversation_id, device_id } = event;
  const shared = conversation_id !== undefined && ofConversation.test(name);
  return {
    channels: [...(shared ? [channelName.conversation(conversation_id)] : []), ...to.map(channelName.user)],
    name,
    data: device_id ? { ...data, device_id } : data,
  };
}
