import { Badge } from '@mantine/core';
import type { Contact } from '@sms-crm/contracts/contacts';
import { StatusMark } from '../ui/status-mark.tsx';
import { consentWords } from './contact-words.ts';

/** Whether texts may reach a contact: do-not-contact before everything, else what is known of consent. */
export function ReachMark(props: { contact: Contact }) {
  if (props.contact.doNotContact) return <StatusMark tone="bad">Do not contact</StatusMark>;
  if (props.contact.heldForReview) return <StatusMark tone="warn">Held for review</StatusMark>;
  const { tone, words } = consentWords[props.contact.consent];
  return <StatusMark tone={tone}>{words}</StatusMark>;
}

/** Tags as small labels; the rest beyond `max` as a number. */
export function Tags(props: { tags: string[]; max?: number }) {
  const shown = props.tags.slice(0, props.max ?? props.tags.length);
  const hidden = props.tags.length - shown.length;
  return (
    <span className="flex flex-wrap gap-1">
      {shown.map((tag) => (
        <Badge key={tag} variant="light" color="gray" tt="none" fw={500}>
          {tag}
        </Badge>
      ))}
      {hidden > 0 && <span className="text-xs text-soft">+{hidden}</span>}
    </span>
  );
}
