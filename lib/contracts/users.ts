import { z } from "zod";
import { hasWords, Id, Instant, line, PageInput, storable, wellFormed } from "./common";
import { FormFile } from "./uploads";

export const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{2,31}$/, "username_invalid");
export const Password = z.string().min(8).max(128);
export const Name = line(1, 64)
  .overwrite(wellFormed)
  .refine((name) => name === "" || hasWords(name), "invalid_value");
export const LocaleName = z.enum(["ar", "en"]);

/** A person as others see them. `avatar` is a URL or null. */
export const User = z.object({ id: Id, name: z.string(), username: z.string(), avatar: z.string().nullable() });
export type User = z.infer<typeof User>;

export const Presence = z.object({ online: z.boolean(), last_seen_at: Instant.nullable() });
export type Presence = z.infer<typeof Presence>;

/** How the caller stands to a person. */
export const Relation = z.enum(["self", "none", "friend", "request_sent", "request_received", "blocked"]);
export type Relation = z.infer<typeof Relation>;

export const Profile = User.extend({
  about: z.string(),
  relation: Relation,
  request_id: Id.nullable().describe("the friend request between the two, while there is one"),
  ...Presence.shape,
});
export type Profile = z.infer<typeof Profile>;

/** The caller's own account. */
export const Me = User.extend({
  about: z.string(),
  email: z.string().nullable(),
  locale: LocaleName.nullable(),
  hide_presence: z.boolean(),
  hide_receipts: z.boolean().describe("nobody learns what this person has read, and this person learns of nobody"),
  relay_only: z
    .boolean()
    .describe("calls go through a relay only, so that nobody learns this person's network address"),
  created_at: Instant,
});
export type Me = z.infer<typeof Me>;

const DeviceName = line(1, 80);

export const RegisterInput = z.object({
  name: Name,
  username: Username,
  password: Password,
  email: z.email("invalid_value").max(200).optional(),
  device_name: DeviceName.optional(),
});
/** Sign-in takes what was typed: rules of form would tell a stranger what names can exist. */
export const LoginInput = z.object({
  username: z.string().trim().toLowerCase().min(1).max(200).refine(storable, "invalid_value"),
  password: z.string().min(1).max(1000),
  device_name: DeviceName.optional(),
});
export const SignedIn = z.object({ token: z.string(), user: Me });
/** For the door that sets the browser's cookie. */
export const WebSignedIn = z.object({ session_id: z.uuid(), user: Me });

export const UpdateMeInput = z
  .object({
    name: Name,
    about: z.string().trim().overwrite(wellFormed).max(300).refine(storable, "invalid_value"),
    email: z.email("invalid_value").max(200).nullable(),
    locale: LocaleName.nullable(),
    hide_presence: z.boolean(),
    hide_receipts: z.boolean(),
    relay_only: z.boolean(),
  })
  .partial();
export const ChangePasswordInput = z.object({ current_password: z.string().min(1).max(1000), new_password: Password });
/** The file of a multipart form; its type is told by content. */
export const SetAvatarInput = z.object({ image: FormFile });
export const AvatarRef = z.object({ key: z.string().max(100) });
/** Bytes, and the headers they go out with. */
export const Picture = z.object({
  bytes: z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array),
  content_type: z.string(),
  cache_control: z.string(),
});
export const DeleteMeInput = z.object({ password: z.string().min(1).max(1000) });

export const Session = z.object({
  id: z.uuid(),
  kind: z.enum(["web", "token"]),
  name: z.string(),
  created_at: Instant,
  last_used_at: Instant,
  current: z.boolean(),
});
export type Session = z.infer<typeof Session>;
export const SessionRef = z.object({ session_id: z.uuid() });

export const UserRef = z.object({ user_id: Id });
/** Takes what an address can hold: what cannot be a username is nobody's. */
export const UsernameRef = z.object({
  username: z.string().trim().toLowerCase().max(200).refine(storable, "invalid_value"),
});
export const SearchInput = PageInput.extend({ query: z.string().trim().max(64).default("") });
