import type { z } from 'zod';

/** Pause before a refused stream is opened again, milliseconds. */
const reopenMs = 10_000;

export type Stream<Answer> = {
  url: string;
  /** Name of the event that carries the whole state. */
  event: string;
  answer: z.ZodType<Answer>;
  onState: (state: Answer) => void;
  onUp: (up: boolean) => void;
  onEnd: () => void;
};

/** Listens to Server-Sent Events until the returned function is called; reopens what breaks. */
export function openStream<Answer>(stream: Stream<Answer>): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function open(): void {
    const current = new EventSource(stream.url);
    source = current;
    current.addEventListener('open', () => stream.onUp(true));
    current.addEventListener('error', () => {
      stream.onUp(false);
      // A dropped connection is reopened by the browser; a refused one is not.
      if (current.readyState === EventSource.CLOSED) timer = setTimeout(open, reopenMs);
    });
    current.addEventListener(stream.event, (message: MessageEvent<string>) => {
      const parsed = stream.answer.safeParse(JSON.parse(message.data));
      if (parsed.success) stream.onState(parsed.data);
    });
    current.addEventListener('end', () => {
      current.close();
      stream.onUp(false);
      stream.onEnd();
    });
  }
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
