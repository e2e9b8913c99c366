import type { Metadata } from 'next';
import { messagesOf, oneCampaign } from '../../../../../src/campaigns/resources.ts';
import { Messages } from '../../../../../src/reports/messages.tsx';
import { Prefetch } from '../../../../../src/server/prefetch.tsx';

export const metadata: Metadata = { title: 'People of a campaign' };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function MessagesPage(props: Props) {
  const [{ id }, search] = await Promise.all([props.params, props.searchParams]);
  const first = (name: string) => [search[name]].flat()[0] ?? '';
  const filters = {
    status: first('status'),
    reason: first('reason'),
    errorCode: first('errorCode'),
    linkId: first('linkId'),
  };
  return (
    <Prefetch resources={[oneCampaign(id), messagesOf(id, { ...filters, cursor: first('cursor') })]}>
      <Messages id={id} />
    </Prefetch>
  );
}
