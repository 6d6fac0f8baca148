import type { ErrorCode } from "@/lib/contracts/errors";
import { type ApiAnswer, ApiError } from "./api";
import type { UploadOptions } from "./outbox";
import type { OutboxFile } from "./outbox-rules";

interface Answer {
  status: boolean;
  code?: ErrorCode;
  message?: string;
  errors?: Record<string, string[]>;
  data?: ApiAnswer<"POST /uploads">;
}

/**
 * Uploads one file (`POST /uploads`) and answers its id. XMLHttpRequest, because Fetch tells nothing of how far it is.
 * @throws ApiError with the server's code, or `network`; also once `signal` is aborted
 */
export function uploadFile(file: OutboxFile, { signal, onProgress }: UploadOptions): Promise<string> {
  const form = new FormData();
  for (const [name, value] of Object.entries(file.fields ?? {})) form.append(name, value);
  // Behind the fields, so that a server that streams knows them before the file begins.
  form.append("file", file.blob, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = () => reject(new ApiError("network", ""));
    const stop = () => request.abort();
    request.open("POST", "/api/uploads");
    request.responseType = "json";
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const answer: Answer | null = request.response;
      if (answer?.status && answer.data) resolve(answer.data.id);
      else reject(refusalOf(request, answer));
    };
    request.onerror = fail;
    request.onabort = fail;
    request.onloadend = () => signal.removeEventListener("abort", stop);
    signal.addEventListener("abort", stop);
    if (signal.aborted) fail();
    else request.send(form);
  });
}

function refusalOf(request: XMLHttpRequest, answer: Answer | null): ApiError {
  // Not Nida's own answer: something in between takes no file of this size, or has nobody behind it.
  if (!answer) return new ApiError(request.status === 413 ? "too_large" : "internal", "");
  const retryAfter = Number(request.getResponseHeader("Retry-After"));
  return new ApiError(answer.code ?? "internal", answer.message ?? "", answer.errors, retryAfter || null);
}
