/** What people answer with most, in their order. */
export const quickEmoji = ["👍", "❤️", "😂", "😮", "😢", "🙏"] as const;
