/** The mail to those in charge when sending was stopped. */
export function noticeTo(
  to: string,
  { what, reason, atCarrier, by }: { what: string; reason: string; atCarrier: number; by: string },
): { to: string; subject: string; text: string } {
  return {
    to,
    subject: `Stopped: ${what}`,
    text:
      `${by} threw the kill switch for ${what}.\n\nReason: ${reason}\n\n` +
      `The carrier still held ${atCarrier} texts at that moment; those can still arrive. Nothing else is sent until the switch is lifted under Settings.\n`,
  };
}
