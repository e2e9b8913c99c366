import { IconDeviceMobile, IconExternalLink } from '@tabler/icons-react';

type Props = {
  url: string;
  /** What the demo clock shows, and the zone of the times on the pages; where nobody is signed in neither is told. */
  clock?: { recipientTime: string; timeZone: string } | undefined;
};

/** Says on every page that no real phone gets anything and by which clock recipients live, and leads to the virtual handsets. */
export function SimulatorBanner({ url, clock }: Props) {
  return (
    <aside
      aria-label="Simulator mode"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-[#eadbb0] bg-[#fdf6e0] px-5 py-1.5 text-xs text-[#5c4300] max-sm:px-4 dark:border-[#453a1b] dark:bg-[#262010] dark:text-[#f3dfa6]"
    >
      <IconDeviceMobile size={15} aria-hidden className="max-sm:hidden" />
      <p>
        <strong className="font-semibold">Simulator mode.</strong> Texts go to virtual handsets, not to real
        phones.
      </p>
      {clock && (
        <p className="numeric">
          Recipients live by the demo clock: <span className="font-semibold">{clock.recipientTime}</span>.
          Times on these pages are those of {clock.timeZone}.
        </p>
      )}
      <a
        href={url}
        target="_blank"
        rel="noreferrer"
        className="ml-auto inline-flex items-center gap-1 font-semibold text-inherit underline underline-offset-2 max-sm:ml-0"
      >
        Open the handsets
        <IconExternalLink size={13} aria-label="(opens in a new tab)" />
      </a>
    </aside>
  );
}
