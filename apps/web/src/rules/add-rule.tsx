'use client';

import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import type { Rule, RuleKind } from './rule-kind.ts';

/** The button that opens the window for a new one. */
export function AddRule<Item extends Rule>({ kind }: { kind: RuleKind<Item> }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton
        leftSection={<IconPlus size={16} aria-hidden />}
        refusal={useRefusal(kind.permission)}
        onClick={open}
      >
        Add {kind.noun}
      </ActionButton>
      <kind.dialog opened={opened} onClose={close} />
    </>
  );
}
