import { CopyButton, Button } from '@mantine/core';
import type { LinkDomain } from '@sms-crm/contracts/links';
import { Facts } from '../ui/facts.tsx';

/** What is still to be done for a domain, or what is wrong with it. */
export function DomainAdvice({ domain }: { domain: LinkDomain }) {
  const { state, record, problem } = domain;
  if (state !== 'unverified') {
    return problem === null ? null : <p className="mt-1 max-w-prose text-sm text-bad">{problem}</p>;
  }
  return (
    <div className="mt-2 flex max-w-prose flex-col gap-2 rounded-md bg-sunken p-3">
      <p className="text-sm">Add this record to the DNS of your domain, then verify:</p>
      <Facts
        long
        rows={[
          { term: 'Type', value: record.type },
          { term: 'Name', value: <code>{record.name}</code> },
          { term: 'Value', value: <code>{record.value}</code> },
        ]}
      />
      <CopyButton value={record.value}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" className="self-start" onClick={copy}>
            {copied ? 'Copied' : 'Copy the value'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
