import { LoadingPage } from "@/components/shell/loading-page";

export default function CallsLoading() {
  return <LoadingPage title="call.title" />;
}
