import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Feed, type FeedClient } from '../src/handsets/feed.ts';
import { asObject, controlToken, startTestSimulator, type TestSimulator } from './support/running.ts';
import { waitFor } from './support/wait-for.ts';

const phone = '+12125551201';

describe('the live stream', () => {
  let simulator: TestSimulator;
  beforeEach(async () => {
    simulator = await startTestSimulator();
  });
  afterEach(() => simulator.close());

  /** Collects the events of one stream until it ends. */
  async function listen(
    query: string,
  ): Promise<{ events: [string, Record<string, unknown>][]; stop: () => void }> {
    const abort = new AbortController();
    const response = await fetch(`${simulator.url}/control/events${query}`, {
      headers: { authorization: `Bearer ${controlToken}` },
      signal: abort.signal,
    });
    const events: [string, Record<string, unknown>][] = [];
    const collect = async () => {
      let rest = '';
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const blocks = `${rest}${chunk}`.split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const match = /^event: (\w+)\ndata: (.*)$/s.exec(block);
          const content: unknown = match?.[2] === undefined ? undefined : JSON.parse(match[2]);
          if (match?.[1] !== undefined)
            events.push([match[1], typeof content === 'string' ? { phone: content } : asObject(content)]);
        }
      }
    };
    collect().catch(() => undefined);
    return { events, stop: () => abort.abort() };
  }

  it('begins with the whole state, then tells of changes in batches', async () => {
    const { events, stop } = await listen(`?phone=${encodeURIComponent(phone)}`);
    await waitFor(() => events.length === 1);
    expect(events[0]?.[1]).toMatchObject({ stats: { received: 0 }, clock: { running: true }, threads: [] });
    for (let index = 0; index < 20; index += 1) await simulator.send({ To: phone, Body: `n${index}` });
    await waitFor(() =>
      events.some(([name, content]) => name === 'update' && asObject(content['stats'])['received'] === 20),
    );
    expect(events.filter(([name]) => name === 'thread').map(([, content]) => content)).toContainEqual({
      phone,
    });
    expect(events.length).toBeLessThan(20);
    stop();
    await waitFor(() => simulator.simulator.feed.size === 0);
  });

  it('says nothing about other threads than the watched one', async () => {
    const { events, stop } = await listen('?phone=%2B12125559999');
    await simulator.send({ To: phone });
    await waitFor(() => events.length >= 2);
    expect(events.filter(([name]) => name === 'thread')).toEqual([]);
    stop();
  });
});

describe('the feed', () => {
  it('takes a bounded number of browsers', () => {
    const feed = new Feed(() => ({}));
    const added = Array.from({ length: 70 }, () => feed.add(client()));
    expect(added.filter(Boolean)).toHaveLength(64);
    feed.close();
    expect(feed.size).toBe(0);
  });

  it('skips a browser that does not keep up', async () => {
    const feed = new Feed(() => ({ n: 1 }));
    const slow = client(1_000_000);
    const quick = client();
    feed.add(slow);
    feed.add(quick);
    feed.touch('+1');
    await waitFor(() => quick.texts.length === 1);
    expect(slow.texts).toEqual([]);
    feed.close();
  });
});

function client(backlog = 0): FeedClient & { texts: string[] } {
  const texts: string[] = [];
  return {
    watched: undefined,
    write: (text) => void texts.push(text),
    backlog: () => backlog,
    end: () => {},
    texts,
  };
}
