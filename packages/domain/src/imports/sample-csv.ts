import { csvLines } from '../csv/write.ts';

/** A small file that imports without a change; its phones are of the range kept for fiction. */
export const sampleCsv = csvLines([
  ['Phone', 'First name', 'Last name', 'Email', 'City', 'ZIP', 'Opted in at', 'Tags', 'Loyalty tier'],
  [
    '+14155550101',
    'Ana',
    'Obi',
    'ana@example.com',
    'San Francisco',
    '94110',
    '2026-01-15',
    'vip, news',
    'gold',
  ],
  [
    '(212) 555-0102',
    'Liam',
    'Smith',
    'liam@example.com',
    'New York',
    '10001',
    '2026-02-03',
    'news',
    'silver',
  ],
  ['312.555.0103', 'Mei', 'Chen', '', 'Chicago', '60601', '', '', ''],
]);
