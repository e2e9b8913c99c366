import { id as idSchema } from '@sms-crm/contracts/scalars';
import { notFound } from 'next/navigation';

/** The id in a page's address; what can be none leads to the page that says so. */
export async function pageId(params: Promise<{ id: string }>): Promise<string> {
  const id = idSchema.safeParse((await params).id);
  return id.success ? id.data : notFound();
}
