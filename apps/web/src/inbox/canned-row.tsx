import { ActionIcon } from '@mantine/core';
import type { FilledReply } from '@sms-crm/contracts/conversations';
import { IconPencil } from '@tabler/icons-react';
import { DeleteCanned } from './delete-canned.tsx';

type Props = { reply: FilledReply; mayChange: boolean; onChoose: () => void; onChange: () => void };

/** A canned reply as it would be sent here. */
export function CannedRow({ reply, mayChange, onChoose, onChange }: Props) {
  return (
    <li className="flex items-start gap-2">
      <button
        type="button"
        onClick={onChoose}
        className="min-w-0 flex-1 cursor-pointer rounded-md border border-line bg-surface px-3 py-2 text-left text-sm text-ink hover:bg-sunken"
      >
        <span className="block font-medium">{reply.name}</span>
        <span className="block [overflow-wrap:anywhere] text-soft">{reply.text}</span>
      </button>
      {mayChange && (
        <>
          <ActionIcon
            variant="subtle"
            color="gray"
            mt={8}
            aria-label={`Change ${reply.name}`}
            onClick={onChange}
          >
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
          <DeleteCanned id={reply.id} name={reply.name} />
        </>
      )}
    </li>
  );
}
