import type { z } from 'zod';
import { ApiError, readRefusal } from './api-error.ts';

type Upload<Answer> = {
  /** As in `/v1/imports`. */
  path: string;
  method?: 'POST' | 'PUT';
  file: File;
  answer: z.ZodType<Answer>;
  /** Share that has left this browser, 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
};

/** Longest an upload may take, milliseconds: 512 MB over a line of 2 Mbit/s. */
const deadlineMs = 40 * 60_000;

/** Sends a file as multipart field `file`. `fetch` cannot report upload progress, hence XMLHttpRequest. Throws `ApiError`. */
export async function upload<Answer>(options: Upload<Answer>): Promise<Answer> {
  const response = await transfer(options);
  if (!response.ok) throw await readRefusal(response);
  return options.answer.parse(await response.json());
}

function transfer(options: Upload<unknown>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', options.file);
    request.open(options.method ?? 'POST', `/api${options.path}`);
    request.timeout = deadlineMs;
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) options.onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () =>
      resolve(new Response(request.responseText, { status: request.status })),
    );
    const broke = 'The upload broke off. Check the connection and drop the file again.';
    request.addEventListener('error', () => reject(new ApiError('unavailable', 0, broke)));
    request.addEventListener('timeout', () => reject(new ApiError('unavailable', 0, broke)));
    request.addEventListener('abort', () => reject(new DOMException('Canceled', 'AbortError')));
    options.signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}
