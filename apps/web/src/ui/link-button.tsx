'use client';

import type { ButtonProps } from '@mantine/core';
import { Button } from '@mantine/core';
import Link from 'next/link';

type Props = ButtonProps & { href: string; 'aria-label'?: string; download?: boolean; newTab?: boolean };

/** A link that looks like a button; a download or another tab is left to the browser. */
export function LinkButton({ href, download, newTab, ...look }: Props) {
  if (download) return <Button component="a" href={href} download {...look} />;
  if (newTab) return <Button component="a" href={href} target="_blank" rel="noreferrer" {...look} />;
  return <Button component={Link} href={href} {...look} />;
}
