import type { Trouble } from '@sms-crm/contracts/session';
import { LinkButton } from '../ui/link-button.tsx';
import { TroubleNote } from '../ui/trouble-note.tsx';

const mendedAt: Record<Trouble['code'], { href: string; label: string }> = {
  account_stopped: { href: '/settings/carrier', label: 'Open the account' },
  link_domain_failing: { href: '/settings/links', label: 'Open link settings' },
};

/** What does not work until a person mends it, with the way there. */
export function Troubles({ troubles }: { troubles: Trouble[] }) {
  if (troubles.length === 0) return null;
  return (
    <ul aria-label="What does not work" className="flex flex-col gap-3">
      {troubles.map(({ code, detail, fix }) => (
        <li key={code + detail}>
          <TroubleNote words={detail} fix={fix}>
            <LinkButton variant="default" size="xs" href={mendedAt[code].href}>
              {mendedAt[code].label}
            </LinkButton>
          </TroubleNote>
        </li>
      ))}
    </ul>
  );
}
