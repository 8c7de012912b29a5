import type { Endpoint } from "@perennial/contract";
import { addressOf, type CallInput, type CallResult, newIdempotencyKey } from "./client.ts";
import { problemOf, unreachable } from "./problem.ts";

type UploadOptions = { signal?: AbortSignal; onProgress?: (fraction: number) => void };

/**
 * Sends a file as the body of a call, as it is. Tells how much has gone, which `fetch` cannot.
 * @throws ApiProblem
 */
export function upload<E extends Endpoint>(
  endpoint: E,
  input: Omit<CallInput<E>, "body">,
  file: Blob,
  { signal, onProgress }: UploadOptions = {},
): Promise<CallResult<E>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(endpoint.method, addressOf(endpoint.path, input));
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("x-perennial-csrf", "1");
    request.setRequestHeader("idempotency-key", newIdempotencyKey());
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress?.(total ? loaded / total : 0),
    );
    request.addEventListener("error", () => reject(unreachable()));
    request.addEventListener("abort", () => reject(unreachable()));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) {
        resolve(JSON.parse(request.responseText) as CallResult<E>);
        return;
      }
      const answer = new Response(request.responseText, {
        status: request.status,
        statusText: request.statusText,
      });
      problemOf(answer).then(reject, reject);
    });
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
