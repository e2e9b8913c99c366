import { appendFileSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LogReader, openLog } from '../src/supervisor/log-file.ts';
import { tempFolder } from './kit/temp-folder.ts';

test('lines come out as they were written, however the bytes arrive', () => {
  const folder = tempFolder();
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '));
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat(64)), (lines, cuts) => {
      const path = join(folder, 'some.log');
      closeSync(openLog(path));
      const reader = new LogReader(path);
      let bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const read: string[] = [];
      for (const cut of [...cuts, bytes.length]) {
        appendFileSync(path, bytes.subarray(0, cut));
        bytes = bytes.subarray(cut);
        read.push(...reader.newLines());
      }
      reader.close();
      expect(read).toEqual(lines);
    }),
  );
});

test('the log of the run before is kept beside the new one', () => {
  const path = join(tempFolder(), 'api.log');
  closeSync(openLog(path));
  appendFileSync(path, 'first run\n');
  closeSync(openLog(path));
  expect(new LogReader(path).newLines()).toEqual([]);
  expect(new LogReader(`${path}.previous`).newLines()).toEqual(['first run']);
});
