import { redirect } from "next/navigation";
import { currentSession } from "@/lib/server/page";

/** `/` is the chats, or the way in. */
export default async function Home() {
  redirect((await currentSession()) ? "/chat" : "/login");
}
