import { LoadingPage } from "@/components/shell/loading-page";

export default function SearchLoading() {
  return <LoadingPage title="search.title" />;
}
