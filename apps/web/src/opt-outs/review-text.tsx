'use client';

import type { OptOutReview } from '@sms-crm/contracts/opt-outs';
import Link from 'next/link';
import { formatPhone } from '../format/phones.ts';

/** The reply with its writer, and the words that a rule found in it. */
export function ReviewText({ review }: { review: OptOutReview }) {
  const { body, found, phone, contactId, contactName, messageId, texts } = review;
  return (
    <div className="min-w-36">
      <p className="font-medium [overflow-wrap:anywhere]">“{body}”</p>
      <p className="mt-0.5 text-xs text-soft">
        {contactId ? (
          <Link className="link" href={`/contacts/${contactId}`}>
            {contactName || formatPhone(phone)}
          </Link>
        ) : (
          formatPhone(phone)
        )}
        {' · '}
        <Link className="link" href={`/messages/${messageId}`}>
          the text
        </Link>
        {` · found: “${found}”`}
        {texts > 1 && ` · the newest of ${texts} doubtful texts`}
      </p>
    </div>
  );
}
