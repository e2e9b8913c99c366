import { Skeleton } from '@mantine/core';

/** A page before its first answer. */
export function PageSkeleton(props: { title: string }) {
  return (
    <output className="block">
      <h1 className="sr-only">{props.title}</h1>
      <span className="sr-only">Loading</span>
      <Skeleton height={28} width={220} radius="md" aria-hidden />
      <Skeleton height={220} mt={28} radius="md" aria-hidden />
    </output>
  );
}
