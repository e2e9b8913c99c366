import Link from 'next/link';
import { formatPhone } from '../format/phones.ts';
import { spaced } from './audit-words.ts';
import { targetPath, type Target } from './target-path.ts';

/** Things whose name is a phone. */
const knownByPhone: ReadonlySet<string> = new Set(['number', 'message']);

/** `Campaign “Spring sale”`, with a link as long as there is such a thing. */
export function EntryTarget({ entry }: { entry: Target }) {
  const type = spaced(entry.targetType);
  if (entry.targetType === 'phone' && entry.targetId) return `${type} ${formatPhone(entry.targetId)}`;
  if (entry.targetName === null) return type;
  const name = knownByPhone.has(entry.targetType) ? formatPhone(entry.targetName) : `“${entry.targetName}”`;
  const href = targetPath(entry);
  return (
    <>
      {type}{' '}
      {href ? (
        <Link className="link [overflow-wrap:anywhere]" href={href}>
          {name}
        </Link>
      ) : (
        name
      )}
    </>
  );
}
