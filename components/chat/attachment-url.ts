import { useEffect, useState } from "react";

/** An address for a file that this page holds; it stays when the file is gone, and ends with the component. */
export function useObjectUrl(blob: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (blob) setUrl(URL.createObjectURL(blob));
  }, [blob]);
  useEffect(() => () => (url ? URL.revokeObjectURL(url) : undefined), [url]);
  return url;
}
