'use client';

import { Kbd } from '@mantine/core';
import { Dialog } from '../ui/dialog.tsx';

const keys: [string[], string][] = [
  [['j'], 'Next conversation'],
  [['k'], 'Previous conversation'],
  [['r'], 'Write an answer'],
  [['e'], 'Close; once more: open again'],
  [['a'], 'Assign to me'],
  [['u'], 'Mark as unread'],
  [['/'], 'Search; in an empty answer: canned replies'],
  [['Ctrl', 'Enter'], 'Send the answer'],
  [['Esc'], 'Leave the answer or the search'],
  [['?'], 'Show these keys'],
];

/** What can be done without the mouse. */
export function KeysDialog(props: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog {...props} title="Keys">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-2 text-sm">
        {keys.map(([names, does]) => (
          <div key={does} className="contents">
            <dt className="flex gap-1">
              {names.map((name) => (
                <Kbd key={name}>{name}</Kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
