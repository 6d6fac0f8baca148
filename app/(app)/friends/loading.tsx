import { LoadingPage } from "@/components/shell/loading-page";

export default function FriendsLoading() {
  return <LoadingPage title="friends.title" />;
}
