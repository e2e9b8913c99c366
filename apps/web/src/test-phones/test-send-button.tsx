'use client';

import { useDisclosure } from '@mantine/hooks';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { lazyDialog } from '../ui/lazy-dialog.tsx';
import type { TestSendProps } from './test-send-window.tsx';

const TestSendDialog = lazyDialog<TestSendProps>(() =>
  import('./test-send-window.tsx').then((module) => module.TestSendWindow),
);

type Props = Omit<TestSendProps, 'opened' | 'onClose'>;

/** The button and the dialog that send the draft to phones of one's own. */
export function TestSendButton(props: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton
        variant="default"
        refusal={useRefusal('campaigns:write')}
        leftSection={<IconDeviceMobile size={16} aria-hidden />}
        onClick={open}
      >
        Send a test
      </ActionButton>
      <TestSendDialog {...props} opened={opened} onClose={close} />
    </>
  );
}
