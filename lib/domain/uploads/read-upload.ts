import { ReadUploadInput, StoredFile } from "@/lib/contracts/uploads";
import { notHidden } from "@/lib/domain/chat/seen";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";

/**
 * The bytes of a file: for the two people of the conversation it was sent in, and for its owner until then.
 * Errors: `not_found`, also for all others, and when its message has been deleted, for everyone or for the caller
 */
export const readUpload = operation({
  name: "upload.read",
  summary: "The bytes of a file in a message (RFC 9110 ranges), or with `size=thumb` the small picture of an image.",
  rest: "GET /uploads/{upload_id}",
  refuses: ["not_found"],
  input: ReadUploadInput,
  output: StoredFile,
  allow: signedIn,
  async run(ctx, { upload_id, size }): Promise<StoredFile> {
    const userId = ctx.actor.id;
    const me = { userId, user: { deletedAt: null } };
    const upload = await ctx.db.upload.findFirst({
      where: {
        id: upload_id,
        OR: [
          { messageId: null, ownerId: userId },
          { message: { deletedAt: null, conversation: { participants: { some: me } }, ...notHidden(userId) } },
        ],
      },
      include: {
        message: {
          select: {
            seq: true,
            conversation: { select: { participants: { where: { userId }, select: { clearedSeq: true } } } },
          },
        },
      },
    });
    const cleared = upload?.message?.conversation.participants[0]?.clearedSeq ?? 0;
    if (!upload || (upload.message && upload.message.seq <= cleared)) throw refuse("not_found");
    const { kind, name } = upload;
    if (size === "full") {
      const { storageKey: key, size: bytes, contentType: content_type } = upload;
      // Only what was drawn anew, or can do nothing but sound, is shown: a page or an SVG could run as ours.
      return { key, size: bytes, content_type, name, disposition: kind === "file" ? "attachment" : "inline" };
    }
    if (!upload.thumbKey) throw refuse("not_found");
    return { key: upload.thumbKey, size: null, content_type: "image/webp", name, disposition: "inline" };
  },
});
