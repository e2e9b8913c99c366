import type { MessageMedia } from '@sms-crm/contracts/messages';

/** Pictures and other files that came with a text, as links: nothing is loaded from the carrier before somebody asks for it. */
export function Media({ media }: { media: MessageMedia[] }) {
  if (media.length === 0) return null;
  return (
    <ul aria-label="Files that came with it" className="mt-3 flex flex-wrap gap-2 text-sm">
      {media.map(({ url, contentType }, index) => (
        <li key={url}>
          <a className="link" href={url} target="_blank" rel="noreferrer noopener">
            {nameOf(contentType)} {index + 1}
          </a>
        </li>
      ))}
    </ul>
  );
}

const kinds: Record<string, string> = { image: 'Picture', video: 'Video', audio: 'Recording' };

function nameOf(contentType: string): string {
  return kinds[contentType.split('/')[0] ?? ''] ?? 'File';
}
