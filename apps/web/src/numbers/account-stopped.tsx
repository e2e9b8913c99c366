import type { SendingNumber } from '@sms-crm/contracts/numbers';
import { LinkButton } from '../ui/link-button.tsx';
import { TroubleNote } from '../ui/trouble-note.tsx';

/** The carrier refuses the accounts of some numbers: each account told once. */
export function AccountStopped({ numbers }: { numbers: readonly SendingNumber[] }) {
  const stopped = numbers.flatMap(({ accountStopped }) => accountStopped ?? []);
  const accounts = new Map(stopped.map((account) => [account.words, account]));
  if (accounts.size === 0) return null;
  return (
    <div className="flex flex-col gap-3">
      {[...accounts.values()].map(({ words, fix }) => (
        <TroubleNote key={words} words={words} fix={fix}>
          <LinkButton variant="default" size="xs" href="/settings/carrier">
            Open the account
          </LinkButton>
        </TroubleNote>
      ))}
    </div>
  );
}
